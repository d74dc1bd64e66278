using System.Collections.Immutable;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;

namespace DataSync.Core.Live;

/// <summary>The current picture, immutable and shared by all circuits; swapped whole when anything changed.</summary>
/// <param name="Tiles">Worst first, then by name. A tile that did not change is the same reference as before.</param>
public sealed record BoardSnapshot(ImmutableArray<WorkflowTile> Tiles, SystemStatus System)
{
    public static readonly BoardSnapshot Empty = new([], SystemStatus.Starting);

    /// <summary>What happened last, newest first; the same array as long as it says the same.</summary>
    public ImmutableArray<FeedEntry> Feed { get; init; } = [];

    public BoardFigures Figures { get; init; } = BoardFigures.None;

    /// <summary>The same object as long as the tiles are the same.</summary>
    public Coverage Coverage { get; init; } = Coverage.None;

    /// <summary>Null: the board does not have it (yet).</summary>
    public WorkflowTile? Tile(string? workflowId) =>
        Tiles.FirstOrDefault(tile => string.Equals(tile.WorkflowId, workflowId, StringComparison.Ordinal));
}

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

/// <summary>Whether what is on the screen can be believed, and since when.</summary>
/// <param name="N8nMessage">What the last failing request said, fit for a page.</param>
/// <param name="KnownUntil">Start of the last complete pass: the time the picture is true for.</param>
/// <param name="PassStartedAt">Set while a pass runs.</param>
/// <param name="RefreshAllowedAt">When the budget lets a person ask again; null: now.</param>
/// <param name="QuarantinedRows">Rows n8n sent that could not be stored.</param>
/// <param name="Loaded">The stored picture has been read; before that an empty grid means nothing.</param>
/// <param name="Notice">What happened to n8n that the reader of the page should know, a sentence; null: nothing.</param>
public sealed record SystemStatus(
    N8nCondition N8n,
    string? N8nMessage,
    DateTime? N8nConditionSince,
    string? N8nVersion,
    DatabaseCondition Database,
    string? DatabaseMessage,
    DateTime? KnownUntil,
    DateTime? PassStartedAt,
    DateTime? NextPassAt,
    DateTime? LastFullPassAt,
    DateTime? RefreshAllowedAt,
    BackfillProgress? Backfill,
    int QuarantinedRows,
    bool Loaded = false,
    string? Notice = null
)
{
    /// <summary>Why passes do not come to an end although n8n answers, in sentences; null: they do.</summary>
    public string? PassProblem { get; init; }

    /// <summary>Since when nobody sees what happens although somebody should; null: the picture is as current as planned.</summary>
    public DateTime? UnobservedSince { get; init; }

    /// <summary>Set when the observed runs contradict <c>N8n:TimeZone</c> and agree on another zone.</summary>
    public ZoneHint? ZoneHint { get; init; }

    public static readonly SystemStatus Starting = new(
        N8nCondition.Unknown,
        null,
        null,
        null,
        DatabaseCondition.Connecting,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        0
    );
}

/// <param name="Fitting">IANA name of the zone the runs fit.</param>
/// <param name="Configured">What <c>N8n:TimeZone</c> says.</param>
public sealed record ZoneHint(string Fitting, string Configured);

/// <summary>How far the history of n8n has been read back.</summary>
/// <param name="Stored">Executions stored so far.</param>
/// <param name="ReadBackTo">Start of the oldest one read; reading goes from new to old.</param>
/// <param name="DetailsPending">Finished executions whose digest has not been read yet.</param>
public sealed record BackfillProgress(int Stored, DateTime? ReadBackTo, int DetailsPending, bool Reading);

/// <summary>Whether the database answers.</summary>
public enum DatabaseCondition
{
    Connecting,
    Migrating,
    Ok,
    Unreachable,

    /// <summary>It answers but its tables could not be brought up to date; needs a hand.</summary>
    Failed,
}
