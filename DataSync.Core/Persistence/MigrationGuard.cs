using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Persistence;

/// <summary>
/// Lets one process at a time change the tables. Whoever holds it dies with it: a MySQL lock ends with its connection, a
/// file lock with its process.
/// </summary>
internal sealed class MigrationGuard : IAsyncDisposable
{
    private const string LockedElsewhere =
        "Another process has been bringing the database's tables up to date for a minute; waiting for it.";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Func<ValueTask> release;

    private MigrationGuard(Func<ValueTask> release) => this.release = release;

    /// <param name="context">Its connection must be open, and stay so until the guard is disposed.</param>
    /// <exception cref="DatabaseNotReadyException">Another process held it for a minute.</exception>
    public static async Task<MigrationGuard> TakeAsync(
        DataSyncDbContext context,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        if (context.Database.IsMySql())
        {
            // Locks of MySQL are the server's, so the database's name is part of it; at most 64 characters.
            var taken = await context
                .Database.SqlQuery<int?>(
                    $"SELECT GET_LOCK(CONCAT('datasync_', MD5(DATABASE())), {(int)Patience.TotalSeconds}) AS Value"
                )
                .ToListAsync(cancellation);
            return taken is [1]
                ? new MigrationGuard(() => ReleaseMySqlAsync(context))
                : throw new DatabaseNotReadyException(LockedElsewhere);
        }
        var path = new SqliteConnectionStringBuilder(context.Database.GetConnectionString()).DataSource;
        var locked = await LockFileAsync(path + ".migrating", clock, cancellation);
        await ForgetDeadMigrationAsync(context, cancellation);
        return new MigrationGuard(locked.DisposeAsync);
    }

    public ValueTask DisposeAsync() => release();

    /// <summary>By hand, because a pooled connection keeps its locks until it is used again.</summary>
    private static async ValueTask ReleaseMySqlAsync(DataSyncDbContext context) =>
        await context.Database.ExecuteSqlRawAsync("DO RELEASE_LOCK(CONCAT('datasync_', MD5(DATABASE())))");

    private static async Task<FileStream> LockFileAsync(string path, TimeProvider clock, CancellationToken cancellation)
    {
        var begun = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (clock.GetElapsedTime(begun) < Patience && File.Exists(path))
            {
                await Task.Delay(Pause, clock, cancellation);
            }
            catch (IOException) when (File.Exists(path))
            {
                throw new DatabaseNotReadyException(LockedElsewhere);
            }
        }
    }

    /// <summary>
    /// EF's own lock on SQLite is a row; one left by a killed process would block every start for ever. With the file lock
    /// held, no living process of ours owns it.
    /// </summary>
    private static async Task ForgetDeadMigrationAsync(DataSyncDbContext context, CancellationToken cancellation)
    {
        var table = await context
            .Database.SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'")
            .ToListAsync(cancellation);
        if (table.Count > 0)
            await context.Database.ExecuteSqlRawAsync("DELETE FROM __EFMigrationsLock", cancellation);
    }
}
