using System.Data;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Persistence;

/// <summary>
/// How facts are written: one transaction that locks the checkpoint row first, so that all writers, also of other
/// processes, form one line. Thread-safe.
/// </summary>
public sealed class WriteTransaction(
    IDbContextFactory<DataSyncDbContext> factory,
    DatabaseState state,
    IEnumerable<ICheckpointObserver> observers
)
{
    /// <summary>Raised after every commit of this process, on the thread that wrote: a hint to look, nothing more.</summary>
    public event EventHandler? Committed;

    /// <summary>
    /// Runs <paramref name="work"/>, saves what it tracked and the checkpoint where it changed, commits. Any exception rolls all
    /// of it back. After a lock conflict or a broken connection it runs again, with a fresh context; also after a commit
    /// whose answer was lost, so it must decide by what it reads inside.
    /// </summary>
    public async Task<T> RunAsync<T>(
        Func<DataSyncDbContext, Checkpoint, CancellationToken, Task<T>> work,
        CancellationToken cancellation
    )
    {
        try
        {
            await using var outer = await factory.CreateDbContextAsync(cancellation);
            var result = await outer
                .Database.CreateExecutionStrategy()
                .ExecuteAsync(token => AttemptAsync(work, token), cancellation);
            state.ReportSuccess();
            Committed?.Invoke(this, EventArgs.Empty);
            return result;
        }
        catch (Exception failure)
        {
            state.ReportFailure(failure);
            throw;
        }
    }

    private async Task<T> AttemptAsync<T>(
        Func<DataSyncDbContext, Checkpoint, CancellationToken, Task<T>> work,
        CancellationToken cancellation
    )
    {
        await using var context = await factory.CreateDbContextAsync(cancellation);
        // A failure undoes all of it, so nothing ever goes back to a savepoint; one more for every SaveChanges costs two trips.
        context.Database.AutoSavepointsEnabled = false;
        var mySql = context.Database.IsMySql();
        // SQLite: begins IMMEDIATE, which is the lock. MySQL: what is read after the lock was got is what was committed last.
        await using var transaction = await context.Database.BeginTransactionAsync(
            mySql ? IsolationLevel.ReadCommitted : IsolationLevel.Serializable,
            cancellation
        );
        var rows = await context
            .Checkpoints.FromSqlRaw(
                mySql ? "SELECT * FROM checkpoint WHERE id = 1 FOR UPDATE" : "SELECT * FROM checkpoint WHERE id = 1"
            )
            .ToListAsync(cancellation);
        if (rows is not [var checkpoint])
            throw new DatabaseNotReadyException("The database has no checkpoint row yet.");
        var before = checkpoint.KnownUntil;
        var result = await work(context, checkpoint, cancellation);
        if (checkpoint.KnownUntil != before)
        {
            foreach (var observer in observers)
                await observer.AdvancedAsync(context, checkpoint, before, cancellation);
        }
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return result;
    }
}
