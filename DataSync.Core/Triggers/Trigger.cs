using DataSync.Core.Access;

namespace DataSync.Core.Triggers;

/// <summary>
/// Something a person had done in n8n: stored before it is sent, sent at most once, followed to its end. Times are UTC.
/// </summary>
public sealed class Trigger
{
    public int Id { get; set; }

    /// <summary>Chosen by who asks, so that asking twice is asking once.</summary>
    public required string TriggerId { get; set; }
    public TriggerAct Act { get; set; }
    public required string WorkflowId { get; set; }

    /// <summary>Ours, of the execution that is retried or stopped.</summary>
    public string? TargetId { get; set; }
    public TriggerWay Way { get; set; }

    /// <summary>Common to what was asked for with one confirmation.</summary>
    public string? Batch { get; set; }
    public ActorKind ActorKind { get; set; }
    public string? ActorId { get; set; }
    public required string ActorName { get; set; }
    public DateTime RequestedAt { get; set; }
    public TriggerState State { get; set; }

    /// <summary>Just before it went out; never after.</summary>
    public DateTime? SentAt { get; set; }

    /// <summary>n8n's number of the execution, where its answer told.</summary>
    public string? N8nExecutionId { get; set; }

    /// <summary>Ours, of the execution it led to, once that is stored.</summary>
    public string? ExecutionId { get; set; }

    /// <summary>A sentence, where there is more to say than the execution does.</summary>
    public string? Outcome { get; set; }
    public DateTime? EndedAt { get; set; }
}

public enum TriggerAct
{
    Run,
    Retry,
    Stop,
}

public enum TriggerWay
{
    /// <summary>The workflow's own webhook.</summary>
    Webhook,

    /// <summary>n8n's MCP server.</summary>
    Mcp,

    /// <summary>The public API, for retry and stop.</summary>
    Api,
}

/// <summary>Only the first can be taken back; only the first three ask for more to be done.</summary>
public enum TriggerState
{
    /// <summary>Stored, not sent.</summary>
    Queued,

    /// <summary>On its way, or was when the program ended: it is never sent again.</summary>
    Sending,

    /// <summary>n8n has it, or may have: its execution is looked for and followed.</summary>
    Sent,

    /// <summary>Its execution has ended; how is said there.</summary>
    Ended,

    /// <summary>n8n surely did nothing.</summary>
    Refused,

    /// <summary>Taken back before it was sent.</summary>
    Withdrawn,

    /// <summary>Nobody can tell whether it ran.</summary>
    Unknown,
}
