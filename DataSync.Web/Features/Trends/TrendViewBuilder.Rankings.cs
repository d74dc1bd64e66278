using DataSync.Core.Executions;
using DataSync.Core.Trends;
using DataSync.Web.Features.Executions;

namespace DataSync.Web.Features.Trends;

internal sealed partial class TrendViewBuilder
{
    /// <summary>Rows of each list.</summary>
    private const int Ranked = 8;

    private IEnumerable<Ranking> Rankings(Trend trend, IReadOnlyList<ErrorCause> causes)
    {
        var workflows = trend.By(TrendGroup.Workflow);
        yield return Ranking(
            "Slowest",
            "Workflows by the duration 95 % of their runs stay below",
            "No run has a duration.",
            trend,
            workflows.Where(row => row.Numbers.Duration(0.95) is not null),
            row => row.Numbers.Duration(0.95)!.Value,
            row => Duration(row.Numbers, 0.95)
        );
        yield return Ranking(
            "Most failing",
            "Workflows by failed runs",
            "No run failed.",
            trend,
            workflows.Where(row => row.Numbers.Failure > 0),
            row => row.Numbers.Failure,
            row => $"{row.Numbers.Failure:N0} of {row.Numbers.Runs:N0}",
            filter => filter with { Chosen = [ExecutionStatus.Failure] }
        );
        var word = period.Bucket.ToString().ToLowerInvariant();
        var mixed = trend
            .ByBucketAnd(TrendGroup.Workflow)
            .Where(row => row.Numbers.Rate is { Failed: > 0, Succeeded: > 0 })
            .CountBy(row => row.Group!, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        yield return Ranking(
            "Flakiest",
            $"Workflows by {word}s in which they both failed and succeeded",
            $"None did both in one {word}.",
            trend,
            workflows.Where(row => mixed.ContainsKey(row.Group!)),
            row => mixed[row.Group!],
            row => mixed[row.Group!] == 1 ? $"1 {word}" : $"{mixed[row.Group!]:N0} {word}s"
        );
        yield return new(
            "Top causes",
            "Errors by failed runs that met them",
            "No error was read.",
            [
                .. causes.Select(cause => new RankedRow(
                    cause.Message.Length > 0 ? cause.Message : "An error without a message",
                    cause.Workflows == 1 ? $"{cause.Runs:N0}" : $"{cause.Runs:N0} in {cause.Workflows:N0} workflows",
                    address(
                        Filter(trend.From, trend.To) with
                        {
                            Chosen = [ExecutionStatus.Failure],
                            Fingerprint = cause.Fingerprint,
                        }
                    )
                )),
            ]
        );
    }

    private Ranking Ranking(
        string title,
        string note,
        string none,
        Trend trend,
        IEnumerable<TrendRow> rows,
        Func<TrendRow, double> rank,
        Func<TrendRow, string> value,
        Func<HistoryFilter, HistoryFilter>? narrow = null
    ) =>
        new(
            title,
            note,
            none,
            [
                .. rows.OrderByDescending(rank)
                    .ThenBy(row => row.Group, StringComparer.Ordinal)
                    .Take(Ranked)
                    .Select(row =>
                    {
                        var behind = Filter(trend.From, trend.To) with { Workflow = row.Group };
                        return new RankedRow(
                            trend.Workflows[row.Group!].Name,
                            value(row),
                            address(narrow?.Invoke(behind) ?? behind)
                        );
                    }),
            ]
        );
}
