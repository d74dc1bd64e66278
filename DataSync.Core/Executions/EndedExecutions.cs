namespace DataSync.Core.Executions;

/// <summary>All words of an ended one, so that the index by detail state, status and start leads to them.</summary>
internal static class EndedExecutions
{
    public static readonly DetailState[] Details = [DetailState.Pending, DetailState.Stored, DetailState.Unavailable];

    public static readonly ExecutionStatus[] Statuses =
    [
        ExecutionStatus.Success,
        ExecutionStatus.Failure,
        ExecutionStatus.Cancelled,
    ];
}
