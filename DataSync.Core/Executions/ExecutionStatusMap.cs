using DataSync.Core.N8n;

namespace DataSync.Core.Executions;

/// <summary>n8n's words as the four of the schema. Never throws.</summary>
public static class ExecutionStatusMap
{
    public static ExecutionStatus Map(N8nExecution execution) =>
        execution.IsOpen
            ? ExecutionStatus.Running
            : execution.Status switch
            {
                "success" => ExecutionStatus.Success,
                "canceled" => ExecutionStatus.Cancelled,
                // Lists before 1.113 have no word; whoever asked for one status fills it in, so this is the rest.
                null when execution.Finished => ExecutionStatus.Success,
                _ => ExecutionStatus.Failure,
            };
}
