using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Trends;

/// <summary>Trends as the page and the API have them.</summary>
internal static class TrendsExport
{
    private static readonly ExportColumn<Line>[] Columns =
    [
        new("bucket", "Begins", ExportKind.Time, row => row.Summary.Bucket),
        new("group", "Of", ExportKind.Text, row => row.Summary.Group),
        new("name", "Name", ExportKind.Text, row => row.Name),
        new("runs", "Runs", ExportKind.WholeNumber, row => (long)row.Summary.Runs, "runs"),
        new("success", "Succeeded", ExportKind.WholeNumber, row => (long)row.Summary.Success, "runs"),
        new("failure", "Failed", ExportKind.WholeNumber, row => (long)row.Summary.Failure, "runs"),
        new("cancelled", "Cancelled", ExportKind.WholeNumber, row => (long)row.Summary.Cancelled, "runs"),
        new("retried", "Failed, then succeeded", ExportKind.WholeNumber, row => (long)row.Summary.Retried, "runs"),
        new("successRate", "Success rate", ExportKind.Number, row => row.Summary.SuccessRate, "0 to 1"),
        new("durationP50Ms", "Duration p50", ExportKind.WholeNumber, row => row.Summary.DurationP50Ms, "ms"),
        new("durationP95Ms", "Duration p95", ExportKind.WholeNumber, row => row.Summary.DurationP95Ms, "ms"),
        new("durationP99Ms", "Duration p99", ExportKind.WholeNumber, row => row.Summary.DurationP99Ms, "ms"),
        new(
            "resourcesReported",
            "Told of resources",
            ExportKind.WholeNumber,
            row => (long)row.Summary.ResourcesReported,
            "runs"
        ),
        new("resourcesCreated", "Created", ExportKind.WholeNumber, row => row.Summary.ResourcesCreated, "resources"),
        new("resourcesUpdated", "Updated", ExportKind.WholeNumber, row => row.Summary.ResourcesUpdated, "resources"),
        new("resourcesDeleted", "Deleted", ExportKind.WholeNumber, row => row.Summary.ResourcesDeleted, "resources"),
        new(
            "resourcesFailed",
            "Failed resources",
            ExportKind.WholeNumber,
            row => row.Summary.ResourcesFailed,
            "resources"
        ),
        new("partRuns", "Parts of other runs", ExportKind.WholeNumber, row => (long)row.Summary.PartRuns, "runs"),
        new("unobservedSeconds", "Not observed", ExportKind.WholeNumber, row => row.Summary.UnobservedSeconds, "s"),
    ];

    /// <param name="group">A row for each of them and bucket; none: for each bucket.</param>
    public static ExportTable Table(TrendReader reader, TrendQuery query, TrendGroup group) =>
        ExportTable.Of(
            "trends",
            group == TrendGroup.None ? "Trends" : $"Trends by {EnumWords.Of(group)}",
            Role.Viewer,
            Columns,
            Filters(query, group),
            cancellation =>
                ExportTable.PagesAsync<Line>(
                    async (_, token) =>
                    {
                        var trend = await reader.ReadAsync(query, token);
                        trend.RequireWhole(query.Bucket);
                        var rows = group == TrendGroup.None ? trend.ByBucket() : trend.ByBucketAnd(group);
                        return ([.. rows.Select(row => Line.Of(row, trend))], null);
                    },
                    cancellation
                )
        );

    private static IEnumerable<ExportFilter?> Filters(TrendQuery query, TrendGroup group) =>
        [
            ExportFilter.Time("from", "Started at or after", query.From),
            ExportFilter.Time("to", "Started before", query.To),
            ExportFilter.Words("bucket", "Each row is of a", [query.Bucket], one => EnumWords.Of(one)),
            group == TrendGroup.None
                ? null
                : ExportFilter.Words("groupBy", "And of a", [group], one => EnumWords.Of(one)),
            ExportFilter.Text("workflowId", "Workflow", query.Workflows.WorkflowId),
            ExportFilter.Words("provider", "Cloud", query.Workflows.Providers, Words.Of),
            ExportFilter.Words("type", "Type", query.Workflows.Types, Words.Of),
        ];

    /// <param name="Name">Of the workflow, where the row is of one.</param>
    private sealed record Line(TrendSummary Summary, string? Name)
    {
        public static Line Of(TrendRow row, Trend trend) =>
            new(
                TrendSummary.Of(row, trend.UnseenIn(row.Bucket)),
                row.Group is { } group ? trend.Workflows.GetValueOrDefault(group)?.Name : null
            );
    }
}
