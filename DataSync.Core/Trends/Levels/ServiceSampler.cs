using System.Globalization;
using DataSync.Core.Alerts;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataSync.Core.Trends;

/// <summary>Looks at the board once a minute, stores what was measured, and opens an incident of each promise while it is not kept.</summary>
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

    /// <summary>
    /// Below so many looks, a day's, or measurements nothing is judged. Of twenty mails or pages one may be late by the usual
    /// target of 95 %: one is no trend.
    /// </summary>
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

    /// <summary>Opens or ends the incidents of promises; where there is too little to judge by, all stays as it is.</summary>
    internal async Task JudgeAsync(CancellationToken cancellation)
    {
        var now = time.UtcNow();
        var kept = await levels.ReadAsync(now - Judged, now, cancellation);
        var judged = kept.Levels.Where(level => level.IsMet is not null && IsEnough(level, kept.Looks)).ToList();
        await writes.RunAsync(
            async (context, _, token) =>
            {
                var book = new IncidentBook(await incidents.OpenOrRecentAsync(context, token), now);
                foreach (var level in judged)
                {
                    var isMet = level.IsMet == true;
                    var (title, sentence) = Words(level);
                    var key = $"{EnumWords.Of(IncidentKind.ServiceLevel)}:{EnumWords.Of(level.Kind)}";
                    book.System(IncidentKind.ServiceLevel, title, sentence, isMet ? null : now, isOver: isMet, key);
                }
                await IncidentKeeper.KeepAsync(context, book, token);
                return 0;
            },
            cancellation
        );
    }

    private static bool IsEnough(ServiceLevel level, int looks) =>
        level.Kind switch
        {
            ServiceLevelKind.Coverage => looks >= LeastLooks,
            ServiceLevelKind.DataAge => level.Measured >= LeastLooks,
            _ => level.Measured >= LeastMeasured,
        };

    private static (string Title, string Sentence) Words(ServiceLevel level)
    {
        var (value, target) = (ShareWords.Percent(level.Value / 100), Number(level.Target));
        return level.Kind switch
        {
            ServiceLevelKind.Coverage => (
                "Fewer workflows are monitored than promised",
                $"Only {value} of the workflows are monitored, {target} % should be."
            ),
            ServiceLevelKind.Alerts => (
                "Failures are told later than promised",
                $"Only {value} of the mails of failures were out in time, {target} % should be."
            ),
            ServiceLevelKind.PageLoad => (
                "Pages load more slowly than promised",
                $"Only {value} of the pages loaded in time, {target} % should."
            ),
            ServiceLevelKind.Update => (
                "Changes are shown later than promised",
                $"Only {value} of what happened was on open pages in time, {target} % should be."
            ),
            _ => (
                "Data is older than promised",
                $"Data is {Number(Math.Ceiling(level.Value!.Value))} minutes old on average, less than {target} is promised."
            ),
        };
    }

    /// <summary>With all its digits, so that what is below it never reads as much.</summary>
    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    [LoggerMessage(1803, LogLevel.Error, "Service levels could not be measured")]
    private static partial void Failed(ILogger logger, Exception failure);
}
