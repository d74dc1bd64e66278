using System.Collections.Immutable;
using DataSync.Core.Live;
using DataSync.Core.Workflows;

namespace DataSync.Web.Features.Dashboard;

/// <summary>What one viewer sees of a snapshot: the tiles that pass the filter, and the figures over it.</summary>
/// <param name="Healths">Counts of what the other filters let pass, so a number says what a click would show.</param>
/// <param name="AverageSuccessAt">Mean of the last successes of active workflows: an age counted from it is the mean age.</param>
public sealed record BoardView(
    BoardSnapshot Snapshot,
    BoardFilter Filter,
    ImmutableArray<WorkflowTile> Tiles,
    IReadOnlyDictionary<Health, int> Healths,
    IReadOnlyDictionary<CloudProvider, int> Providers,
    IReadOnlyDictionary<WorkflowType, int> Types,
    DateTime? AverageSuccessAt,
    int NeedAttention,
    int Running
)
{
    public static BoardView Of(BoardSnapshot snapshot, BoardFilter filter)
    {
        var all = snapshot.Tiles;
        var successes = all.Where(tile => tile.IsActive).Select(tile => tile.LastSuccessAt).OfType<DateTime>().ToList();
        return new(
            snapshot,
            filter,
            filter.IsEmpty ? all : [.. all.Where(filter.Matches)],
            Count(all, filter with { Healths = [] }, tile => tile.Health),
            Count(all, filter with { Providers = [] }, tile => tile.Provider),
            Count(all, filter with { Types = [] }, tile => tile.Type),
            Mean(successes),
            all.Count(tile => Components.Words.NeedsAttention(tile.Health)),
            all.Count(tile => tile.RunningSince is not null)
        );
    }

    private static DateTime? Mean(List<DateTime> times) =>
        // From the first on: the sum of whole dates would overflow.
        times.Count == 0
            ? null
            : times[0].AddTicks((long)times.Average(at => (double)(at - times[0]).Ticks));

    private static SortedDictionary<T, int> Count<T>(
        ImmutableArray<WorkflowTile> tiles,
        BoardFilter filter,
        Func<WorkflowTile, T> key
    )
        where T : struct, Enum
    {
        // Values that exist at all keep their chip, with 0, so that chips do not come and go while somebody types.
        var counts = new SortedDictionary<T, int>();
        foreach (var tile in tiles)
            counts[key(tile)] = counts.GetValueOrDefault(key(tile)) + (filter.Matches(tile) ? 1 : 0);
        return counts;
    }
}
