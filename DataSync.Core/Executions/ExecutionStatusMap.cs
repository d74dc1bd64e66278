using DataSync.Core.N8n;

namespace DataSync.Core.Executions;

/// <summary>n8n's words as the four of the schema. Never throws.</summary>
public static class ExecutionStatusMap
{
    public static ExecutionStatus Map(N8nExecution execution) =>
        execution.Status switch
        {
            "success" => ExecutionStatus.Success,
            "error" or "crashed" => ExecutionStatus.Failure,
            "canceled" => ExecutionStatus.Cancelled,
            // A waiting one has a stop time and is open all the same.
            "new" or "running" or "waiting" => ExecutionStatus.Running,
            null => WithoutWord(execution),
            _ => execution.StoppedAt is null ? ExecutionStatus.Running : ExecutionStatus.Failure,
        };

    /// <summary>Lists before 1.113 have no word; whoever asked for one status fills it in, so this is the rest.</summary>
    private static ExecutionStatus WithoutWord(N8nExecution execution) =>
        execution switch
        {
            { Finished: true } => ExecutionStatus.Success,
            { WaitTill: not null } or { StoppedAt: null } => ExecutionStatus.Running,
            _ => ExecutionStatus.Failure,
        };
}
