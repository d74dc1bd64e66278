using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Polling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Alerts;

/// <summary>Calls <c>Alerts:HeartbeatUrl</c> after every good look at n8n, so that silence means that DataSync is gone.</summary>
public sealed partial class Heartbeat(
    LiveBoard board,
    IHttpClientFactory clients,
    IOptions<AlertOptions> options,
    TimeProvider time,
    ILogger<Heartbeat> logger
) : BackgroundService, IWatch
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Whoever waits for the calls waits for looks.</summary>
    public bool IsWatching => options.Value.HeartbeatUrl is { Length: > 0 };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.HeartbeatUrl is not { Length: > 0 } url)
            return;
        DateTime? told = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            var system = board.Current.System;
            if (system is { N8n: N8nCondition.Ok, KnownUntil: { } known } && known != told)
            {
                told = known;
                await CallAsync(url, stoppingToken);
            }
            await Task.Delay(Tick, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CallAsync(string url, CancellationToken cancellation)
    {
        try
        {
            using var client = clients.CreateClient(WebhookDispatcher.Client);
            using var answer = await client.GetAsync(url, cancellation);
            answer.EnsureSuccessStatusCode();
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            // The next good look calls again; whoever waits for it notices by the silence.
            Failed(logger, failure.Message);
        }
    }

    [LoggerMessage(2041, LogLevel.Warning, "The heartbeat was not taken: {Problem}")]
    private static partial void Failed(ILogger logger, string problem);
}
