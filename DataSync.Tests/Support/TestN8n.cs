using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DataSync.Tests.Support;

/// <summary>
/// An n8n of our own on a random loopback port: workflows and executions in memory, the real API's semantics (see
/// <see cref="TestN8nStore"/>), faults on demand, and a note of when each API request arrived. Thread-safe.
/// </summary>
/// <example>
/// <code>
/// await using var n8n = await TestN8n.StartAsync();
/// var workflow = n8n.AddWorkflow("AWS VPC Sync", cron: "*/15 * * * *");
/// var id = n8n.Start(workflow);
/// n8n.Finish(id, created: 3);
/// n8n.Fault = TestN8nFault.Html;
/// </code>
/// </example>
public sealed partial class TestN8n : IAsyncDisposable
{
    private readonly ConcurrentQueue<TestN8nArrival> arrivals = [];
    private readonly TimeProvider time;
    private WebApplication? server;
    private volatile TestN8nFault? fault;
    private int healthChecks;

    private TestN8n(TimeProvider time)
    {
        this.time = time;
        store = new TestN8nStore(time);
    }

    /// <summary>Starts one; <paramref name="time"/> stamps executions and arrivals and drives <see cref="TestN8nFault.Slow"/>.</summary>
    public static async Task<TestN8n> StartAsync(TimeProvider? time = null)
    {
        var n8n = new TestN8n(time ?? TimeProvider.System);
        await n8n.StartAgainAsync();
        return n8n;
    }

    public int Port { get; private set; }
    public string Origin => $"http://127.0.0.1:{Port}";
    public string BaseUrl => $"{Origin}/api/v1";
    public string ApiKey { get; set; } = "test-key-" + Guid.NewGuid().ToString("N");

    /// <summary>What the key may, as line two tells; nothing is refused by it.</summary>
    public IReadOnlyList<string> Scopes { get; set; } =
    ["workflow:list", "workflow:read", "execution:list", "execution:read", "execution:retry"];

    /// <summary>What every API request meets until it is set to null again.</summary>
    public TestN8nFault? Fault
    {
        get => fault;
        set => fault = value;
    }

    /// <summary>Decides per request, before <see cref="Fault"/>; null from it: no fault. E.g. fail the first two only.</summary>
    public Func<TestN8nArrival, TestN8nFault?>? FaultFor { get; set; }

    /// <summary>
    /// Requests to the API, to webhooks and to the MCP server so far, in order of arrival, failing ones included;
    /// <c>/healthz</c> is not among them.
    /// </summary>
    public IReadOnlyList<TestN8nArrival> Arrivals => [.. arrivals];

    public int HealthChecks => healthChecks;

    /// <summary>The most API requests any 60 s held.</summary>
    public int BusiestMinute
    {
        get
        {
            var times = Arrivals.Select(arrival => arrival.At).Order().ToArray();
            return times.Length == 0
                ? 0
                : times.Max(start => times.Count(at => at >= start && at < start.AddSeconds(60)));
        }
    }

    /// <summary>Stops listening, as a killed n8n would: connections are refused. Its data stays.</summary>
    public async Task StopAsync()
    {
        if (server is { } running)
        {
            server = null;
            using var atOnce = new CancellationTokenSource();
            await atOnce.CancelAsync();
            await running.StopAsync(atOnce.Token);
            await running.DisposeAsync();
        }
    }

    /// <summary>Listens again on the same port.</summary>
    public async Task StartAgainAsync()
    {
        if (server is not null)
            return;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Port));
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        Port = new Uri(app.Urls.First()).Port;
        server = app;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref healthChecks);
            if (fault?.AlsoHealth == true)
                await fault.Answer(http, time);
            else
                await WriteAsync(http, 200, """{"status":"ok"}""");
            return;
        }
        Func<Task<TestN8nAnswer>>? answer = null;
        if (http.Request.Path.StartsWithSegments("/api/v1", StringComparison.Ordinal, out var rest))
            answer = () => RouteAsync(http, rest);
        else if (http.Request.Path.StartsWithSegments("/webhook", StringComparison.Ordinal, out rest))
            answer = () => Task.FromResult(Locked(() => CallWebhook(http.Request, rest.Value!.TrimStart('/'))));
        else if (http.Request.Path == "/mcp-server/http" && HttpMethods.IsPost(http.Request.Method))
            answer = () => AnswerMcpAsync(http);
        if (answer is not null)
        {
            var arrival = new TestN8nArrival(
                time.GetUtcNow().UtcDateTime,
                http.Request.Method,
                http.Request.Path + http.Request.QueryString
            );
            arrivals.Enqueue(arrival);
            var trouble = FaultFor?.Invoke(arrival) ?? fault;
            if (trouble is { IsAfterActing: false } && await trouble.Answer(http, time))
                return;
            var given = await answer();
            if (trouble is { IsAfterActing: true } && await trouble.Answer(http, time))
                return;
            await WriteAsync(http, given.Status, given.Body, given.Type);
            return;
        }
        // A wrong base path meets n8n's editor, with 200.
        await TestN8nFault.Html.Answer(http, time);
    }

    private static async Task WriteAsync(
        HttpContext http,
        int status,
        string body,
        string type = "application/json; charset=utf-8"
    )
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        await http.Response.WriteAsync(body, http.RequestAborted);
    }
}

/// <summary>One API request as n8n met it.</summary>
public sealed record TestN8nArrival(DateTime At, string Method, string PathAndQuery);
