using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Persistence;

/// <summary>Reads the checkpoint row without locking it.</summary>
public sealed class CheckpointReader(IDbContextFactory<DataSyncDbContext> contexts)
{
    public async Task<Checkpoint> ReadAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Checkpoints.AsNoTracking().SingleAsync(c => c.Id == Checkpoint.SingleId, cancellation);
    }
}
