namespace DataSync.Core.Alerts;

/// <summary>A run that failed or succeeded by itself, as far as incidents care.</summary>
/// <param name="NewestSuccess">Start of the newest success of its workflow that is stored, itself included; null: none.</param>
public sealed record EndedRun(
    string WorkflowId,
    string ExecutionId,
    DateTime Start,
    DateTime End,
    DateTime? NewestSuccess = null
);
