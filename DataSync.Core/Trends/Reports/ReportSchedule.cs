using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataSync.Core.Trends;

/// <summary>Issues the report of the last month, and of the last quarter, once it is over, where somebody gets reports by mail.</summary>
public sealed partial class ReportSchedule(
    ReportService reports,
    IDbContextFactory<DataSyncDbContext> factory,
    DatabaseState database,
    SiteCalendar calendar,
    TimeProvider time,
    ILogger<ReportSchedule> logger
) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(10);

    /// <summary>So long after midnight the last runs of the day have ended and have been read.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await database
            .WhenReadyAsync(stoppingToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (RefusedException refused)
            {
                // Such as while runs are still being counted.
                NotYet(logger, refused.Message);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                database.ReportFailure(failure);
                Failed(logger, failure);
            }
            await Task.Delay(Tick, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal async Task LookAsync(CancellationToken cancellation)
    {
        var today = calendar.Date(time.UtcNow() - Grace);
        var month = ReportPeriod.MonthOf(new DateOnly(today.Year, today.Month, 1).AddDays(-1));
        var quarter = ReportPeriod.QuarterOf(ReportPeriod.QuarterOf(today).First.AddDays(-1));
        foreach (var period in (ReportPeriod[])[month, quarter])
        {
            if (await IsWantedAsync(period, cancellation))
                await reports.IssueDueAsync(period, cancellation);
        }
    }

    /// <summary>Somebody gets reports, something ran in that time, and there is no report of it yet.</summary>
    private async Task<bool> IsWantedAsync(ReportPeriod period, CancellationToken cancellation)
    {
        var (from, to) = (calendar.Start(period.First), calendar.Start(period.Last.AddDays(1)));
        await using var context = await factory.CreateDbContextAsync(cancellation);
        return !await context.Reports.AnyAsync(one => one.From == from && one.To == to, cancellation)
            && await context.Rollups.AnyAsync(
                row => row.Grain == RollupGrain.Day && row.StartsAt >= from && row.StartsAt < to,
                cancellation
            )
            && (await AlertComposer.RecipientsAsync(context, cancellation)).Exists(one =>
                one.Subscriptions.Any(wish => wish.Events.Contains(AlertEvent.Report))
            );
    }

    [LoggerMessage(1804, LogLevel.Information, "A report is due and cannot be issued yet: {Reason}")]
    private static partial void NotYet(ILogger logger, string reason);

    [LoggerMessage(1805, LogLevel.Error, "Reports could not be issued; it is tried again")]
    private static partial void Failed(ILogger logger, Exception failure);
}
