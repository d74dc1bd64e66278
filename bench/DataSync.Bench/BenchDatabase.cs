using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MySqlConnector;

namespace DataSync.Bench;

/// <summary>An empty database on the real disk with the durability of production, made by the program itself.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly string folder;
    private readonly Process? server;
    private ServiceProvider? services;

    private BenchDatabase(string folder, Process? server) => (this.folder, this.server) = (folder, server);

    public IServiceProvider Services => services!;

    /// <summary>Configuration keys that lead a program to it.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; private set; } =
        ImmutableDictionary<string, string?>.Empty;

    public static async Task<BenchDatabase> SqliteAsync()
    {
        var database = new BenchDatabase(NewFolder(), null);
        await database.OpenAsync("Sqlite", $"Data Source={database.folder}/datasync.db");
        return database;
    }

    /// <summary>Every commit is flushed to disk (innodb_flush_log_at_trx_commit=1, MariaDB's default).</summary>
    public static async Task<BenchDatabase> MariaDbAsync()
    {
        var home = NewFolder();
        await File.WriteAllTextAsync(
            $"{home}/init.sql",
            "CREATE USER 'bench'@'%' IDENTIFIED BY 'bench';\nGRANT ALL ON *.* TO 'bench'@'%';\n"
        );
        string[] user = Environment.UserName is "root" ? ["--user=root"] : [];
        using (var install = Start(["mariadb-install-db", "--no-defaults", .. user, $"--datadir={home}/data"], home))
            await install.WaitForExitAsync();
        var port = FreePort();
        var database = new BenchDatabase(
            home,
            Start(
                [
                    "mariadbd",
                    "--no-defaults",
                    .. user,
                    $"--datadir={home}/data",
                    $"--socket={home}/s",
                    $"--port={port}",
                    "--bind-address=127.0.0.1",
                    "--skip-name-resolve",
                    "--innodb-flush-log-at-trx-commit=1",
                    $"--init-file={home}/init.sql",
                ],
                home
            )
        );
        await database.OpenAsync(
            "MySql",
            $"Server=127.0.0.1;Port={port};Database=bench;User ID=bench;Password=bench;SslMode=None"
        );
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        if (services is not null)
            await services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        await MySqlConnection.ClearAllPoolsAsync();
        if (server is not null)
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync();
            server.Dispose();
        }
        Directory.Delete(folder, recursive: true);
    }

    private async Task OpenAsync(string provider, string connectionString)
    {
        Settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Database:Provider"] = provider,
            [DatabaseOptions.ConnectionKey] = connectionString,
        };
        services = new ServiceCollection()
            .AddLogging()
            .AddPersistence(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build())
            // Incidents and roll-ups are part of what an ingest costs.
            .AddSingleton<IExecutionObserver, IncidentKeeper>()
            .AddRollups()
            .BuildServiceProvider();
        foreach (var startup in services.GetServices<IHostedService>())
            await startup.StartAsync(CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await services.GetRequiredService<DatabaseState>().WhenReadyAsync(patience.Token);
    }

    /// <summary>Ends when our end of its standard input closes, also when we are killed.</summary>
    private static Process Start(string[] command, string folder)
    {
        const string Guard = """
            "$@" >>"$0/log" 2>&1 </dev/null & child=$!
            case $1 in mariadb-install-db) wait $child; exit;; esac
            cat >/dev/null
            kill -9 $child; wait $child 2>/dev/null
            """;
        var start = new ProcessStartInfo("bash", ["-c", Guard, folder, .. command])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin";
        return Process.Start(start) ?? throw new InvalidOperationException("bash does not start");
    }

    /// <summary>Beside the program, not in the temporary folder, which may be memory.</summary>
    private static string NewFolder() =>
        Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"bench-{Guid.NewGuid():N}")).FullName;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
