using DataSync.Core.Executions;
using DataSync.Core.Workflows;

namespace DataSync.Core.Live;

/// <summary>What the board keeps of one workflow: its registry row, its open runs and its last finished ones.</summary>
internal sealed class WorkflowFacts
{
    public const int RunsKept = 30;
    public const int ChangesKept = 10;

    private readonly List<Run> finished = [];
    private readonly List<WorkflowEvent> changes = [];
    private readonly Dictionary<string, Run> open = new(StringComparer.Ordinal);

    private TimeSpan? dueEvery;
    private bool dueIsKnown;

    public WorkflowFacts(WorkflowRegistry registry) => Registry = registry;

    public WorkflowRegistry Registry
    {
        get;
        set
        {
            field = value;
            Schedule = value.Schedule is { } json ? WorkflowSchedule.FromJson(json) : null;
            Settings = WorkflowSettings.Of(value);
            RunWays = WorkflowRunWays.FromJson(value.RunWays);
            dueIsKnown = false;
        }
    }

    /// <summary>As the registry has it; null: none.</summary>
    public WorkflowSchedule? Schedule { get; private set; }

    public WorkflowSettings Settings { get; private set; } = WorkflowSettings.None;

    public WorkflowRunWays RunWays { get; private set; } = WorkflowRunWays.None;

    /// <summary>Newest start first, at most <see cref="RunsKept"/>.</summary>
    public IReadOnlyList<Run> Finished => finished;

    public IReadOnlyCollection<Run> Open => open.Values;

    /// <summary>Of <see cref="ChangeBeforeFailure.Kinds"/>, oldest first, at most <see cref="ChangesKept"/>.</summary>
    public IReadOnlyList<WorkflowEvent> Changes => changes;

    public DateTime? LastSuccessAt { get; private set; }

    /// <summary>The longest time between two starts by its schedule, worked out once for each registry row.</summary>
    public TimeSpan? DueEvery(TimeZoneInfo zone, DateTime now)
    {
        if (!dueIsKnown)
            (dueEvery, dueIsKnown) = (Schedule?.LongestGap(now, zone), true);
        return dueEvery;
    }

    public void Apply(WorkflowEvent change)
    {
        changes.Add(change);
        if (changes.Count > ChangesKept)
            changes.RemoveAt(0);
    }

    public void Apply(Run run)
    {
        open.Remove(run.ExecutionId);
        finished.RemoveAll(other => string.Equals(other.ExecutionId, run.ExecutionId, StringComparison.Ordinal));
        if (run.Status == ExecutionStatus.Running)
        {
            open[run.ExecutionId] = run;
            return;
        }
        var at = finished.FindIndex(other => other.StartTime < run.StartTime);
        finished.Insert(at < 0 ? finished.Count : at, run);
        if (finished.Count > RunsKept)
            finished.RemoveAt(RunsKept);
        var endedAt = run.EndTime ?? run.StartTime;
        if (run.Status == ExecutionStatus.Success && endedAt > (LastSuccessAt ?? DateTime.MinValue))
            LastSuccessAt = endedAt;
    }
}
