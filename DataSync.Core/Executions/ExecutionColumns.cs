using DataSync.Core.Persistence;

namespace DataSync.Core.Executions;

/// <summary>The columns an ingest writes, and how. An execution's detail is not among them.</summary>
internal static class ExecutionColumns
{
    /// <param name="Changes">False for what is fixed when the row is made.</param>
    public sealed record Column(string Name, bool Changes, Func<WorkflowExecution, object?> Value);

    /// <summary>The change number is last: MySQL assigns from left to right, and it guards the others.</summary>
    public static readonly IReadOnlyList<Column> All =
    [
        new("workflow_id", false, row => row.WorkflowId),
        new("execution_id", false, row => row.ExecutionId),
        new("n8n_execution_id", false, row => row.N8nExecutionId),
        new("generation", true, row => row.Generation),
        new("created_at", false, row => row.CreatedAt),
        new("status", true, row => EnumWords.Of(row.Status)),
        new("start_time", true, row => row.StartTime),
        new("start_time_estimated", true, row => row.StartTimeEstimated),
        new("end_time", true, row => row.EndTime),
        new("duration_ms", true, row => row.DurationMs),
        new("n8n_status", true, row => row.N8nStatus),
        new("mode", true, row => row.Mode),
        new("retry_of", true, row => row.RetryOf),
        new("retry_success_id", true, row => row.RetrySuccessId),
        new("wait_till", true, row => row.WaitTill),
        new("detail_state", true, row => EnumWords.Of(row.DetailState)),
        new("change_seq", true, row => row.ChangeSeq),
    ];

    public static readonly string Names = string.Join(", ", All.Select(column => column.Name));
}
