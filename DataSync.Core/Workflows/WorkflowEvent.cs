namespace DataSync.Core.Workflows;

/// <summary>What happened to a workflow itself, apart from its runs. Written once, never changed.</summary>
public sealed class WorkflowEvent
{
    public long Id { get; set; }
    public required string WorkflowId { get; set; }
    public WorkflowEventKind Kind { get; set; }

    /// <summary>When it was noticed, or n8n's own time of the change where it tells one.</summary>
    public DateTime At { get; set; }

    /// <summary>In words, as a page shows it; null: there was nothing before.</summary>
    public string? Before { get; set; }
    public string? After { get; set; }

    /// <summary>Who did it, where n8n tells.</summary>
    public string? Author { get; set; }

    /// <summary>Position in the sequence of changes; the live board reads what is above its own.</summary>
    public long ChangeSeq { get; set; }
}

public enum WorkflowEventKind
{
    Registered,
    Renamed,
    Activated,
    Deactivated,
    Archived,
    Unarchived,
    Vanished,
    Returned,
    ScheduleChanged,
    VersionChanged,
    ClassificationChanged,

    /// <summary>A new name suggests another cloud or type than the known one; nothing was changed.</summary>
    ClassificationProposed,
}
