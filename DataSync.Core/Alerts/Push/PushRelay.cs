using DataSync.Core.Access;

namespace DataSync.Core.Alerts;

/// <summary>
/// The workflow in n8n that tells us of failures, as far as it has come; at most one. Each step is stored before and after it
/// is done, so that another life of the program goes on from there. Times are UTC.
/// </summary>
public sealed class PushRelay
{
    public const int SingleId = 1;

    public int Id { get; set; } = SingleId;
    public PushState State { get; set; }

    /// <summary>In the names of the workflow and of its token, so that both are found again if an answer is lost.</summary>
    public required string Mark { get; set; }

    /// <summary>Where it tells us.</summary>
    public required string Url { get; set; }

    /// <summary>n8n's id of it; null: not created yet, or its answer was lost.</summary>
    public string? WorkflowId { get; set; }

    /// <summary>Its creation was sent.</summary>
    public bool IsSent { get; set; }
    public bool IsPublished { get; set; }

    /// <summary>Who asked for what is being done.</summary>
    public ActorKind ActorKind { get; set; }
    public string? ActorId { get; set; }
    public required string ActorName { get; set; }
    public DateTime AskedAt { get; set; }

    public Actor Actor => new(ActorKind, ActorId, ActorName, null);

    /// <summary>Of the workflow in n8n.</summary>
    public string Name => $"DataSync failure push {Mark}";

    public string TokenName => $"n8n relay {Mark}";
}

public enum PushState
{
    Connecting,
    Connected,
    Undoing,
}

/// <summary>A workflow that is to name the relay as its error workflow, or does.</summary>
public sealed class PushTarget
{
    public int Id { get; set; }
    public required string WorkflowId { get; set; }
    public required string WorkflowName { get; set; }
    public PushTargetState State { get; set; }

    /// <summary>Its setting before, which names none: absent, empty or n8n's word for that.</summary>
    public string? Before { get; set; }

    /// <summary>Why it was left alone, or cannot be restored yet; a sentence.</summary>
    public string? Reason { get; set; }
}

public enum PushTargetState
{
    Waiting,

    /// <summary>Being saved, or was when the program ended.</summary>
    Sending,
    Set,
    Left,
}
