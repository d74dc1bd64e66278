using DataSync.Core.Workflows;

namespace DataSync.Core.Live;

/// <summary>The newest registry events and unobserved intervals, bounded. Used by the feeder alone.</summary>
internal sealed class FeedFacts
{
    /// <summary>Enough for the first registration of a large estate, which is folded into one line.</summary>
    public const int EventsKept = 1_000;
    public const int IntervalsKept = 30;

    private readonly SortedDictionary<long, WorkflowEvent> events = [];
    private readonly SortedDictionary<long, UnobservedInterval> intervals = [];

    public IEnumerable<WorkflowEvent> Events => events.Values;

    public IEnumerable<UnobservedInterval> Intervals => intervals.Values;

    /// <summary>Something came since the feed was last built.</summary>
    public bool HasChanged { get; private set; }

    public void Built() => HasChanged = false;

    public void Clear()
    {
        events.Clear();
        intervals.Clear();
        HasChanged = true;
    }

    public void Apply(List<WorkflowEvent> rows) => Apply(events, rows, row => row.Id, EventsKept);

    public void Apply(List<UnobservedInterval> rows) => Apply(intervals, rows, row => row.Id, IntervalsKept);

    private void Apply<T>(SortedDictionary<long, T> kept, List<T> rows, Func<T, long> id, int most)
    {
        foreach (var row in rows)
            kept[id(row)] = row;
        while (kept.Count > most)
            kept.Remove(kept.Keys.First());
        HasChanged |= rows.Count > 0;
    }
}
