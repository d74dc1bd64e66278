using System.Collections.Immutable;
using System.Globalization;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.Trends;
using DataSync.Core.Workflows;
using DataSync.Web.Components;
using DataSync.Web.Features.Executions;

namespace DataSync.Web.Features.Trends;

/// <summary>Words what was read. Pure.</summary>
/// <param name="address">Of the list of runs a filter lets pass.</param>
internal sealed partial class TrendViewBuilder(
    TrendPeriod period,
    SiteCalendar calendar,
    Func<HistoryFilter, string> address
)
{
    /// <summary>A day with so large a share of successes, or a larger one, is not called bad.</summary>
    private const double Tolerable = 0.95;

    private static readonly ImmutableSortedSet<ExecutionStatus> Ended =
    [
        ExecutionStatus.Success,
        ExecutionStatus.Failure,
        ExecutionStatus.Cancelled,
    ];

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public TrendView Build(Trend now, Trend before, IReadOnlyList<ErrorCause> causes, string groupBy)
    {
        var rows = now.ByBucket();
        var group = groupBy switch
        {
            "type" => TrendGroup.Type,
            "workflow" => TrendGroup.Workflow,
            _ => TrendGroup.Provider,
        };
        var total = now.Total();
        return new(
            Lead(now),
            [.. Notes(now, total)],
            total.Runs + total.Parts == 0,
            period.Bucket.ToString(),
            Sums(total, before.Total()),
            Charts(now, rows),
            period.Bucket == TrendBucket.Day ? [.. rows.Select(row => Day(now, row))] : [],
            [.. Rankings(now, causes)],
            Groups(now.By(group), before.By(group), now, group)
        );
    }

    private string Lead(Trend trend)
    {
        var zone = calendar.Zone.Id;
        var (of, before) =
            period.Bucket == TrendBucket.Hour
                ? ($"{Exact(trend.From)} to {Exact(trend.To)}, {zone}", "the same time before it")
                : ($"{Day(trend.From)} to {Day(trend.To.AddTicks(-1))}, days of {zone}", "as many days before");
        return period.IsUnfinished
            ? $"{of}, not over yet; compared with {before}, until {Exact(period.BeforeTo)}."
            : $"{of}; compared with {before}.";
    }

    private string Exact(DateTime utc) => Local(utc).ToString("d MMM, HH:mm", Invariant);

    private string Day(DateTime utc) => calendar.Date(utc).ToString("d MMM yyyy", Invariant);

    private static IEnumerable<string> Notes(Trend trend, TrendNumbers total)
    {
        if (trend.CountedFrom is { } from && from > trend.From)
            yield return "Runs of earlier days are still being counted. Open the page again in a few minutes; what is shown until then is too low.";
        var unseen = TimeSpan.FromTicks(trend.Unseen.Sum(one => (one.To - one.From).Ticks));
        if (unseen > TimeSpan.Zero)
            yield return $"For {Ages.Duration((long)unseen.TotalMilliseconds)} of this time nobody looked at n8n (hatched). Its runs were read later, but nobody was told of them in time.";
        if (total.Parts > 0)
            yield return $"{total.Parts:N0} runs were a part of other workflows' runs and are in none of these numbers.";
    }

    private static TrendSum[] Sums(TrendNumbers now, TrendNumbers before) =>
        [
            new("Runs", $"{now.Runs:N0}", Change(now.Runs, before.Runs)),
            new(
                "Success rate",
                ShareWords.Percent(now.Rate.Share),
                now.Rate.Share is { } a && before.Rate.Share is { } b ? Points(a - b) : "nothing to compare with"
            ),
            new("Failed", $"{now.Failure:N0}", $"{now.Retried:N0} succeeded on retry"),
            new("Duration p50", Duration(now, 0.5), $"before {Duration(before, 0.5)}"),
            new("Duration p95", Duration(now, 0.95), $"before {Duration(before, 0.95)}"),
            new("Created", Count(now.ResourcesCreated), $"{Count(now.ResourcesDeleted)} deleted"),
            new("Updated", Count(now.ResourcesUpdated), $"told by {now.Reported:N0} runs"),
            new("Not copied", Count(now.ResourcesFailed), "resources that failed"),
        ];

    private ChartView[] Charts(Trend trend, IReadOnlyList<TrendRow> rows) =>
        [
            new(
                "Runs by result",
                [new("Succeeded", "x-success"), new("Failed", "x-failure"), new("Cancelled", "x-cancelled")],
                Chart(trend, rows, numbers => [numbers.Success, numbers.Failure, numbers.Cancelled])
            ),
            new("Success rate", [new("Success rate", "x-success")], Chart(trend, rows, numbers => [numbers.Rate.Share]))
            {
                IsLine = true,
                Format = value => ShareWords.Percent(value),
                Ceiling = 1,
                Floor = Math.Floor(rows.Min(row => row.Numbers.Rate.Share ?? 1) * 10) / 10 - 0.1 is > 0 and var low
                    ? low
                    : 0,
            },
            new(
                "Duration",
                [new("p50", "x-running"), new("p95", "x-slow")],
                Chart(trend, rows, numbers => [numbers.Duration(0.5), numbers.Duration(0.95)])
            )
            {
                IsLine = true,
                Format = value => Ages.Duration((long)Math.Round(value)),
            },
            new(
                "Resources",
                [
                    new("Created", "x-success"),
                    new("Updated", "x-running"),
                    new("Deleted", "x-slow"),
                    new("Failed", "x-failure"),
                ],
                Chart(
                    trend,
                    rows,
                    numbers =>
                        [
                            numbers.ResourcesCreated,
                            numbers.ResourcesUpdated,
                            numbers.ResourcesDeleted,
                            numbers.ResourcesFailed,
                        ]
                )
            ),
        ];

    private List<ChartPoint> Chart(Trend trend, IReadOnlyList<TrendRow> rows, Func<TrendNumbers, double?[]> values) =>
        [
            .. rows.Select(row => new ChartPoint(
                Name(row.Bucket),
                Label(row.Bucket),
                Runs(trend, row.Bucket),
                values(row.Numbers),
                Unseen(trend, row.Bucket)
            )),
        ];

    private CalendarDay Day(Trend trend, TrendRow row)
    {
        var (rate, unseen) = (row.Numbers.Rate, Unseen(trend, row.Bucket));
        var (state, words) = rate switch
        {
            { Total: 0 } when unseen >= 1 => ("none", "not observed"),
            { Total: 0 } => ("none", "nothing ran"),
            { Failed: 0 } => ("good", $"all {rate.Total:N0} runs succeeded"),
            { Share: >= Tolerable } => ("some", $"{rate.Failed:N0} of {rate.Total:N0} runs failed"),
            _ => ("bad", $"{rate.Failed:N0} of {rate.Total:N0} runs failed"),
        };
        if (unseen > 0 && (unseen < 1 || rate.Total > 0))
            words += $", not observed for {Ages.Duration((long)trend.UnseenIn(row.Bucket).TotalMilliseconds)}";
        return new(calendar.Date(row.Bucket), state, words, Runs(trend, row.Bucket), unseen);
    }

    private GroupRow[] Groups(
        IReadOnlyList<TrendRow> rows,
        IReadOnlyList<TrendRow> before,
        Trend trend,
        TrendGroup group
    )
    {
        var earlier = before.ToDictionary(row => row.Group!, row => row.Numbers, StringComparer.Ordinal);
        return
        [
            .. rows.OrderByDescending(row => row.Numbers.Runs)
                .Select(row => new GroupRow(
                    GroupName(row.Group!, trend, group),
                    address(GroupFilter(row.Group!, Filter(trend.From, trend.To), group)),
                    Cells(row.Numbers, earlier.GetValueOrDefault(row.Group!))
                )),
        ];
    }

    private static string[] Cells(TrendNumbers numbers, TrendNumbers? before) =>
        [
            $"{numbers.Runs:N0}",
            ShareWords.Percent(numbers.Rate.Share),
            ShareWords.Percent(before?.Rate.Share),
            $"{numbers.Failure:N0}",
            Duration(numbers, 0.5),
            Duration(numbers, 0.95),
            Count(numbers.ResourcesCreated),
            Count(numbers.ResourcesUpdated),
            Count(numbers.ResourcesDeleted),
            Count(numbers.ResourcesFailed),
        ];

    private static string GroupName(string key, Trend trend, TrendGroup group) =>
        group switch
        {
            TrendGroup.Provider => Words.Of(Core.Persistence.EnumWords.Parse<CloudProvider>(key)),
            TrendGroup.Type => Words.Of(Core.Persistence.EnumWords.Parse<WorkflowType>(key)),
            _ => trend.Workflows[key].Name,
        };

    private static HistoryFilter GroupFilter(string key, HistoryFilter filter, TrendGroup group) =>
        group switch
        {
            TrendGroup.Provider => filter with { Provider = Core.Persistence.EnumWords.Parse<CloudProvider>(key) },
            TrendGroup.Type => filter with { Type = Core.Persistence.EnumWords.Parse<WorkflowType>(key) },
            _ => filter with { Workflow = key },
        };

    private string Runs(Trend trend, DateTime bucket) => address(Filter(bucket, trend.EndOf(bucket)));

    /// <summary>The runs that numbers are of: ended, and no parts.</summary>
    private static HistoryFilter Filter(DateTime from, DateTime to) =>
        new(Chosen: Ended, From: from, To: to, WithoutParts: true);

    private static double Unseen(Trend trend, DateTime bucket) =>
        trend.UnseenIn(bucket) / (trend.EndOf(bucket) - bucket);

    private string Name(DateTime bucket) =>
        period.Bucket switch
        {
            TrendBucket.Hour => Local(bucket).ToString("ddd d MMM, HH:mm", Invariant),
            TrendBucket.Day => calendar.Date(bucket).ToString("ddd d MMM yyyy", Invariant),
            _ => $"Week of {calendar.Date(bucket).ToString("d MMM yyyy", Invariant)}",
        };

    private string Label(DateTime bucket) =>
        period.Bucket == TrendBucket.Hour
            ? Local(bucket).ToString("HH:mm", Invariant)
            : calendar.Date(bucket).ToString("d MMM", Invariant);

    private DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, calendar.Zone);

    private static string Duration(TrendNumbers numbers, double share) =>
        numbers.Duration(share) is { } duration ? Ages.Duration((long)Math.Round(duration)) : "–";

    private static string Count(long? count) => count is { } number ? $"{number:N0}" : "–";

    private static string Change(int now, int before) =>
        before == 0 ? "none before"
        : now == before ? "as before"
        : $"{(now > before ? "▲" : "▼")} {Math.Abs(now - before) / (double)before:0.# %} against before";

    private static string Points(double change)
    {
        var points = Math.Round(change * 100, 1);
        return points == 0
            ? "as before"
            : $"{(points > 0 ? "▲" : "▼")} {Math.Abs(points).ToString("0.0", Invariant)} points";
    }
}
