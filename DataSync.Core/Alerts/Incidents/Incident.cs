using DataSync.Core.Executions;

namespace DataSync.Core.Alerts;

/// <summary>
/// One cause of trouble and all it hit, from the first failure to the recovery. Times are UTC; those of what happened are
/// n8n's, not of when we saw it.
/// </summary>
public sealed class Incident
{
    /// <summary>Of failures whose error has not been read yet: one incident of those that are told together.</summary>
    public const string CausePending = "pending";

    public int Id { get; set; }
    public IncidentKind Kind { get; set; }

    /// <summary>What it is one incident of: see <see cref="IncidentCause"/>.</summary>
    public required string CauseKey { get; set; }

    /// <summary>The cause in a few plain words.</summary>
    public required string Title { get; set; }

    /// <summary>The error in plain words, or the sentence of the verdict; null while the cause is pending.</summary>
    public string? Sentence { get; set; }
    public ErrorClass? ErrorClass { get; set; }

    /// <summary>n8n's id of the credential the failing node used.</summary>
    public string? CredentialId { get; set; }

    /// <summary>When the trouble began in n8n.</summary>
    public DateTime OpenedAt { get; set; }

    /// <summary>When we learned of it.</summary>
    public DateTime DetectedAt { get; set; }

    /// <summary>Told in a summary, not by itself: learned of long after it happened, or while nobody was to be disturbed.</summary>
    public bool InSummary { get; set; }

    /// <summary>Nobody is told before: its cause may still be read.</summary>
    public DateTime NotifyAt { get; set; }

    /// <summary>What people were told last.</summary>
    public Told Told { get; set; }
    public DateTime? FirstToldAt { get; set; }
    public DateTime? ToldAt { get; set; }

    /// <summary>How many workflows the last message named.</summary>
    public int ToldWorkflows { get; set; }

    /// <summary>How many workflows it had when it was last looked at whom to tell.</summary>
    public int SeenWorkflows { get; set; }
    public bool FollowedUp { get; set; }
    public DateTime? ResolvedAt { get; set; }

    /// <summary>Null: by itself.</summary>
    public string? ResolvedBy { get; set; }

    /// <summary>
    /// When the state of the system it is about was over, of one a person had ended before; null: it lasts, and nobody is told
    /// of it again.
    /// </summary>
    public DateTime? OverAt { get; set; }

    /// <summary>When the recovery may be told: one that came back before has to hold for a while.</summary>
    public DateTime? RecoveryAt { get; set; }

    /// <summary>How often it came back within <see cref="IncidentBook.Again"/> after its end.</summary>
    public int Reopened { get; set; }
    public DateTime? AcknowledgedAt { get; set; }
    public string? AcknowledgedBy { get; set; }

    /// <summary>What somebody wrote of it last.</summary>
    public string? Note { get; set; }
    public DateTime? SilencedUntil { get; set; }

    /// <summary>Failed runs of all its workflows.</summary>
    public int Failures { get; set; }
    public DateTime LastFailureAt { get; set; }

    /// <summary>Ours, of the first and last failed run; null where it is not about runs.</summary>
    public string? FirstExecutionId { get; set; }
    public string? LastExecutionId { get; set; }

    public IList<IncidentWorkflow> Workflows { get; } = [];
    public IList<IncidentTransition> Transitions { get; } = [];

    /// <summary>The messages that told of it.</summary>
    public IList<ToldIncident> Messages { get; } = [];

    public bool IsOpen => ResolvedAt is null;

    public bool IsPending => string.Equals(CauseKey, CausePending, StringComparison.Ordinal);
}

/// <summary>A workflow an incident hit.</summary>
public sealed class IncidentWorkflow
{
    public int Id { get; set; }
    public int IncidentId { get; set; }
    public required string WorkflowId { get; set; }

    /// <summary>The run that brought it in, or back in; null where it is not about runs.</summary>
    public string? FirstExecutionId { get; set; }
    public string? LastExecutionId { get; set; }
    public DateTime FailedAt { get; set; }

    /// <summary>Start of its last failed run.</summary>
    public DateTime LastFailureStart { get; set; }

    /// <summary>In a row.</summary>
    public int Failures { get; set; }
    public DateTime? RecoveredAt { get; set; }
}

/// <summary>Something that happened to an incident; apart from what was sent about it.</summary>
public sealed class IncidentTransition
{
    public int Id { get; set; }
    public int IncidentId { get; set; }
    public DateTime At { get; set; }
    public IncidentChange Change { get; set; }

    /// <summary>Null: the program itself.</summary>
    public string? ActorName { get; set; }

    /// <summary>A sentence, or the note of who did it.</summary>
    public string? Text { get; set; }
}

/// <summary>Stored in snake_case. Each has its own switch in <see cref="AlertRules"/>.</summary>
public enum IncidentKind
{
    Failure,
    Late,
    Stale,
    Stuck,
    Suspicious,

    /// <summary>A monitored workflow switched off, archived or vanished.</summary>
    SwitchedOff,

    /// <summary>Something asked for from here could not be done.</summary>
    Trigger,
    N8nUnreachable,
    N8nKeyRejected,

    /// <summary>What is promised of DataSync itself is not kept.</summary>
    ServiceLevel,
    N8nKeyExpiring,
}

/// <summary>What people were told of an incident; stored in snake_case.</summary>
public enum Told
{
    Nothing,
    Broken,
    Recovered,
}

/// <summary>Stored in snake_case.</summary>
public enum IncidentChange
{
    Opened,
    CauseFound,
    Joined,
    Recovered,
    Reopened,
    Resolved,
    Acknowledged,
    Silenced,
    Told,
}
