namespace DataSync.Core.Alerts;

/// <summary>Somebody was told about an execution.</summary>
public sealed class WorkflowAlert
{
    public int Id { get; set; }
    public required string ExecutionId { get; set; }
    public AlertType AlertType { get; set; }

    /// <summary>Addresses, comma-separated, as they were when it was sent.</summary>
    public required string Recipients { get; set; }
    public DateTime SentAt { get; set; }
    public DateTime? ResolvedAt { get; set; }
}

/// <summary>Why an alert went out; stored in snake_case.</summary>
public enum AlertType
{
    Failure,
    Success,
    ManualTrigger,
}
