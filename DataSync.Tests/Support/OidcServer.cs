using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace DataSync.Tests.Support;

/// <summary>The OpenID provider of <c>Oidc/server.mjs</c>, a process of its own; test.sh installs what it needs.</summary>
internal sealed class OidcServer : IAsyncDisposable
{
    private readonly Process process;

    private OidcServer(Process process, int port) => (this.process, Url) = (process, $"http://127.0.0.1:{port}");

    public string Url { get; }

    public static async Task<OidcServer> StartAsync(int port, string datasync)
    {
        var start = new ProcessStartInfo("node", ["server.mjs", $"{port}", datasync])
        {
            WorkingDirectory = Folder(),
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("node does not start");
        var line = await process
            .StandardOutput.ReadLineAsync()
            .WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        Assert.StartsWith("listening", line, StringComparison.Ordinal);
        return new OidcServer(process, port);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Beside this source file: node looks for its packages there.</summary>
    private static string Folder([CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", "Oidc"));
}
