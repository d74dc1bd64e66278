using System.Text.Json.Serialization;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;

namespace DataSync.Core.Executions;

/// <summary>One execution as lists show it. Times are UTC; a count nobody reported is null.</summary>
/// <param name="FailedNode">Also set where a node failed inside a run that went on and succeeded.</param>
public record ExecutionSummary(
    string ExecutionId,
    string WorkflowId,
    string WorkflowName,
    CloudProvider Provider,
    WorkflowType WorkflowType,
    ExecutionStatus Status,
    string? N8nStatus,
    string? Mode,
    DateTime StartTime,
    DateTime? EndTime,
    long? DurationMs,
    int? ResourcesCreated,
    int? ResourcesUpdated,
    int? ResourcesDeleted,
    int? ResourcesFailed,
    string? ErrorMessage,
    string? FailedNode
)
{
    /// <summary>Number of the row; with the start its place in the history.</summary>
    [JsonIgnore]
    public int Id { get; init; }

    [JsonIgnore]
    public ResourceCounts Resources => new(ResourcesCreated, ResourcesUpdated, ResourcesDeleted, ResourcesFailed);

    /// <summary>What <see cref="ExecutionHistory"/> takes to go on after this one.</summary>
    [JsonIgnore]
    public string Cursor => new ExecutionCursor(StartTime, Id).ToString();

    /// <summary>What it takes to begin with this one.</summary>
    [JsonIgnore]
    public string CursorBefore => new ExecutionCursor(StartTime, Id + 1).ToString();

    /// <summary>For a list that is kept: the error is one short line.</summary>
    public ExecutionSummary Shortened() =>
        this with
        {
            ErrorMessage = ErrorMessage is null ? null : SafeText.OneLine(ErrorMessage, MostOfError),
        };

    private const int MostOfError = 200;
}

/// <summary>A piece of the history, newest start first.</summary>
/// <param name="NextCursor">Where the next older piece begins; null: there is nothing older.</param>
/// <param name="SearchedTo">Set when the search stopped before the piece was full: older than this nothing was looked at yet.</param>
public sealed record ExecutionPage(
    IReadOnlyList<ExecutionSummary> Items,
    string? NextCursor,
    DateTime? SearchedTo = null
);
