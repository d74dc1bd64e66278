using System.Data.Common;
using DataSync.Core.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DataSync.Tests.Support;

/// <summary>SQLite that a test keeps waiting, or has fail, at a statement of its choice.</summary>
internal sealed class TroubledDatabase(TestDatabase database)
    : DbCommandInterceptor,
        IDbContextFactory<DataSyncDbContext>
{
    private const int CannotOpen = 14;

    /// <summary>Whether a statement fails as if the database were away.</summary>
    public Func<string, bool> Fails { get; set; } = _ => false;

    /// <summary>What a statement waits for.</summary>
    public Func<string, Task> Waits { get; set; } = _ => Task.CompletedTask;

    public DataSyncDbContext CreateDbContext() =>
        new(
            new DbContextOptionsBuilder<DataSyncDbContext>()
                .UseDataSyncSqlite(database.ConnectionString)
                .AddInterceptors(this)
                .Options
        );

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        await Waits(command.CommandText);
        return Fails(command.CommandText) ? throw new SqliteException("away", CannotOpen) : result;
    }
}
