using System.Globalization;
using DataSync.Core.Alerts;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Core.Workflows;
using DataSync.Web.Components;
using DataSync.Web.Features.Alerts;

namespace DataSync.Web.Features.Trends;

/// <summary>Words a report. What it writes is kept, so it may change at any time without changing what was issued. Thread-safe.</summary>
internal sealed class ReportWriter : IReportWriter
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private static readonly string[] Sums =
    [
        "Runs",
        "Succeeded",
        "Failed",
        "Cancelled",
        "Success rate",
        "Duration p50",
        "Duration p95",
        "Created",
        "Updated",
        "Deleted",
        "Failed resources",
    ];

    private static readonly string[] Methods =
    [
        "A run counts in the period it started in, once it has ended. Runs that another workflow, or its failure, had called are a part of that workflow's run; they are counted apart and are in none of the sums.",
        "Success rate: succeeded among succeeded and failed runs, without those started by hand in n8n and those that were cancelled. It is rounded down.",
        "Durations: p50 and p95 are what half, and 95 of 100, of the ended runs stayed below, within 1 %.",
        "Resources: as the workflows reported them. A dash is not known, which is not 0.",
        "Time to detect: from the end of the first failed run in n8n until DataSync knew. Time to notify: from then until the first mail had been taken by the mail server, or until this was issued while none had. Time to resolve: from the end of the first failed run until the first success of all workflows it hit, or until somebody ended it.",
        .. Enum.GetValues<ServiceLevelKind>()
            .Select(kind => $"{ServiceLevelWords.Name(kind)}: {ServiceLevelWords.Definition(kind)}"),
        "Error budget: the share of what may be missed by the target that was not.",
        "Not observed: nobody looked at n8n, because it, the database or DataSync was away. Such time is never counted as success.",
    ];

    public ReportDocument Write(ReportFacts facts)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(facts.Zone);
        return new(
            $"Network synchronization, {Title(facts, zone)}",
            [.. Lead(facts, zone)],
            [
                Summary(facts),
                Levels(facts),
                Table(
                    "By cloud",
                    "Cloud",
                    facts.Providers,
                    one => Words.Of(EnumWords.Parse<CloudProvider>(one.Group!))
                ),
                Table("By type", "Type", facts.Types, one => Words.Of(EnumWords.Parse<WorkflowType>(one.Group!))),
                Incidents(facts, zone),
                Changes(facts, zone),
                Unseen(facts, zone),
                Workflows(facts),
                new("Methods and definitions", Methods, [], []),
            ]
        );
    }

    private static string Title(ReportFacts facts, TimeZoneInfo zone)
    {
        var (first, last) = (Date(facts.From, zone), Date(facts.To.AddTicks(-1), zone));
        return ReportPeriod.Of(first, last).Title;
    }

    private static IEnumerable<string> Lead(ReportFacts facts, TimeZoneInfo zone)
    {
        yield return $"{Exact(facts.From, zone)} to {Exact(facts.To, zone)}, days and times of {facts.Zone}.";
        yield return $"Version {facts.Version}, issued {Exact(facts.IssuedAt, zone)} by {facts.IssuedBy}.";
        if (facts.Reason is { } reason)
            yield return $"Corrects the version before it: {reason}";
    }

    private static ReportSection Summary(ReportFacts facts)
    {
        return new(
            "Summary",
            facts.Total.PartRuns == 0
                ? []
                :
                [
                    $"{facts.Total.PartRuns:N0} runs were a part of other workflows' runs and are not in these numbers.",
                ],
            ["What", "This period", "As long before"],
            [
                Row("Runs", one => $"{one.Runs:N0}"),
                Row("Success rate", one => ShareWords.Percent(one.SuccessRate)),
                Row("Failed", one => $"{one.Failure:N0}"),
                Row("Failed, then succeeded on retry", one => $"{one.Retried:N0}"),
                Row("Cancelled", one => $"{one.Cancelled:N0}"),
                Row("Duration p50", one => Duration(one.DurationP50Ms)),
                Row("Duration p95", one => Duration(one.DurationP95Ms)),
                Row("Resources created", one => Count(one.ResourcesCreated)),
                Row("Resources updated", one => Count(one.ResourcesUpdated)),
                Row("Resources deleted", one => Count(one.ResourcesDeleted)),
                Row("Resources failed", one => Count(one.ResourcesFailed)),
                Row("Runs that told of resources", one => $"{one.ResourcesReported:N0}"),
                Row("Not observed", one => Seconds(one.UnobservedSeconds)),
                ["Incidents", Counted(facts), ""],
            ]
        );

        string[] Row(string name, Func<TrendSummary, string> value) => [name, value(facts.Total), value(facts.Before)];
    }

    private static string Counted(ReportFacts facts)
    {
        var all = (facts.Incidents.Count + facts.MoreIncidents).ToString("N0", Invariant);
        return facts.EarlierIncidents == 0
            ? all
            : string.Create(Invariant, $"{all}, of which {facts.EarlierIncidents:N0} had begun before");
    }

    private static ReportSection Levels(ReportFacts facts) =>
        new(
            "Service levels",
            facts.Levels.UnmeasuredHours == 0 ? [] : [ServiceLevelWords.Unmeasured(facts.Levels.UnmeasuredHours)],
            ["Promise", "Target", "Measured", "State", "Of"],
            [
                .. facts.Levels.Levels.Select(level =>
                    new[]
                    {
                        ServiceLevelWords.Name(level.Kind),
                        ServiceLevelWords.Target(level, facts.Levels.Targets),
                        ServiceLevelWords.Value(level),
                        ServiceLevelWords.Verdict(level),
                        ServiceLevelWords.Beside(level),
                    }
                ),
            ],
            Texts: 5
        );

    private static ReportSection Table(
        string heading,
        string column,
        IReadOnlyList<TrendSummary> rows,
        Func<TrendSummary, string> name
    ) =>
        new(
            heading,
            rows.Count == 0 ? ["Nothing ran."] : [],
            [column, .. Sums],
            [.. rows.OrderByDescending(one => one.Runs).Select(one => new[] { name(one) }.Concat(Cells(one)).ToArray())]
        );

    private static ReportSection Workflows(ReportFacts facts) =>
        new(
            "By workflow",
            facts.Workflows.Count == 0 ? ["Nothing ran."] : [],
            ["Workflow", .. Sums],
            [.. facts.Workflows.Select(one => new[] { one.Name }.Concat(Cells(one.Summary)).ToArray())]
        );

    private static ReportSection Incidents(ReportFacts facts, TimeZoneInfo zone) =>
        new(
            "Incidents",
            facts.Incidents.Count == 0 ? ["There was none."]
                : facts.MoreIncidents > 0
                    ? [$"{facts.MoreIncidents:N0} older ones are left out of this table; they are in the sums."]
                : [],
            ["Began", "Incident", "Ended", "Workflows", "Failed runs", "To detect", "To notify", "To resolve"],
            [
                .. facts.Incidents.Select(one =>
                    new[]
                    {
                        Exact(one.OpenedAt, zone) + (one.OpenedAt < facts.From ? " (before this time)" : ""),
                        $"{AlertWords.Of(one.Kind)}: {one.Title}",
                        one.ResolvedAt is { } end ? Exact(end, zone) : "open",
                        $"{one.Workflows:N0}",
                        $"{one.Failures:N0}",
                        Seconds(one.SecondsToDetect),
                        one is { MailedAt: null, SecondsToNotify: { } waited }
                            ? $"not in {Seconds(waited)}"
                            : Seconds(one.SecondsToNotify),
                        Seconds(one.SecondsToResolve),
                    }
                ),
            ],
            Texts: 3
        );

    private static ReportSection Changes(ReportFacts facts, TimeZoneInfo zone) =>
        new(
            "What changed in the estate",
            facts.Changes.Count == 0 ? ["No workflow was added, changed or removed."]
                : facts.MoreChanges > 0 ? [$"{facts.MoreChanges:N0} later ones are left out."]
                : [],
            ["When", "Workflow", "What", "Detail", "By"],
            [
                .. facts.Changes.Select(one =>
                    new[] { Exact(one.At, zone), one.Workflow, one.What, one.Detail ?? "", one.Author ?? "" }
                ),
            ],
            Texts: 5
        );

    private static ReportSection Unseen(ReportFacts facts, TimeZoneInfo zone) =>
        new(
            "Not observed",
            facts.Unseen.Count == 0 ? ["n8n was looked at all the time."] : [],
            ["From", "To", "For", "Why"],
            [
                .. facts.Unseen.Select(one =>
                    new[]
                    {
                        Exact(one.From, zone),
                        Exact(one.To, zone),
                        Seconds((one.To - one.From).TotalSeconds),
                        Core.Live.EventWords.OfReason(one.Reason),
                    }
                ),
            ],
            Texts: 4
        );

    private static IEnumerable<string> Cells(TrendSummary one) =>
        [
            $"{one.Runs:N0}",
            $"{one.Success:N0}",
            $"{one.Failure:N0}",
            $"{one.Cancelled:N0}",
            ShareWords.Percent(one.SuccessRate),
            Duration(one.DurationP50Ms),
            Duration(one.DurationP95Ms),
            Count(one.ResourcesCreated),
            Count(one.ResourcesUpdated),
            Count(one.ResourcesDeleted),
            Count(one.ResourcesFailed),
        ];

    private static DateOnly Date(DateTime utc, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, zone));

    private static string Exact(DateTime utc, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(utc, zone).ToString("d MMM yyyy, HH:mm", Invariant);

    private static string Duration(long? milliseconds) => milliseconds is { } some ? Ages.Duration(some) : "–";

    private static string Seconds(double? seconds) =>
        seconds switch
        {
            null => "–",
            0 => "none",
            { } some => Ages.Duration((long)(some * 1_000)),
        };

    private static string Count(long? count) => count is { } some ? some.ToString("N0", Invariant) : "–";
}
