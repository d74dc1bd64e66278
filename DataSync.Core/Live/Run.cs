using DataSync.Core.Executions;

namespace DataSync.Core.Live;

/// <summary>One execution as the board keeps it, without its digest.</summary>
internal sealed record Run(
    string WorkflowId,
    string ExecutionId,
    ExecutionStatus Status,
    string? N8nStatus,
    string? Mode,
    DateTime StartTime,
    DateTime? EndTime,
    DateTime? WaitTill,
    long? DurationMs,
    N8n.ResourceCounts Resources,
    string? ErrorMessage,
    string? FailedNode,
    int? NodesFailed,
    long ChangeSeq
);
