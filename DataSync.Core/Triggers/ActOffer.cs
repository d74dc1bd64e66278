using DataSync.Core.Executions;
using DataSync.Core.N8n;

namespace DataSync.Core.Triggers;

/// <summary>Whether an execution can be retried or stopped, said before it is asked for.</summary>
public static class ActOffer
{
    /// <returns>Null: it can.</returns>
    public static string? WhyNot(TriggerAct act, N8nAbilities abilities, ExecutionStatus status) =>
        (act, status) switch
        {
            (TriggerAct.Retry, _) when abilities.CanRetry == false =>
                "This n8n cannot retry an execution over its API; that came with 1.113. Open it in n8n instead.",
            (TriggerAct.Retry, ExecutionStatus.Failure or ExecutionStatus.Cancelled) => null,
            (TriggerAct.Retry, _) => "Only a run that failed or was cancelled can be retried.",
            (TriggerAct.Stop, _) when abilities.CanStop == false =>
                "This n8n cannot stop an execution over its API; that came with 2.10. Open it in n8n instead.",
            (TriggerAct.Stop, ExecutionStatus.Running) => null,
            (TriggerAct.Stop, _) => "It is over already.",
            _ => throw new ArgumentOutOfRangeException(nameof(act), act, "Not done to an execution"),
        };
}
