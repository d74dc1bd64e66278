using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataSync.Core.Alerts;

/// <summary>What a message tells, as it was true when that was decided. Times are UTC; holds no payload and no secret.</summary>
/// <param name="Title">The cause in a few words.</param>
/// <param name="Sentence">The error in plain words; null while it is not known.</param>
/// <param name="Workflows">The worst-hit first, at most <see cref="MostWorkflows"/>.</param>
/// <param name="LastNote">What somebody wrote when the last incident of this cause ended.</param>
/// <param name="Items">Of a summary or digest: a line for each incident.</param>
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
    ImmutableArray<StoryWorkflow> Workflows = default,
    string? LastNote = null,
    ImmutableArray<StoryItem> Items = default,
    string? ActorName = null
)
{
    public const int MostWorkflows = 30;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    public string Write() => JsonSerializer.Serialize(this, Json);

    public static AlertStory Read(string json) => JsonSerializer.Deserialize<AlertStory>(json, Json)!;
}

/// <param name="What">Cloud and type in words.</param>
/// <param name="ExecutionId">Ours, of its last failed run; null: it is not about a run.</param>
public sealed record StoryWorkflow(
    string Id,
    string Name,
    string What,
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
