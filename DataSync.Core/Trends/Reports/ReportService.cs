using System.Security.Cryptography;
using System.Text;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Trends;

/// <summary>Issues reports. Each is noted in the audit log, and mailed to who asked for reports. Thread-safe.</summary>
public sealed class ReportService(
    WriteTransaction writes,
    IDbContextFactory<DataSyncDbContext> factory,
    AccessDirectory access,
    AuditTrail audit,
    AlertComposer composer,
    AlertDesk desk,
    TrendReader trends,
    ServiceLevelReader levels,
    IncidentHistory incidents,
    SiteCalendar calendar,
    IReportWriter writer,
    TimeProvider time
)
{
    private const int LongestReason = 500;

    /// <param name="reason">Why the last report of that period is corrected; null where there is none yet.</param>
    /// <returns>Its number.</returns>
    /// <exception cref="RefusedException">There can be no such report.</exception>
    public Task<int> IssueAsync(Actor actor, ReportPeriod period, string? reason, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Operator);
        return IssueAsync(
            actor,
            period,
            reason?.Trim() is { Length: > 0 } some ? some : null,
            isFirst: false,
            cancellation
        );
    }

    /// <summary>Issues the first report of a period unless there is one, on the program's own account.</summary>
    internal Task<int> IssueDueAsync(ReportPeriod period, CancellationToken cancellation) =>
        IssueAsync(Actor.Program, period, reason: null, isFirst: true, cancellation);

    private async Task<int> IssueAsync(
        Actor actor,
        ReportPeriod period,
        string? reason,
        bool isFirst,
        CancellationToken cancellation
    )
    {
        period.Check(calendar, time.UtcNow());
        if (reason?.Length > LongestReason)
            throw RefusedException.Invalid("reason", $"It may have at most {LongestReason} characters.");
        var (from, to) = (calendar.Start(period.First), calendar.Start(period.Last.AddDays(1)));
        var draft = await ReadAsync(period, from, to, actor.Name, cancellation);
        var id = await writes.RunAsync(
            async (context, _, token) =>
            {
                var of = context.Reports.Where(one => one.From == from && one.To == to);
                // Of a commit whose answer was lost: it is issued.
                if (
                    await of.Where(one => one.IssuedAt == draft.IssuedAt && one.IssuedBy == draft.IssuedBy)
                        .Select(one => (int?)one.Id)
                        .SingleOrDefaultAsync(token) is
                    { } issued
                )
                    return issued;
                var earlier = await of.CountAsync(token);
                if (earlier > 0 && isFirst)
                    return 0;
                if (earlier > 0 && reason is null)
                    throw RefusedException.Invalid(
                        "reason",
                        "There is a report of this time already. Say what a new version corrects."
                    );
                var facts = draft with { Version = earlier + 1, Reason = earlier > 0 ? reason : null };
                var report = Freeze(period, facts);
                context.Reports.Add(report);
                await context.SaveChangesAsync(token);
                await TellAsync(context, report, token);
                await audit.AppendAsync(
                    context,
                    actor,
                    new(
                        AuditActions.ReportIssued,
                        report.Title,
                        null,
                        new
                        {
                            report.Id,
                            report.Version,
                            report.Reason,
                            report.Sha256,
                        }
                    ),
                    token
                );
                return report.Id;
            },
            cancellation
        );
        desk.ToSend.Give();
        return id;
    }

    /// <summary>In the form it is kept in for ever.</summary>
    private Report Freeze(ReportPeriod period, ReportFacts facts)
    {
        var content = AlertJson.Write(new ReportContent(facts, writer.Write(facts)));
        return new()
        {
            Kind = period.Kind,
            Title = period.Title,
            From = facts.From,
            To = facts.To,
            Version = facts.Version,
            Reason = facts.Reason,
            IssuedAt = facts.IssuedAt,
            IssuedBy = facts.IssuedBy,
            Content = content,
            Sha256 = HashOf(content),
        };
    }

    internal static string HashOf(string content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private async Task TellAsync(DataSyncDbContext context, Report report, CancellationToken cancellation)
    {
        var recipients = await AlertComposer.RecipientsAsync(context, cancellation);
        var audience = Audience.Of(recipients, AlertEvent.Report, [], isOfSystem: true);
        if (audience.IsEmpty)
            return;
        var story = new AlertStory(
            AlertMessageKind.Report,
            report.Version == 1 ? report.Title : $"{report.Title}, version {report.Version}",
            report.Reason,
            ReportId: report.Id
        );
        composer.Add(context, story, executionId: null, audience.Select(one => one.Email), []);
    }

    private async Task<ReportFacts> ReadAsync(
        ReportPeriod period,
        DateTime from,
        DateTime to,
        string issuedBy,
        CancellationToken cancellation
    )
    {
        var trend = await trends.ReadAsync(new(from, to), cancellation);
        trend.RequireWhole(TrendBucket.Day);
        var before = await trends.ReadAsync(
            new(calendar.Start(period.First.AddDays(period.First.DayNumber - period.Last.DayNumber - 1)), from),
            cancellation
        );
        before.RequireWhole(TrendBucket.Day);
        var wanted = new IncidentFilter(From: from, To: to, Lasting: true);
        var (found, _) = await incidents.PageAsync(wanted, null, ReportFacts.MostRows, cancellation);
        await using var context = await factory.CreateDbContextAsync(cancellation);
        var began = await context.Incidents.CountAsync(one => one.OpenedAt >= from && one.OpenedAt < to, cancellation);
        var earlier = await context.Incidents.CountAsync(
            one => one.OpenedAt < from && (one.ResolvedAt == null || one.ResolvedAt > from),
            cancellation
        );
        var (changes, changed) = await ChangesAsync(context, from, to, cancellation);
        var all = trend.By(TrendGroup.Workflow).OrderByDescending(row => row.Numbers.Runs).ToList();
        return new(
            period.Kind,
            from,
            to,
            calendar.Zone.Id,
            Version: 1,
            Reason: null,
            time.UtcNow(),
            issuedBy,
            Sum(trend, new(trend.From, null, trend.Total())),
            Sum(before, new(before.From, null, before.Total())),
            [.. trend.By(TrendGroup.Provider).Select(row => Sum(trend, row))],
            [.. trend.By(TrendGroup.Type).Select(row => Sum(trend, row))],
            [
                .. all.Take(ReportFacts.MostRows)
                    .Select(row => new NamedSummary(trend.Workflows[row.Group!].Name, Sum(trend, row))),
            ],
            await levels.ReadAsync(from, to, cancellation),
            [.. found.OrderBy(one => one.OpenedAt)],
            began + earlier - found.Count,
            changes,
            changed - changes.Count,
            trend.Unseen,
            earlier
        );
    }

    private static TrendSummary Sum(Trend trend, TrendRow row) =>
        TrendSummary.Of(row, TimeSpan.FromTicks(trend.Unseen.Sum(one => (one.To - one.From).Ticks)));

    private static async Task<(IReadOnlyList<EstateChange> Shown, int All)> ChangesAsync(
        DataSyncDbContext context,
        DateTime from,
        DateTime to,
        CancellationToken cancellation
    )
    {
        var events = context.WorkflowEvents.AsNoTracking().Where(one => one.At >= from && one.At < to);
        var shown = await events
            .OrderBy(one => one.At)
            .ThenBy(one => one.Id)
            .Take(ReportFacts.MostRows)
            .ToListAsync(cancellation);
        var names = await context
            .Workflows.AsNoTracking()
            .ToDictionaryAsync(one => one.WorkflowId, one => one.WorkflowName, StringComparer.Ordinal, cancellation);
        return (
            [
                .. shown.Select(one => new EstateChange(
                    one.At,
                    names.GetValueOrDefault(one.WorkflowId, one.WorkflowId),
                    EventWords.Of(one.Kind),
                    EventWords.Detail(one),
                    one.Author
                )),
            ],
            await events.CountAsync(cancellation)
        );
    }
}
