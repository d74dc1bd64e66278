using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.N8n;

/// <summary>The permits of <see cref="RequestBudget"/> in the database.</summary>
internal sealed class PermitStore(IDbContextFactory<DataSyncDbContext> databases)
{
    private const int TakesBetweenPurges = 100;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private int takes;

    /// <summary>
    /// Those still out. One without an answer may have reached n8n at any time up to now: it counts as answered now, and is
    /// stored so, or a second restart would count it later again.
    /// </summary>
    /// <returns>And the last number given.</returns>
    public async Task<(List<RequestPermit> Out, long Last)> LoadAsync(
        DateTime now,
        DateTime returned,
        CancellationToken cancellation
    )
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        await database
            .RequestPermits.Where(permit => permit.AnsweredAt == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(permit => permit.AnsweredAt, UtcTime.Truncate(now)),
                cancellation
            );
        await PurgeAsync(database, now, cancellation);
        var permits = await database
            .RequestPermits.AsNoTracking()
            .Where(permit => permit.AnsweredAt > returned)
            .ToListAsync(cancellation);
        return (permits, await database.RequestPermits.MaxAsync(permit => (long?)permit.Id, cancellation) ?? 0);
    }

    public async Task<List<RequestPermit>> ReadAsync(IEnumerable<long> numbers, CancellationToken cancellation)
    {
        var ids = numbers.ToList();
        await using var database = await databases.CreateDbContextAsync(cancellation);
        return await database
            .RequestPermits.AsNoTracking()
            .Where(permit => ids.Contains(permit.Id))
            .ToListAsync(cancellation);
    }

    public async Task RemoveAsync(long id, CancellationToken cancellation)
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        await database.RequestPermits.Where(permit => permit.Id == id).ExecuteDeleteAsync(cancellation);
    }

    public async Task<long> AddAsync(RequestPriority priority, DateTime now, CancellationToken cancellation)
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        var permit = new RequestPermit { Priority = priority, TakenAt = UtcTime.Truncate(now) };
        database.Add(permit);
        await database.SaveChangesAsync(cancellation);
        if (Interlocked.Increment(ref takes) % TakesBetweenPurges == 0)
            await PurgeAsync(database, now, cancellation);
        return permit.Id;
    }

    public async Task AnswerAsync(long id, DateTime now, CancellationToken cancellation)
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        await database
            .RequestPermits.Where(permit => permit.Id == id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(permit => permit.AnsweredAt, UtcTime.Truncate(now)),
                cancellation
            );
    }

    private static Task<int> PurgeAsync(DataSyncDbContext database, DateTime now, CancellationToken cancellation)
    {
        var old = UtcTime.Truncate(now) - Kept;
        return database
            .RequestPermits.Where(permit => permit.TakenAt < old && permit.AnsweredAt < old)
            .ExecuteDeleteAsync(cancellation);
    }
}
