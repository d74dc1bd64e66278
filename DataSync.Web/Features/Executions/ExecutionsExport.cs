using DataSync.Core.Access;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.Trends;
using DataSync.Core.Workflows;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Executions;

/// <summary>Executions as the page lists them.</summary>
internal static class ExecutionsExport
{
    private static readonly ExportColumn<ExecutionSummary>[] Columns =
    [
        new("executionId", "Execution", ExportKind.Text, row => row.ExecutionId),
        new("workflowId", "Workflow id", ExportKind.Text, row => row.WorkflowId),
        new("workflowName", "Workflow", ExportKind.Text, row => row.WorkflowName),
        new("provider", "Cloud", ExportKind.Text, row => ExportWord.Of(row.Provider, Words.Of)),
        new("workflowType", "Type", ExportKind.Text, row => ExportWord.Of(row.WorkflowType, Words.Of)),
        new(
            "status",
            "Result",
            ExportKind.Text,
            row => ExportWord.Of(row.Status, status => ExecutionWords.Of(status, row.N8nStatus))
        ),
        new("n8nStatus", "Status in n8n", ExportKind.Text, row => row.N8nStatus),
        new(
            "mode",
            "Started by",
            ExportKind.Text,
            row => row.Mode is { } mode ? new ExportWord(mode, ExecutionWords.Starter(mode)) : null
        ),
        new("startTime", "Started", ExportKind.Time, row => row.StartTime),
        new("endTime", "Ended", ExportKind.Time, row => row.EndTime),
        new("durationMs", "Duration", ExportKind.WholeNumber, row => row.DurationMs, "ms"),
        new("resourcesCreated", "Created", ExportKind.WholeNumber, row => (long?)row.ResourcesCreated, "resources"),
        new("resourcesUpdated", "Updated", ExportKind.WholeNumber, row => (long?)row.ResourcesUpdated, "resources"),
        new("resourcesDeleted", "Deleted", ExportKind.WholeNumber, row => (long?)row.ResourcesDeleted, "resources"),
        new("resourcesFailed", "Failed", ExportKind.WholeNumber, row => (long?)row.ResourcesFailed, "resources"),
        new("failedNode", "Failed node", ExportKind.Text, row => row.FailedNode),
        new("errorMessage", "Error", ExportKind.Text, row => row.ErrorMessage),
    ];

    /// <param name="board">Knows the names of workflows.</param>
    public static ExportTable Table(ExecutionHistory history, BoardSnapshot board, ExecutionFilter filter) =>
        ExportTable.Of("executions", "Executions", Role.Viewer, Columns, Filters(board, filter), Rows(history, filter));

    private static Func<CancellationToken, IAsyncEnumerable<ExecutionSummary>> Rows(
        ExecutionHistory history,
        ExecutionFilter filter
    ) =>
        cancellation =>
            ExportTable.PagesAsync(
                async (cursor, token) =>
                {
                    var page = await history.PageAsync(filter, cursor, ExecutionHistory.MostPerPage, token);
                    return (page.Items, page.NextCursor);
                },
                cancellation
            );

    private static IEnumerable<ExportFilter?> Filters(BoardSnapshot board, ExecutionFilter filter) =>
        [
            ExportFilter.Text("workflowId", "Workflow", filter.WorkflowId, board.Tile(filter.WorkflowId)?.Name),
            ExportFilter.Words("provider", "Cloud", filter.Providers, Words.Of),
            ExportFilter.Words("type", "Type", filter.Types, Words.Of),
            ExportFilter.Words("status", "Result", filter.Statuses, ExecutionWords.Of),
            ExportFilter.Time("from", "Started at or after", filter.From),
            ExportFilter.Time("to", "Started before", filter.To),
            ExportFilter.Text("search", "Error, failed node or id has", filter.Search),
            ExportFilter.Text("error", "Same error as", filter.Fingerprint),
            ExportFilter.Text("parts", "Parts of other runs", filter.WithoutParts ? "without" : null),
        ];
}
