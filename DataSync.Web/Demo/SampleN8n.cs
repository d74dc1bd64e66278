using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Web.Demo;

/// <summary>
/// A server on loopback that answers like n8n 2.40.7 and holds a fleet of sample workflows at work, for <c>--demo</c>,
/// tests and benchmarks. DataSync's own client cannot tell it from a real one.
/// </summary>
public sealed class SampleN8n : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SampleLife _life;
    private readonly IReadOnlyList<SampleWorkflow> _fleet;

    private readonly SampleKeys _keys;

    private SampleN8n(WebApplication app, SampleLife life, IReadOnlyList<SampleWorkflow> fleet, SampleKeys keys)
    {
        (_app, _life, _fleet, _keys) = (app, life, fleet, keys);
        var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        BaseUrl = new(address.Addresses.Single() + "/api/v1");
    }

    /// <summary>The public API with its path; webhooks and health checks are beside it.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Made anew at each start, like the other two.</summary>
    public string ApiKey => _keys.ApiKey;

    /// <summary>Of its MCP server.</summary>
    public string McpKey => _keys.McpKey;

    /// <summary>What its guarded webhook asks for, as <c>N8n:Secrets</c> takes it.</summary>
    public string WebhookSecret => $"{SampleKeys.WebhookHeader}: {_keys.WebhookValue}";

    public static async Task<SampleN8n> StartAsync(TimeProvider time, SampleN8nOptions options, CancellationToken ct)
    {
        var fleet = SampleFleet.Create(options, SampleLife.Now(time));
        var life = new SampleLife(fleet, options, time);
        var keys = SampleKeys.Create();

        // The empty builder reads no configuration: what is set for the real application must not reach this one.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(IPAddress.Loopback, 0);
            });
        builder.Services.AddRoutingCore();
        if (options.Loggers is { } loggers)
            builder.Services.AddSingleton(loggers);
        var app = builder.Build();
        SampleApi.Map(app, life, new(fleet), keys, new SampleRateLimit(options.RequestsPerMinute, time), time);
        await app.StartAsync(ct);
        return new(app, life, fleet, keys);
    }

    /// <summary>Starts a run of the workflow with this name or id at once and returns the execution's id.</summary>
    public string Fire(string workflow)
    {
        var found =
            _fleet.FirstOrDefault(w =>
                string.Equals(w.Id, workflow, StringComparison.Ordinal)
                || string.Equals(w.Name, workflow, StringComparison.Ordinal)
            ) ?? throw new ArgumentException($"No sample workflow is called {workflow}.", nameof(workflow));
        return $"{_life.Fire(found, found.Trigger.Mode)}";
    }

    /// <summary>Stops or resumes the schedules. Running executions go on to their end.</summary>
    public void PauseSchedules(bool paused = true) => _life.Pause(paused);

    public async ValueTask DisposeAsync()
    {
        // Whoever still asks is cut off at once: the demo ends when its host does.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
