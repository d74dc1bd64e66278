using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MySqlConnector;

namespace DataSync.Tests.Support;

/// <summary>
/// A MariaDB of its own on a random loopback port, with its data in memory unless told otherwise. It dies with the test
/// process, however that ends.
/// </summary>
public sealed class MariaDbServer : IAsyncDisposable
{
    private static readonly Lazy<Task<MariaDbServer>> OneForAll = new(() => StartAsync());
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Its standard input is ours: when we are gone it ends, and the server and its folder with it.
    private const string Guard = """
        "$@" >"$0/log" 2>&1 & server=$!
        cat >/dev/null
        kill -9 $server; wait $server
        [ -e "$0/keep" ] || rm -rf "$0"
        """;

    private readonly string folder;
    private readonly bool durable;
    private Process? guard;

    private MariaDbServer(string folder, bool durable) => (this.folder, this.durable) = (folder, durable);

    public int Port { get; private set; }

    /// <summary>Without a database name.</summary>
    public string ConnectionString =>
        $"Server=127.0.0.1;Port={Port};User ID=datasync;Password=datasync;SslMode=None;Connection Timeout=5";

    /// <summary>The server all tests of a run share; started when first asked for.</summary>
    public static Task<MariaDbServer> SharedAsync() => OneForAll.Value;

    /// <param name="durable">Data below the temporary folder, and the log flushed at every commit.</param>
    public static async Task<MariaDbServer> StartAsync(bool durable = false)
    {
        var parent = !durable && Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var home = Directory.CreateDirectory(Path.Combine(parent, $"datasync-mariadb-{Guid.NewGuid():N}"));
        var server = new MariaDbServer(home.FullName, durable);
        try
        {
            await server.InstallAsync();
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task StartAgainAsync()
    {
        File.Delete(Path.Combine(folder, "keep"));
        for (var attempt = 1; ; attempt++)
        {
            if (Port == 0 || attempt > 1)
                Port = FreePort();
            guard = Start(
                "bash",
                [
                    "-c",
                    Guard,
                    folder,
                    "mariadbd",
                    "--no-defaults",
                    .. AsRoot(),
                    $"--datadir={folder}/data",
                    $"--socket={folder}/s",
                    $"--pid-file={folder}/pid",
                    $"--port={Port}",
                    "--bind-address=127.0.0.1",
                    "--skip-name-resolve",
                    $"--tmpdir={folder}",
                    "--max-connections=500",
                    "--innodb-buffer-pool-size=64M",
                    $"--innodb-flush-log-at-trx-commit={(durable ? 1 : 0)}",
                    $"--init-file={folder}/init.sql",
                ],
                input: true
            );
            if (await AnswersAsync())
                return;
            var log = await File.ReadAllTextAsync(Path.Combine(folder, "log"));
            await StopAsync();
            File.Delete(Path.Combine(folder, "keep"));
            if (attempt == 3)
                throw new InvalidOperationException($"mariadbd does not start: {log}");
        }
    }

    /// <summary>Kills it as a power cut would; the data stays for <see cref="StartAgainAsync"/>.</summary>
    public async Task StopAsync()
    {
        if (guard is null)
            return;
        await File.WriteAllTextAsync(Path.Combine(folder, "keep"), "");
        guard.StandardInput.Close();
        await guard.WaitForExitAsync();
        guard.Dispose();
        guard = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private async Task InstallAsync()
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder, "init.sql"),
            "CREATE USER IF NOT EXISTS 'datasync'@'%' IDENTIFIED BY 'datasync';\n"
                + "GRANT ALL ON *.* TO 'datasync'@'%' WITH GRANT OPTION;\n"
        );
        using var install = Start(
            "bash",
            [
                "-c",
                "mariadb-install-db \"$@\" >\"$0/log\" 2>&1",
                folder,
                "--no-defaults",
                .. AsRoot(),
                $"--datadir={folder}/data",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                // Two servers installed at once would meet in the shared one.
                $"--tmpdir={folder}",
            ],
            input: false
        );
        await install.WaitForExitAsync();
        if (install.ExitCode == 0)
            return;
        var log = await File.ReadAllTextAsync(Path.Combine(folder, "log"));
        throw new InvalidOperationException(
            install.ExitCode == 127
                ? "The tests need MariaDB: apt-get install mariadb-server"
                : $"mariadb-install-db failed: {log}"
        );
    }

    private async Task<bool> AnswersAsync()
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience && !guard!.HasExited)
        {
            try
            {
                await using var connection = new MySqlConnection(ConnectionString + ";Pooling=false");
                await connection.OpenAsync();
                return true;
            }
            catch (MySqlException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
        return false;
    }

    private static string[] AsRoot() => Environment.UserName is "root" ? ["--user=root"] : [];

    private static Process Start(string file, string[] arguments, bool input)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardInput = input };
        // Debian keeps the server where ordinary users have no path to.
        start.Environment["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin";
        return Process.Start(start) ?? throw new InvalidOperationException($"{file} does not start");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
