using System.Diagnostics;
using System.Net.Sockets;

namespace DataSync.Tests.Support;

/// <summary>A real nginx on a loopback port with everything it writes in a folder of its own.</summary>
internal sealed class NginxServer : IAsyncDisposable
{
    /// <summary>Where its requests come from: another address than a browser's.</summary>
    public const string From = "127.0.0.3";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process process;
    private readonly string folder;

    private NginxServer(Process process, string folder, int port) =>
        (this.process, this.folder, Url) = (process, folder, new($"http://127.0.0.1:{port}"));

    public Uri Url { get; }

    /// <param name="http">Lines of its <c>http</c> block.</param>
    /// <param name="site">Lines of its one <c>server</c> block.</param>
    /// <param name="pages">Files it serves itself; <c>index.html</c> is the page at <c>/</c>.</param>
    public static async Task<NginxServer> StartAsync(
        int port,
        string http,
        string site,
        params (string Name, string Html)[] pages
    )
    {
        var folder = Directory.CreateTempSubdirectory("datasync-nginx-").FullName;
        foreach (var (name, html) in pages)
            await File.WriteAllTextAsync(Path.Combine(folder, name), html);
        // One process, so that ending it ends all of it.
        await File.WriteAllTextAsync(
            Path.Combine(folder, "nginx.conf"),
            $$"""
            daemon off;
            master_process off;
            pid {{folder}}/pid;
            events {}
            http {
            access_log off;
            default_type text/html;
            client_body_temp_path {{folder}}/body;
            proxy_temp_path {{folder}}/proxy;
            fastcgi_temp_path {{folder}}/fastcgi;
            uwsgi_temp_path {{folder}}/uwsgi;
            scgi_temp_path {{folder}}/scgi;
            {{http}}
            server {
            listen 127.0.0.1:{{port}};
            root {{folder}};
            proxy_bind {{From}};
            {{site}}
            }
            }
            """
        );
        var start = new ProcessStartInfo(
            "/usr/sbin/nginx",
            ["-p", folder, "-c", $"{folder}/nginx.conf", "-e", $"{folder}/errors"]
        );
        var process = Process.Start(start) ?? throw new InvalidOperationException("nginx does not start");
        var server = new NginxServer(process, folder, port);
        if (await server.AnswersAsync())
            return server;
        var errors = await File.ReadAllTextAsync(Path.Combine(folder, "errors"));
        await server.DisposeAsync();
        throw new InvalidOperationException($"nginx does not answer: {errors}");
    }

    /// <summary>What it wrote under this name, as of now.</summary>
    public Task<string[]> LinesAsync(string name) => File.ReadAllLinesAsync(Path.Combine(folder, name));

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience && !process.HasExited; )
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(Url.Host, Url.Port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        }
        return false;
    }
}
