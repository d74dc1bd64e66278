using System.Text.Json.Nodes;
using Cronos;

namespace DataSync.Web.Demo;

/// <summary>How a workflow behaves, in its history and while the demo runs.</summary>
internal enum SampleCharacter
{
    /// <summary>Succeeds but for a rare hiccup.</summary>
    Steady,

    /// <summary>Fails since some hours: the credential it shares with others expired.</summary>
    ExpiredCredential,

    /// <summary>Fails since yesterday: a permission was taken away.</summary>
    AccessDenied,

    /// <summary>Throttled by its provider about every third time.</summary>
    Flapping,

    /// <summary>Its schedule goes on, but it no longer starts.</summary>
    Late,

    /// <summary>Succeeds, but lately without a single resource.</summary>
    SuspiciouslyEmpty,

    /// <summary>A run is open that takes many times its usual.</summary>
    LongRunning,

    /// <summary>A run waits for its provider for days.</summary>
    Waiting,
    NeverRan,

    /// <summary>Fails in its own code.</summary>
    BrokenCode,

    /// <summary>Succeeds although one of its nodes fails now and then: that node is set to continue.</summary>
    SkipsFailures,
    SwitchedOff,
    Archived,
}

/// <summary>Where a workflow reports what it did.</summary>
internal enum CountStyle
{
    None,
    CustomData,

    /// <summary>Last node, <c>resources_created</c> and so on.</summary>
    LastNode,

    /// <summary>Last node, <c>created</c>, <c>updated</c>, <c>failed</c>.</summary>
    LastNodeShort,
}

/// <summary>One sample workflow: what its JSON says and how its runs turn out.</summary>
internal sealed record SampleWorkflow
{
    public required int Index { get; init; }
    public required string Id { get; init; }
    public required string VersionId { get; init; }
    public required string Name { get; init; }
    public required SampleTrigger Trigger { get; init; }
    public required DateTime CreatedAt { get; init; }
    public SampleCharacter Character { get; init; }
    public CountStyle Counts { get; init; } = CountStyle.LastNode;
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Seconds of a usual run, drawn by <see cref="SampleFleet"/> where not set; runs vary around it log-normally.</summary>
    public double? UsualSeconds { get; init; }

    /// <summary>Runs stay between these many seconds, where they are to be seen live.</summary>
    public (double Min, double Max)? Seconds { get; init; }

    /// <summary>Resources a usual run updates; drawn like the seconds where not set.</summary>
    public int? UsualUpdated { get; init; }

    /// <summary>When its last run started, for those that no longer run.</summary>
    public DateTime? RunsUntil { get; init; }

    /// <summary>What its setting for n8n's MCP server says; null: it was never set.</summary>
    public bool? AvailableInMcp { get; init; }

    /// <summary>Of changes in the editor that are not published.</summary>
    public string? DraftVersionId { get; init; }

    /// <summary>When it was last saved, if ever.</summary>
    public DateTime? UpdatedAt { get; init; }

    /// <summary>One of its nodes deletes what is no longer there.</summary>
    public bool RemovesStale { get; init; }

    /// <summary>The workflow each run calls as a sub-workflow.</summary>
    public string? ChildName { get; init; }

    public bool Active => Character is not (SampleCharacter.SwitchedOff or SampleCharacter.Archived);

    public bool Archived => Character == SampleCharacter.Archived;

    /// <summary>The next start after <paramref name="time"/> (UTC), or null when it never starts by itself.</summary>
    public DateTime? NextStart(DateTime time)
    {
        if (Trigger.Cron is null)
            return null;
        var next = Trigger.Cron.GetNextOccurrence(time, Trigger.Zone);
        return next > RunsUntil ? null : next;
    }
}

/// <summary>What starts a workflow: its node, and when that happens.</summary>
/// <param name="Type">Short node type: scheduleTrigger, cron, webhook, executeWorkflowTrigger.</param>
/// <param name="Parameters">As n8n stores them, defaults omitted; JSON text.</param>
/// <param name="IsGuarded">Its webhook asks for a header.</param>
/// <param name="Cron">When it starts, with seconds; for a webhook, when somebody usually calls it.</param>
internal sealed record SampleTrigger(
    string Type,
    string Parameters,
    CronExpression? Cron,
    string? ZoneName = null,
    string? WebhookPath = null,
    bool IsGuarded = false
)
{
    public TimeZoneInfo Zone { get; } =
        ZoneName is not null && TimeZoneInfo.TryFindSystemTimeZoneById(ZoneName, out var zone)
            ? zone
            : TimeZoneInfo.Utc;

    public string NodeName =>
        Type switch
        {
            "webhook" => "Webhook",
            "cron" => "Cron",
            "executeWorkflowTrigger" => "When Executed by Another Workflow",
            _ => "Schedule Trigger",
        };

    /// <summary>n8n's word for what this trigger starts.</summary>
    public string Mode =>
        Type switch
        {
            "webhook" => "webhook",
            "executeWorkflowTrigger" => "integrated",
            _ => "trigger",
        };

    public JsonNode ParametersJson() => JsonNode.Parse(Parameters)!;
}
