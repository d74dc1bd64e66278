using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Persistence;

/// <summary>
/// Pooled contexts. The version of a MySQL server is asked on the first context that reaches it, not at registration:
/// the program starts while its database is away. Thread-safe.
/// </summary>
internal sealed class DatabaseContextFactory(IOptions<DatabaseOptions> options, ILoggerFactory loggers)
    : IDbContextFactory<DataSyncDbContext>
{
    private readonly DatabaseOptions database = options.Value;
    private volatile PooledDbContextFactory<DataSyncDbContext>? pool;

    public DataSyncDbContext CreateDbContext()
    {
        if (pool is { } ready)
            return ready.CreateDbContext();
        if (Known() is { } version)
            return Open(version).CreateDbContext();
        using var connection = MySqlDatabase.Connect(database.ConnectionString);
        connection.Open();
        return Open(ServerVersion.Parse(connection.ServerVersion)).CreateDbContext();
    }

    public async Task<DataSyncDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default)
    {
        if (pool is { } ready)
            return await ready.CreateDbContextAsync(cancellationToken);
        if (Known() is { } version)
            return await Open(version).CreateDbContextAsync(cancellationToken);
        await using var connection = MySqlDatabase.Connect(database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return await Open(ServerVersion.Parse(connection.ServerVersion)).CreateDbContextAsync(cancellationToken);
    }

    /// <summary>Null when the server has to be asked. SQLite has no server; any value does.</summary>
    private ServerVersion? Known() =>
        database.Provider == DatabaseProvider.Sqlite ? MariaDbServerVersion.LatestSupportedServerVersion
        : database.ServerVersion is { Length: > 0 } configured ? ServerVersion.Parse(configured)
        : null;

    /// <summary>Two callers at once make two pools of which one is used from then on; both work.</summary>
    private PooledDbContextFactory<DataSyncDbContext> Open(ServerVersion version)
    {
        var builder = new DbContextOptionsBuilder<DataSyncDbContext>().UseLoggerFactory(loggers);
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            CreateDirectory();
            builder.UseDataSyncSqlite(database.ConnectionString);
        }
        else
            builder.UseDataSyncMySql(database.ConnectionString, version);
        return pool = new PooledDbContextFactory<DataSyncDbContext>(builder.Options);
    }

    private void CreateDirectory()
    {
        var file = new SqliteConnectionStringBuilder(database.ConnectionString);
        if (
            file.Mode != SqliteOpenMode.Memory
            && file.DataSource is not ":memory:"
            && Path.GetDirectoryName(Path.GetFullPath(file.DataSource)) is { } folder
        )
            PrivateFolder.Create(folder);
    }
}
