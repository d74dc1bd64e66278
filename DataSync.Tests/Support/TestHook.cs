using System.Collections.Concurrent;
using System.Collections.Specialized;
using System.Net;

namespace DataSync.Tests.Support;

/// <summary>Somebody's web server that is called, on a random loopback port; it answers 200, or what it is told to.</summary>
public sealed class TestHook : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<Call> calls = new();

    public TestHook()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/hook/";
        probe.Stop();
        listener.Prefixes.Add(Url);
        listener.Start();
        _ = ServeAsync();
    }

    public string Url { get; }

    public int Answer { get; set; } = 200;

    public IReadOnlyCollection<Call> Calls => [.. calls];

    public void Dispose() => ((IDisposable)listener).Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var call = await listener.GetContextAsync();
                using var reader = new StreamReader(call.Request.InputStream);
                calls.Enqueue(new(call.Request.HttpMethod, call.Request.Headers, await reader.ReadToEndAsync()));
                call.Response.StatusCode = Answer;
                call.Response.Close();
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    public sealed record Call(string Method, NameValueCollection Headers, string Body)
    {
        public string Header(string name) => Headers[name]!;
    }
}
