using System.Collections.Immutable;
using DataSync.Core.Live;
using DataSync.Core.Workflows;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Dashboard;

public enum BoardGrouping
{
    None,
    Provider,
    Type,
    Health,
}

/// <summary>Tiles under one head.</summary>
/// <param name="Key">Of its icon too.</param>
/// <param name="Title">Null: all tiles in one, without a head.</param>
/// <param name="Healths">How many of its members are in which state, worst first.</param>
public sealed record BoardSection(
    string Key,
    string? Title,
    Health Worst,
    ImmutableArray<(Health Health, int Count)> Healths,
    ImmutableArray<WorkflowTile> Tiles
)
{
    /// <summary>The sections in their order: the worst one first.</summary>
    /// <param name="tiles">Not empty; their order is kept within a section.</param>
    public static ImmutableArray<BoardSection> Of(ImmutableArray<WorkflowTile> tiles, BoardGrouping grouping) =>
        grouping switch
        {
            BoardGrouping.None => [One("all", null, tiles)],
            BoardGrouping.Provider => By(tiles, tile => tile.Provider, Words.Of),
            BoardGrouping.Type => By(tiles, tile => tile.Type, Words.Of),
            BoardGrouping.Health => By(tiles, tile => tile.Health, Words.Of),
            _ => throw new ArgumentOutOfRangeException(nameof(grouping), grouping, "Not a grouping"),
        };

    private static ImmutableArray<BoardSection> By<T>(
        ImmutableArray<WorkflowTile> tiles,
        Func<WorkflowTile, T> key,
        Func<T, string> title
    )
        where T : struct, Enum =>
        [
            .. tiles
                .GroupBy(key)
                .OrderBy(group => group.Key)
                .Select(group => One(Words.Key(group.Key), title(group.Key), [.. group]))
                .OrderBy(section => HealthWords.Rank(section.Worst)),
        ];

    private static BoardSection One(string key, string? title, ImmutableArray<WorkflowTile> tiles) =>
        new(
            key,
            title,
            HealthWords.Worst(tiles.Select(tile => tile.Health)) ?? Health.Unknown,
            [.. tiles.GroupBy(tile => tile.Health).OrderBy(group => group.Key).Select(g => (g.Key, g.Count()))],
            tiles
        );
}
