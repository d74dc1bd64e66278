using System.Collections.Immutable;
using DataSync.Core.Executions;
using DataSync.Core.Workflows;

namespace DataSync.Core.Live;

/// <summary>Makes the feed of what the board knows: runs, registry events, unobserved time. Pure.</summary>
internal static class FeedBuilder
{
    public const int MostEntries = 30;
    private const int MostDetail = 200;

    /// <param name="before">Returned when nothing changed, so that no page draws it again.</param>
    public static ImmutableArray<FeedEntry> Build(
        IReadOnlyCollection<WorkflowFacts> workflows,
        FeedFacts news,
        ImmutableArray<FeedEntry> before
    )
    {
        news.Built();
        var names = workflows.ToDictionary(
            one => one.Registry.WorkflowId,
            one => one.Registry.WorkflowName,
            StringComparer.Ordinal
        );
        var newestFirst = workflows
            .SelectMany(one => one.Finished.Concat(one.Open).Select(run => OfRun(run, one.Registry.WorkflowName)))
            .Concat(news.Events.Select(one => OfEvent(one, names.GetValueOrDefault(one.WorkflowId, one.WorkflowId))))
            .Concat(news.Intervals.Select(OfInterval))
            .OrderByDescending(entry => entry.At)
            .ThenByDescending(entry => entry.Key, StringComparer.Ordinal);
        var feed = Fold(newestFirst);
        return feed.SequenceEqual(before) ? before : feed;
    }

    /// <summary>
    /// What is routine takes one line: the successes of a workflow until something else happened to it, and the first
    /// registration of many.
    /// </summary>
    private static ImmutableArray<FeedEntry> Fold(IEnumerable<FeedEntry> newestFirst)
    {
        var feed = ImmutableArray.CreateBuilder<FeedEntry>();
        var successes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in newestFirst)
        {
            var routine = entry is { Kind: FeedKind.Succeeded, Detail: null } ? entry.WorkflowId : null;
            if (routine is not null && successes.TryGetValue(routine, out var at))
            {
                feed[at] = feed[at] with { Key = entry.Key, Text = "succeeded", Count = feed[at].Count + 1 };
                continue;
            }
            if (IsRegistration(entry) && feed.Count > 0 && IsRegistration(feed[^1]))
            {
                var count = feed[^1].Count + 1;
                feed[^1] = feed[^1] with
                {
                    WorkflowId = null,
                    Title = $"{count} workflows",
                    Detail = null,
                    Count = count,
                };
                continue;
            }
            if (feed.Count == MostEntries)
                break;
            if (routine is not null)
                successes[routine] = feed.Count;
            else if (entry.WorkflowId is { } other)
                successes.Remove(other);
            feed.Add(entry);
        }
        return feed.ToImmutable();
    }

    private static bool IsRegistration(FeedEntry entry) =>
        entry.Kind == FeedKind.Registry && string.Equals(entry.Text, EventWords.Registered, StringComparison.Ordinal);

    private static FeedEntry OfRun(Run run, string name)
    {
        var (kind, text) = run.Status switch
        {
            ExecutionStatus.Success => (
                FeedKind.Succeeded,
                run.NodesFailed > 0 ? "succeeded, but a node failed inside"
                : run.DurationMs is { } took ? $"succeeded in {Spans.Duration(took)}"
                : "succeeded"
            ),
            ExecutionStatus.Failure => (FeedKind.Failed, "failed"),
            ExecutionStatus.Running => (FeedKind.Started, run.N8nStatus is "waiting" ? "started and waits" : "started"),
            _ => (FeedKind.Cancelled, "was cancelled"),
        };
        var detail = kind switch
        {
            FeedKind.Failed when run.ErrorMessage is { Length: > 0 } error => SafeText.OneLine(
                run.FailedNode is { } node ? $"{node}: {error}" : error,
                MostDetail
            ),
            FeedKind.Succeeded when run.NodesFailed > 0 => run.FailedNode,
            _ => null,
        };
        return new(
            $"r{run.ExecutionId}",
            kind,
            kind == FeedKind.Started ? run.StartTime : run.EndTime ?? run.StartTime,
            run.WorkflowId,
            name,
            text,
            detail
        );
    }

    private static FeedEntry OfEvent(WorkflowEvent one, string name) =>
        new(
            $"e{one.Id}",
            FeedKind.Registry,
            one.At,
            one.WorkflowId,
            name,
            EventWords.Of(one.Kind) + (one.Author is { } author ? $" by {author}" : ""),
            EventWords.Detail(one)
        );

    private static FeedEntry OfInterval(UnobservedInterval one) =>
        new(
            $"u{one.Id}",
            FeedKind.Unobserved,
            one.EndedAt ?? one.StartedAt,
            null,
            one.EndedAt is { } end ? $"Not observed for {Spans.Span(end - one.StartedAt)}" : "Not observed since then",
            EventWords.OfReason(one.Reason),
            one.EndedAt is null ? null : "Runs of that time were read afterwards; nothing was judged while it lasted."
        );
}
