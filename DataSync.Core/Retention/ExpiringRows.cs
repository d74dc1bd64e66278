using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Retention;

/// <summary>The rows of a table that go with rows of these keys.</summary>
/// <param name="Before">Those of them that would have gone with others before; null: none.</param>
internal sealed record ExpiringTable<TKey>(
    string Name,
    Func<DataSyncDbContext, IEnumerable<TKey>, IQueryable<object>> Rows,
    Func<DataSyncDbContext, RetentionCutoffs, IEnumerable<TKey>, IQueryable<object>>? Before = null
);

/// <summary>Rows that expire by their own age, with what belongs to them.</summary>
/// <param name="expired">Their keys, in an order an index has.</param>
/// <param name="gone">Told of each transaction how many of the last table went.</param>
/// <param name="tables">Those of what belongs to them first, their own last.</param>
internal sealed class ExpiringRows<TKey>(
    Func<DataSyncDbContext, RetentionCutoffs, IQueryable<TKey>> expired,
    Action<Checkpoint, int>? gone,
    IReadOnlyList<ExpiringTable<TKey>> tables
) : IExpiring
{
    public async Task<IReadOnlyList<RetentionCount>> CountAsync(
        DataSyncDbContext context,
        RetentionCutoffs cutoffs,
        CancellationToken cancellation
    )
    {
        var counts = new List<RetentionCount>();
        foreach (var table in tables)
        {
            var keys = expired(context, cutoffs);
            var rows = await table.Rows(context, keys).LongCountAsync(cancellation);
            if (table.Before is { } before)
                rows -= await before(context, cutoffs, keys).LongCountAsync(cancellation);
            counts.Add(new(table.Name, rows));
        }
        return counts;
    }

    public async Task<ExpiryStep> RemoveSomeAsync(
        DataSyncDbContext context,
        WriteTransaction writes,
        RetentionCutoffs cutoffs,
        CancellationToken cancellation
    )
    {
        var found = await expired(context, cutoffs).Take(IExpiring.MostAtOnce).CountAsync(cancellation);
        if (found == 0)
            return ExpiryStep.Nothing;
        var removed = await writes.RunAsync(
            async (db, checkpoint, token) =>
            {
                // As many as there are, so that nobody waits while others are looked for. Asked for by their keys as well,
                // SQLite would read all that have expired.
                var keys = await expired(db, cutoffs).Take(found).ToListAsync(token);
                var counts = new List<RetentionCount>();
                var rows = 0;
                foreach (var table in tables)
                {
                    rows = await table.Rows(db, keys).ExecuteDeleteAsync(token);
                    counts.Add(new(table.Name, rows));
                }
                gone?.Invoke(checkpoint, rows);
                return counts;
            },
            cancellation
        );
        return new(removed, More: found == IExpiring.MostAtOnce && removed[^1].Rows > 0);
    }
}
