using DataSync.Core.Executions;
using DataSync.Core.N8n;

namespace DataSync.Core.Triggers;

/// <summary>Whether an execution can be retried or stopped, said before it is asked for. Null: it can.</summary>
public static class ActOffer
{
    public static string? WhyNotRetry(N8nAbilities abilities, ExecutionStatus status) =>
        abilities.CanRetry == false
            ? "This n8n cannot retry an execution over its API; that came with 1.113. Open it in n8n instead."
        : status is ExecutionStatus.Failure or ExecutionStatus.Cancelled ? null
        : "Only a run that failed or was cancelled can be retried.";

    public static string? WhyNotStop(N8nAbilities abilities, ExecutionStatus status) =>
        abilities.CanStop == false
            ? "This n8n cannot stop an execution over its API; that came with 2.10. Open it in n8n instead."
        : status == ExecutionStatus.Running ? null
        : "It is over already.";
}
