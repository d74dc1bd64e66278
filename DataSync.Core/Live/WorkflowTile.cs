using DataSync.Core.N8n;
using DataSync.Core.Workflows;

namespace DataSync.Core.Live;

/// <summary>One workflow as the dashboard shows it. Times are UTC.</summary>
/// <param name="HealthReason">One plain sentence.</param>
/// <param name="LastSuccessAt">End of the last successful run.</param>
/// <param name="RunningSince">Start of the oldest open run; a mark beside the verdict, not a verdict.</param>
/// <param name="NextExpectedAt">Next start by its schedule; null without one or while inactive.</param>
/// <param name="LastRun">The last finished run.</param>
/// <param name="RunStrip">The last 30 runs, oldest first, encoded by <see cref="Live.RunStrip"/>.</param>
public sealed record WorkflowTile(
    string WorkflowId,
    string Name,
    CloudProvider Provider,
    WorkflowType Type,
    bool IsActive,
    bool IsArchived,
    DateTime? VanishedAt,
    Health Health,
    string HealthReason,
    DateTime? LastSuccessAt,
    DateTime? RunningSince,
    int RunningCount,
    DateTime? NextExpectedAt,
    string? ScheduleText,
    LastRun? LastRun,
    string RunStrip
)
{
    /// <summary>
    /// Set on a healthy one while nobody can see n8n, or while later runs are still to be read: it was fine then, what it is
    /// now is not known.
    /// </summary>
    public DateTime? AsOf { get; init; }

    /// <summary>The longest time between two starts by its schedule; null: none, or it cannot be told.</summary>
    public TimeSpan? DueEvery { get; init; }

    /// <summary>How old its data may become by its own plan.</summary>
    public TimeSpan DataLimit { get; init; }

    /// <summary>How its successful runs usually are, a sentence; null: too few are known.</summary>
    public string? Usual { get; init; }

    public WorkflowSettings Settings { get; init; } = WorkflowSettings.None;

    public WorkflowRunWays RunWays { get; init; } = WorkflowRunWays.None;

    /// <summary>None of its latest successful runs said how many resources it touched.</summary>
    public bool ReportsNoCounts { get; init; }

    /// <summary>Neither n8n nor a person told both cloud and type.</summary>
    public bool IsUnclassified => Provider == CloudProvider.Others || Type == WorkflowType.Other;

    /// <summary>What it covers, the main cell first.</summary>
    public IReadOnlyList<WorkflowCell> Cells => WorkflowSettings.Cells(Provider, Type, Settings.OtherCells);

    /// <summary>How its runs of the last 24 h ended, and those of the 24 h before; null: not counted yet.</summary>
    public (RunRate Day, RunRate DayBefore)? Rates { get; init; }

    /// <summary>n8n has it switched on, so that it is expected to run.</summary>
    public bool IsOn => this is { IsActive: true, IsArchived: false, VanishedAt: null };
}

/// <summary>The last finished run of a workflow.</summary>
public sealed record LastRun(
    string ExecutionId,
    Executions.ExecutionStatus Status,
    DateTime StartTime,
    DateTime? EndTime,
    long? DurationMs,
    ResourceCounts Resources,
    string? ErrorMessage,
    string? FailedNode
)
{
    public string? N8nStatus { get; init; }
    public string? Mode { get; init; }
}
