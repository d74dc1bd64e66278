using System.Collections.Immutable;
using DataSync.Core.Executions;
using DataSync.Core.N8n;

namespace DataSync.Core.Workflows;

/// <summary>All that a verdict on a workflow rests on. Times are UTC.</summary>
public sealed record HealthInput
{
    public required DateTime Now { get; init; }

    /// <summary>Start of the last complete pass: what is later is not judged. Null: nothing was read yet.</summary>
    public required DateTime? KnownUntil { get; init; }

    /// <summary>Null: all that started until then has been read.</summary>
    public UnreadStarts? Unread { get; init; }
    public required bool IsActive { get; init; }
    public bool IsArchived { get; init; }
    public DateTime? VanishedAt { get; init; }

    /// <summary>Made for an execution whose workflow no list has shown yet.</summary>
    public bool IsPlaceholder { get; init; }

    /// <summary>When a monitored workflow was deactivated, archived or vanished and nobody said it is intended.</summary>
    public DateTime? SwitchedOffAt { get; init; }

    /// <summary>Monitoring is paused until then.</summary>
    public DateTime? PausedUntil { get; init; }
    public string? PauseReason { get; init; }
    public WorkflowSchedule? Schedule { get; init; }
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;
    public TimeSpan FreshnessLimit { get; init; } = WorkflowSettings.DefaultFreshness;

    /// <summary>When we first saw the workflow; one that never ran is not late before its first due time after that.</summary>
    public required DateTime FirstSeenAt { get; init; }

    /// <summary>When it was last changed: a new schedule is not late before its first due time.</summary>
    public DateTime? UpdatedAt { get; init; }

    /// <summary>Newest first; 30 are enough.</summary>
    public ImmutableArray<FinishedRun> Finished { get; init; } = [];
    public ImmutableArray<OpenRun> Open { get; init; } = [];

    /// <summary>What happened to the workflow itself, of <see cref="ChangeBeforeFailure.Kinds"/>; the newest are enough.</summary>
    public ImmutableArray<WorkflowEvent> Changes { get; init; } = [];

    /// <summary>False: an old n8n that lists no run before its end, so a start is only seen a run's length later.</summary>
    public bool OpenRunsAreListed { get; init; } = true;

    /// <summary>End of the last success, where it is older than <see cref="Finished"/> reaches.</summary>
    public DateTime? OlderSuccessAt { get; init; }

    /// <summary>Until when it is known that nothing started after a moment but what is here; null: not at all.</summary>
    public DateTime? SeenUntil(DateTime? after) => after < Unread?.Until ? Unread.From : KnownUntil;
}

/// <summary>Runs that started between the two may not have been read from n8n yet. UTC.</summary>
/// <param name="From">Null: nor any before.</param>
public sealed record UnreadStarts(DateTime? From, DateTime Until);

/// <param name="N8nStatus">n8n's own word; null where it gave none.</param>
/// <param name="NodesFailed">Also within a run that went on and succeeded; null: not known.</param>
public sealed record FinishedRun(
    DateTime Start,
    DateTime? End,
    ExecutionStatus Status,
    string? N8nStatus,
    string? Mode,
    long? DurationMs,
    ResourceCounts Resources,
    string? ErrorMessage = null,
    string? FailedNode = null,
    int? NodesFailed = null
);

/// <param name="WaitTill">Until when it sleeps, or slept last, where known.</param>
public sealed record OpenRun(DateTime Start, string? N8nStatus, string? Mode, DateTime? WaitTill = null);

/// <param name="Reason">One plain sentence; holds no age, so it does not go stale.</param>
/// <param name="NextExpectedAt">Next start by the schedule; when Late, the start that was missed (in the past).</param>
/// <param name="AsOf">Set where a run that would say something else may not have been read: it was so then.</param>
public sealed record HealthVerdict(Health Health, string Reason, DateTime? NextExpectedAt, DateTime? AsOf);
