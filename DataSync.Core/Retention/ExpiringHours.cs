using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Retention;

/// <summary>Roll-ups by the hour of executions that have expired. Those by the day stay.</summary>
internal sealed class ExpiringHours : IExpiring
{
    public async Task<IReadOnlyList<RetentionCount>> CountAsync(
        DataSyncDbContext context,
        RetentionCutoffs cutoffs,
        CancellationToken cancellation
    ) => [Count(await Expired(context, cutoffs).LongCountAsync(cancellation))];

    public async Task<ExpiryStep> RemoveSomeAsync(
        DataSyncDbContext context,
        WriteTransaction writes,
        RetentionCutoffs cutoffs,
        CancellationToken cancellation
    )
    {
        // To the end of the hour that is reached.
        var to = await Expired(context, cutoffs)
            .OrderBy(row => row.StartsAt)
            .Skip(IExpiring.MostAtOnce - 1)
            .Select(row => (DateTime?)row.StartsAt)
            .FirstOrDefaultAsync(cancellation);
        var removed = await writes.RunAsync(
            (db, _, token) =>
                Expired(db, cutoffs).Where(row => to == null || row.StartsAt <= to).ExecuteDeleteAsync(token),
            cancellation
        );
        return new([Count(removed)], More: to is not null);
    }

    private static IQueryable<Rollup> Expired(DataSyncDbContext context, RetentionCutoffs cutoffs) =>
        context.Rollups.Where(row => row.Grain == RollupGrain.Hour && row.StartsAt < cutoffs.Executions);

    private static RetentionCount Count(long rows) => new("execution_rollups", rows);
}
