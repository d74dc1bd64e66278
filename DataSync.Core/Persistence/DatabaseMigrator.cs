using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Persistence;

/// <summary>Brings the tables up to date and puts the checkpoint row in place. Safe in several processes at once.</summary>
public sealed class DatabaseMigrator(IDbContextFactory<DataSyncDbContext> factory, TimeProvider clock)
{
    private static readonly TimeSpan LongestMigration = TimeSpan.FromMinutes(30);

    /// <summary>For an account that may not change the tables.</summary>
    /// <exception cref="DatabaseNotReadyException">They are not those of this program.</exception>
    public async Task DemandCurrentAsync(CancellationToken cancellation)
    {
        await using var context = await factory.CreateDbContextAsync(cancellation);
        if (!await IsCurrentAsync(context, cancellation))
            throw new DatabaseNotReadyException(
                "The database's tables are not yet those of this version: run the verb migrate."
            );
    }

    /// <param name="beginning">Called when there is something to change.</param>
    /// <exception cref="DatabaseNotReadyException">The tables are not those of this program.</exception>
    public async Task RunAsync(Action beginning, CancellationToken cancellation)
    {
        await using var context = await factory.CreateDbContextAsync(cancellation);
        if (await IsCurrentAsync(context, cancellation))
            return;
        beginning();
        var mySql = context.Database.IsMySql();
        if (mySql)
            await MySqlDatabase.CreateAsync(context.Database.GetConnectionString()!, cancellation);
        context.Database.SetCommandTimeout(LongestMigration);
        await context.Database.OpenConnectionAsync(cancellation);
        await using var guard = await MigrationGuard.TakeAsync(context, clock, cancellation);
        if (await IsCurrentAsync(context, cancellation))
            return;
        // WAL stays with the file: readers and the one writer do not wait for each other.
        if (!mySql)
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellation);
        await context.Database.MigrateAsync(cancellation);
        if (!await context.Checkpoints.AnyAsync(cancellation))
        {
            context.Checkpoints.Add(new Checkpoint());
            await context.SaveChangesAsync(cancellation);
        }
    }

    private static async Task<bool> IsCurrentAsync(DataSyncDbContext context, CancellationToken cancellation)
    {
        var applied = (await context.Database.GetAppliedMigrationsAsync(cancellation)).ToList();
        var known = context.Database.GetMigrations().ToList();
        if (applied.Except(known, StringComparer.Ordinal).Any())
        {
            throw new DatabaseNotReadyException(
                "The database was made by a newer version of this program; start that version, or restore a backup."
            );
        }
        return applied.Count == known.Count && await context.Checkpoints.AnyAsync(cancellation);
    }
}
