using System.Collections.Immutable;
using System.Text.Json.Serialization;
using DataSync.Core.Workflows;

namespace DataSync.Core.Alerts;

/// <summary>What a message tells, as it was true when that was decided. Times are UTC; holds no payload and no secret.</summary>
/// <param name="Title">The cause in a few words.</param>
/// <param name="Sentence">The error in plain words; null while it is not known.</param>
/// <param name="Workflows">The worst-hit first, at most <see cref="MostWorkflows"/>.</param>
/// <param name="LastNote">What somebody wrote when the last incident of this cause ended.</param>
/// <param name="Items">Of a summary or digest: a line for each incident, at most <see cref="MostItems"/>.</param>
public sealed record AlertStory(
    AlertMessageKind Kind,
    string Title,
    string? Sentence = null,
    int? IncidentId = null,
    IncidentKind? IncidentKind = null,
    DateTime? OpenedAt = null,
    DateTime? ResolvedAt = null,
    int Failures = 0,
    int WorkflowCount = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        ImmutableArray<StoryWorkflow> Workflows = default,
    string? LastNote = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        ImmutableArray<StoryItem> Items = default,
    string? ActorName = null,
    int? ReportId = null
)
{
    public const int MostWorkflows = 30;
    public const int MostItems = 100;

    /// <summary>A sentence; null: all of them are.</summary>
    internal static string? Listed(int items) => items > MostItems ? $"Listed are {MostItems} of {items:N0}." : null;

    public string Write() => AlertJson.Write(this);

    public static AlertStory Read(string json) => AlertJson.Read<AlertStory>(json);
}

/// <param name="ExecutionId">Ours, of its last failed run; null: it is not about a run.</param>
public sealed record StoryWorkflow(
    string Id,
    string Name,
    CloudProvider? Provider,
    WorkflowType? Type,
    DateTime FailedAt,
    int Failures,
    string? Owner = null,
    string? RunbookUrl = null,
    string? ExecutionId = null,
    string? N8nExecutionId = null,
    string? FailedNode = null
);

/// <summary>A line of a summary.</summary>
public sealed record StoryItem(int? IncidentId, string Title, int Workflows, DateTime Since, bool IsOpen);
