using System.Collections.Immutable;

namespace DataSync.Core.Workflows;

/// <summary>Names what was changed about a workflow between its last success and the failures since. Pure.</summary>
internal static class ChangeBeforeFailure
{
    private const int MostAuthorCharacters = 80;

    /// <summary>What can make a workflow fail; a new name cannot.</summary>
    public static readonly IReadOnlyList<WorkflowEventKind> Kinds =
    [
        WorkflowEventKind.VersionChanged,
        WorkflowEventKind.ScheduleChanged,
        WorkflowEventKind.Activated,
    ];

    /// <summary>One sentence about the last change before the first failure; null: none lies between, or the success is not known.</summary>
    /// <param name="judged">Newest first.</param>
    /// <param name="failures">How many of the newest failed in a row.</param>
    /// <param name="changes">Of <see cref="Kinds"/>, in any order.</param>
    public static string? Describe(
        ImmutableArray<FinishedRun> judged,
        int failures,
        ImmutableArray<WorkflowEvent> changes
    )
    {
        // What a success came after is not to blame.
        if (failures == 0 || failures >= judged.Length)
            return null;
        var (first, success) = (judged[failures - 1].Start, judged[failures].Start);
        // An edit can bring several at once; who did it says most.
        var last = changes
            .Where(one => one.At > success && one.At <= first)
            .OrderByDescending(one => one.At)
            .ThenBy(one => one.Kind != WorkflowEventKind.VersionChanged)
            .FirstOrDefault();
        if (last is null)
            return null;
        var verb = last.Kind == WorkflowEventKind.Activated ? "switched on" : "edited";
        var author = string.IsNullOrWhiteSpace(last.Author)
            ? ""
            : $" by {SafeText.OneLine(last.Author, MostAuthorCharacters)}";
        return $"It was {verb}{author} {Spans.Span(first - last.At)} before the first failure.";
    }
}
