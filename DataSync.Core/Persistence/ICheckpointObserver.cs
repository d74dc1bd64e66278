namespace DataSync.Core.Persistence;

/// <summary>Adds to a transaction what follows from the checkpoint having advanced in it.</summary>
public interface ICheckpointObserver
{
    /// <param name="before">What <see cref="Checkpoint.KnownUntil"/> was when the transaction began.</param>
    Task AdvancedAsync(
        DataSyncDbContext context,
        Checkpoint checkpoint,
        DateTime? before,
        CancellationToken cancellation
    );
}
