using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Persistence;
using DataSync.Core.Triggers;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Trends;

/// <summary>How far what is promised was kept. Thread-safe.</summary>
public sealed class ServiceLevelReader(
    IDbContextFactory<DataSyncDbContext> factory,
    SiteCalendar calendar,
    TimeProvider time
)
{
    public static readonly TimeSpan MostAsked = TimeSpan.FromDays(1_100);

    public async Task<ServiceTargets> TargetsAsync(CancellationToken cancellation)
    {
        await using var context = await factory.CreateDbContextAsync(cancellation);
        return await TargetsAsync(context, cancellation);
    }

    /// <summary>Over a period; what of it is still to come does not count.</summary>
    /// <exception cref="RefusedException">The period cannot be.</exception>
    public async Task<ServiceLevels> ReadAsync(DateTime from, DateTime to, CancellationToken cancellation)
    {
        if (from >= to)
            throw RefusedException.Invalid("from", "It must be before the end of the period.");
        if (to - from > MostAsked)
            throw RefusedException.Invalid("from", $"The period may be {MostAsked.TotalDays} days at most.");
        await using var context = await factory.CreateDbContextAsync(cancellation);
        var end = to < time.UtcNow() ? to : time.UtcNow();
        var targets = await TargetsAsync(context, cancellation);
        var sum = new ServiceHour();
        var measured = new HashSet<DateTime>();
        await foreach (
            var hour in context
                .ServiceHours.AsNoTracking()
                .Where(row => row.StartsAt >= from && row.StartsAt < end)
                .AsAsyncEnumerable()
                .WithCancellation(cancellation)
        )
        {
            measured.Add(hour.StartsAt);
            sum.Add(hour);
        }
        return new(
            from,
            to,
            targets,
            [
                Coverage(sum, targets),
                await AlertsAsync(context, from, end, targets, cancellation),
                Times(ServiceLevelKind.PageLoad, sum.Loads, targets.LoadPercent, targets.LoadSeconds),
                Times(ServiceLevelKind.Update, sum.Updates, targets.UpdatePercent, targets.UpdateSeconds),
                await RunsAsync(context, from, end, targets, cancellation),
                Age(sum, targets),
            ],
            await UnobservedAsync(context, from, end, cancellation),
            await UnmeasuredAsync(context, from, end, measured, cancellation),
            sum.Looks
        );
    }

    internal static async Task<ServiceTargets> TargetsAsync(DataSyncDbContext context, CancellationToken cancellation)
    {
        var text = await context.ServiceTargets.Select(row => row.Targets).SingleOrDefaultAsync(cancellation);
        return text is null ? ServiceTargets.Default : AlertJson.Read<ServiceTargets>(text);
    }

    private static ServiceLevel Coverage(ServiceHour sum, ServiceTargets targets) =>
        ServiceLevel.Share(
            ServiceLevelKind.Coverage,
            targets.CoveragePercent,
            sum.Visible,
            sum.Visible - sum.Monitored,
            p95Seconds: null
        );

    private static ServiceLevel Times(ServiceLevelKind kind, DurationSketch times, double percent, int seconds) =>
        ServiceLevel.Share(
            kind,
            percent,
            times.Count,
            times.Count - times.CountUpTo(seconds * 1_000L),
            times.Quantile(0.95) / 1_000
        );

    private static ServiceLevel Age(ServiceHour sum, ServiceTargets targets)
    {
        double? minutes = sum.Aged == 0 ? null : sum.AgeSeconds / 60.0 / sum.Aged;
        return new(
            ServiceLevelKind.DataAge,
            minutes,
            targets.AgeMinutes,
            minutes is null ? null : minutes < targets.AgeMinutes,
            sum.Aged,
            Missed: 0,
            minutes is null ? null : 1 - (minutes / targets.AgeMinutes),
            P95Seconds: null
        );
    }

    /// <summary>
    /// Mails of failures: from when each was due until the mail server had taken it. One it has not taken is missed once that took
    /// too long; how long is not known, and another number every day.
    /// </summary>
    private async Task<ServiceLevel> AlertsAsync(
        DataSyncDbContext context,
        DateTime start,
        DateTime end,
        ServiceTargets targets,
        CancellationToken cancellation
    )
    {
        var (now, limit) = (time.UtcNow(), TimeSpan.FromSeconds(targets.AlertSeconds));
        var mails =
            from message in context.AlertMessages
            where message.Kind == AlertMessageKind.Opened && message.CreatedAt >= start && message.CreatedAt < end
            // Of several it tells of one, and later of what was found to be its cause.
            where
                context
                    .ToldIncidents.Where(told => told.AlertMessageId == message.Id)
                    .Join(
                        context.Incidents,
                        told => told.IncidentId,
                        incident => incident.Id,
                        (_, incident) => incident
                    )
                    .Any(incident => incident.Kind == IncidentKind.Failure)
            join delivery in context.AlertDeliveries on message.Id equals delivery.AlertMessageId
            where delivery.Channel == AlertChannel.Email
            select new { DueAt = message.DueAt ?? message.CreatedAt, delivery.SentAt };
        var (sent, measured, missed) = (new DurationSketch(), 0L, 0L);
        await foreach (var mail in mails.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            measured++;
            if ((mail.SentAt ?? now) - mail.DueAt > limit)
                missed++;
            if (mail.SentAt is { } at)
                sent.Add(Math.Max(0, (long)(at - mail.DueAt).TotalMilliseconds));
        }
        return ServiceLevel.Share(
            ServiceLevelKind.Alerts,
            targets.AlertPercent,
            measured,
            missed,
            sent.Quantile(0.95) / 1_000
        );
    }

    private static async Task<ServiceLevel> RunsAsync(
        DataSyncDbContext context,
        DateTime from,
        DateTime to,
        ServiceTargets targets,
        CancellationToken cancellation
    )
    {
        var runs = await context.Triggers.CountAsync(
            row => row.RequestedAt >= from && row.RequestedAt < to && row.SentAt != null && row.Act != TriggerAct.Stop,
            cancellation
        );
        var weeks = Math.Max(1, (to - from).TotalDays / 7);
        return new(
            ServiceLevelKind.ManualRuns,
            runs / weeks,
            targets.RunsPerWeek,
            IsMet: null,
            runs,
            Missed: 0,
            BudgetLeft: null,
            P95Seconds: null
        );
    }

    private static async Task<long> UnobservedAsync(
        DataSyncDbContext context,
        DateTime from,
        DateTime to,
        CancellationToken cancellation
    )
    {
        var rows = await context
            .UnobservedIntervals.AsNoTracking()
            .Where(row => row.StartedAt < to && (row.EndedAt == null || row.EndedAt > from))
            .Select(row => new { row.StartedAt, row.EndedAt })
            .ToListAsync(cancellation);
        return (long)
            rows.Sum(row =>
                (
                    (row.EndedAt is { } end && end < to ? end : to) - (row.StartedAt > from ? row.StartedAt : from)
                ).TotalSeconds
            );
    }

    /// <summary>
    /// Whole hours of which nothing was measured: not the running one, nor those cut by the period, nor what was before the first
    /// measurement of all, when there was no DataSync, or none that measured.
    /// </summary>
    private async Task<int> UnmeasuredAsync(
        DataSyncDbContext context,
        DateTime from,
        DateTime to,
        HashSet<DateTime> measured,
        CancellationToken cancellation
    )
    {
        if (await context.ServiceHours.MinAsync(row => (DateTime?)row.StartsAt, cancellation) is not { } began)
            return 0;
        var start = calendar.Hour(from.AddHours(1).AddTicks(-1));
        var (first, last) = (began > start ? began : start, calendar.Hour(to));
        var hours = (int)(last - first).TotalHours;
        return Math.Max(0, hours - measured.Count(hour => hour >= first && hour < last));
    }
}
