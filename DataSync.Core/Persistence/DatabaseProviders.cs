using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DataSync.Core.Persistence;

/// <summary>Sets up EF for either database; the design-time tools and the program go through here alike.</summary>
public static class DatabaseProviders
{
    public const string SqliteMigrations = "DataSync.Migrations.Sqlite";
    public const string MySqlMigrations = "DataSync.Migrations.MySql";

    public static DbContextOptionsBuilder<DataSyncDbContext> UseDataSyncSqlite(
        this DbContextOptionsBuilder<DataSyncDbContext> builder,
        string connectionString
    )
    {
        builder
            .UseSqlite(
                connectionString,
                sqlite => sqlite.MigrationsAssembly(SqliteMigrations).ExecutionStrategy(d => new RetryingStrategy(d))
            )
            // Rebuilding a table needs foreign keys off, which SQLite takes between transactions only: known, and said by EF at
            // every first start as if something were wrong.
            .ConfigureWarnings(warn => warn.Ignore(RelationalEventId.NonTransactionalMigrationOperationWarning))
            .AddInterceptors(new SessionSettings(SessionSettings.Sqlite));
        return builder;
    }

    public static DbContextOptionsBuilder<DataSyncDbContext> UseDataSyncMySql(
        this DbContextOptionsBuilder<DataSyncDbContext> builder,
        string connectionString,
        ServerVersion version
    )
    {
        builder
            .UseMySql(
                connectionString,
                version,
                mySql => mySql.MigrationsAssembly(MySqlMigrations).ExecutionStrategy(d => new RetryingStrategy(d))
            )
            .AddInterceptors(new SessionSettings(SessionSettings.MySql));
        return builder;
    }
}
