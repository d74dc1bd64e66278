using DataSync.Core.Alerts;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataSync.Core.Trends;

/// <summary>Looks at the board once a minute, stores what was measured, and opens an incident while a promise is not kept.</summary>
public sealed partial class ServiceSampler(
    ServiceMeter meter,
    ServiceLevelReader levels,
    WriteTransaction writes,
    IncidentKeeper incidents,
    DatabaseState database,
    LiveBoard board,
    TimeProvider time,
    ILogger<ServiceSampler> logger
) : BackgroundService
{
    /// <summary>A promise is judged over so long.</summary>
    public static readonly TimeSpan Judged = TimeSpan.FromDays(7);

    /// <summary>Below so many looks or measurements nothing is judged: one slow page is no trend.</summary>
    private const int LeastLooks = 1_440;
    private const int LeastMeasured = 20;
    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(1);
    private const int TicksToFlush = 5;
    private const int TicksToJudge = 30;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await database
            .WhenReadyAsync(stoppingToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        for (var tick = 1; !stoppingToken.IsCancellationRequested; tick++)
        {
            await Task.Delay(Tick, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                meter.Look(board.Current);
                if (tick % TicksToFlush == 0)
                    await meter.FlushAsync(stoppingToken);
                if (tick % TicksToJudge == 0)
                    await JudgeAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                database.ReportFailure(failure);
                Failed(logger, failure);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await meter.FlushAsync(cancellationToken);
        }
        catch (Exception failure)
        {
            // Minutes of measurements, and the database is gone anyway.
            Failed(logger, failure);
        }
    }

    /// <summary>Opens or ends the incident of promises that are not kept.</summary>
    internal async Task JudgeAsync(CancellationToken cancellation)
    {
        var now = time.UtcNow();
        var kept = await levels.ReadAsync(now - Judged, now, cancellation);
        var missed = kept
            .Levels.Where(level => level is { IsMet: false } && level.Measured >= Least(level.Kind))
            .ToList();
        await writes.RunAsync(
            async (context, _, token) =>
            {
                var book = new IncidentBook(await incidents.OpenOrLateAsync(context, token), now);
                book.System(
                    IncidentKind.ServiceLevel,
                    "A service level is missed",
                    string.Join(' ', missed.Select(Sentence)),
                    missed.Count > 0 ? now : null,
                    isOver: missed.Count == 0
                );
                await IncidentKeeper.KeepAsync(context, book, token);
                return 0;
            },
            cancellation
        );
    }

    private static int Least(ServiceLevelKind kind) =>
        kind is ServiceLevelKind.Coverage or ServiceLevelKind.DataAge ? LeastLooks
        : kind == ServiceLevelKind.Alerts ? 1
        : LeastMeasured;

    private static string Sentence(ServiceLevel level) =>
        level.Kind switch
        {
            ServiceLevelKind.Coverage =>
                $"Only {level.Value:0.0} % of the workflows are monitored, {level.Target:0.#} % should be.",
            ServiceLevelKind.Alerts =>
                $"Only {level.Value:0.0} % of the failures were told in time, {level.Target:0.#} % should be.",
            ServiceLevelKind.PageLoad =>
                $"Only {level.Value:0.0} % of the pages loaded in time, {level.Target:0.#} % should.",
            ServiceLevelKind.Update =>
                $"Only {level.Value:0.0} % of what happened was on open pages in time, {level.Target:0.#} % should be.",
            _ => $"Data is {level.Value:0} minutes old on average, {level.Target:0} are promised.",
        };

    [LoggerMessage(1803, LogLevel.Error, "Service levels could not be measured")]
    private static partial void Failed(ILogger logger, Exception failure);
}
