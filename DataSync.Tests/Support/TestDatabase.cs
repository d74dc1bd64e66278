using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MySqlConnector;

namespace DataSync.Tests.Support;

/// <summary>
/// An empty, migrated database of a test's own, with the checkpoint row in place. <see cref="Settings"/> point a whole
/// program at it; <see cref="Services"/> has what AddPersistence and AddExecutions register, with <see cref="Clock"/> as time.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> MySqlScript = new(MakeMySqlScriptAsync);
    private static readonly Lazy<Task<byte[]>> SqliteFile = new(MakeSqliteFileAsync);

    private readonly MariaDbServer? host;
    private readonly string schema;

    private TestDatabase(Provider provider, string connectionString, string name, MariaDbServer? server)
    {
        Provider = provider;
        ConnectionString = connectionString;
        schema = name;
        host = server;
        Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Database:Provider"] = provider == Provider.Sqlite ? "Sqlite" : "MySql",
            ["ConnectionStrings:DataSync"] = connectionString,
            ["Audit:Key"] = "a key of the tests, long enough for any audit log",
        };
        Services = NewServices();
    }

    public Provider Provider { get; }
    public string ConnectionString { get; }

    /// <summary>Configuration keys that choose this database.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    public ServiceProvider Services { get; }
    public IDbContextFactory<DataSyncDbContext> Factory =>
        Services.GetRequiredService<IDbContextFactory<DataSyncDbContext>>();

    public ExecutionHistory History() => Services.GetRequiredService<ExecutionHistory>();

    /// <param name="migrated">False: no tables at all.</param>
    /// <param name="server">A server of the test's own, e.g. to stop it.</param>
    /// <param name="inMemory">SQLite only: a file that costs no disk, where the system has such a place.</param>
    public static async Task<TestDatabase> CreateAsync(
        Provider provider,
        bool migrated = true,
        MariaDbServer? server = null,
        bool inMemory = false
    )
    {
        var name = $"t{Guid.NewGuid():N}";
        if (provider == Provider.Sqlite)
        {
            var parent = inMemory && Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
            var file = Path.Combine(parent, $"datasync-{name}", "datasync.db");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            if (migrated)
                await File.WriteAllBytesAsync(file, await SqliteFile.Value);
            return new TestDatabase(provider, $"Data Source={file}", name, null);
        }
        server ??= await MariaDbServer.SharedAsync();
        await ExecuteAsync(server.ConnectionString, $"CREATE DATABASE {name}");
        var connectionString = $"{server.ConnectionString};Database={name}";
        if (migrated)
            await ExecuteAsync(connectionString, await MySqlScript.Value);
        return new TestDatabase(provider, connectionString, name, server);
    }

    /// <summary>Another program at the same database: its own factory, state and locks.</summary>
    public ServiceProvider NewServices(
        Action<IServiceCollection>? add = null,
        IReadOnlyDictionary<string, string?>? settings = null
    )
    {
        var services = new ServiceCollection();
        // One logger factory for all tests, or EF builds its model once a test.
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<TimeProvider>(Clock);
        services
            .AddPersistence(new ConfigurationBuilder().AddInMemoryCollection(settings ?? Settings).Build())
            .AddExecutions();
        add?.Invoke(services);
        return services.BuildServiceProvider();
    }

    /// <summary>What a page that is going still reads makes a file anew while they are deleted.</summary>
    private static async Task DeleteAsync(string folder)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(folder, true);
                return;
            }
            catch (IOException) when (attempt < 20)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        if (host is null)
        {
            await using (var connection = new SqliteConnection(ConnectionString))
                SqliteConnection.ClearPool(connection);
            await DeleteAsync(Path.GetDirectoryName(new SqliteConnectionStringBuilder(ConnectionString).DataSource)!);
            return;
        }
        await using (var connection = new MySqlConnection(ConnectionString))
            await MySqlConnection.ClearPoolAsync(connection);
        await ExecuteAsync(host.ConnectionString, $"DROP DATABASE {schema}");
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new MySqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> MakeMySqlScriptAsync()
    {
        var server = await MariaDbServer.SharedAsync();
        await using var connection = new MySqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        var options = new DbContextOptionsBuilder<DataSyncDbContext>()
            .UseDataSyncMySql(server.ConnectionString, ServerVersion.Parse(connection.ServerVersion))
            .Options;
        await using var context = new DataSyncDbContext(options);
        return context.GetService<IMigrator>().GenerateScript() + InsertCheckpoint;
    }

    private static async Task<byte[]> MakeSqliteFileAsync()
    {
        var file = Path.GetTempFileName();
        var options = new DbContextOptionsBuilder<DataSyncDbContext>()
            .UseDataSyncSqlite($"Data Source={file};Pooling=false")
            .Options;
        await using (var context = new DataSyncDbContext(options))
        {
            await context.Database.MigrateAsync();
            await context.Database.ExecuteSqlRawAsync(InsertCheckpoint);
            await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        var bytes = await File.ReadAllBytesAsync(file);
        File.Delete(file);
        return bytes;
    }

    private const string InsertCheckpoint =
        "INSERT INTO checkpoint (id, change_seq, executions_stored, generation) VALUES (1, 0, 0, 1);";
}
