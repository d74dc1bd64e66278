using System.Data.Common;
using DataSync.Core.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DataSync.Tests.Support;

/// <summary>SQLite whose answer to a commit is lost so many times: what was committed stays so, and looks as if it had failed.</summary>
internal sealed class LostAnswers(TestDatabase database)
    : DbTransactionInterceptor,
        IDbContextFactory<DataSyncDbContext>
{
    private const int Busy = 5;

    /// <summary>Of the next commits.</summary>
    public int Times { get; set; }

    public DataSyncDbContext CreateDbContext() =>
        new(
            new DbContextOptionsBuilder<DataSyncDbContext>()
                .UseDataSyncSqlite(database.ConnectionString)
                .AddInterceptors(this)
                .Options
        );

    public override Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    ) => Times-- > 0 ? throw new SqliteException("database is locked", Busy) : Task.CompletedTask;
}
