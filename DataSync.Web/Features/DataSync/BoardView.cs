using System.Collections.Immutable;
using DataSync.Core.Live;
using DataSync.Core.Workflows;

namespace DataSync.Web.Features.Dashboard;

/// <summary>What one viewer sees of a snapshot.</summary>
/// <param name="Tiles">Those that pass the filter, in the order of the view.</param>
/// <param name="Sections">The same under their heads; empty where no tile passes.</param>
/// <param name="Healths">Counts of what the other filters let pass, so a number says what a click would show.</param>
public sealed record BoardView(
    BoardSnapshot Snapshot,
    BoardAddress Address,
    ImmutableArray<WorkflowTile> Tiles,
    ImmutableArray<BoardSection> Sections,
    IReadOnlyDictionary<Health, int> Healths
)
{
    public static BoardView Of(BoardSnapshot snapshot, BoardAddress address)
    {
        var filter = address.Filter;
        var tiles = filter.IsEmpty ? snapshot.Tiles : [.. snapshot.Tiles.Where(filter.Matches)];
        if (address.IsList && address.Sort != ListSort.WorstFirst)
            tiles = [.. address.Sort.Apply(tiles)];
        return new(
            snapshot,
            address,
            tiles,
            tiles.IsEmpty ? [] : BoardSection.Of(tiles, address.Grouping),
            Count(snapshot.Tiles, filter with { Healths = [] })
        );
    }

    // States that exist at all keep their chip, with 0, so that chips do not come and go while somebody types.
    private static SortedDictionary<Health, int> Count(ImmutableArray<WorkflowTile> tiles, BoardFilter others)
    {
        var counts = new SortedDictionary<Health, int>();
        foreach (var tile in tiles)
            counts[tile.Health] = counts.GetValueOrDefault(tile.Health) + (others.Matches(tile) ? 1 : 0);
        return counts;
    }
}
