using System.Collections.Immutable;

namespace DataSync.Core.Live;

/// <summary>The current picture, immutable and shared by all circuits; swapped whole when anything changed.</summary>
/// <param name="Tiles">Worst first, then by name. A tile that did not change is the same reference as before.</param>
public sealed record BoardSnapshot(ImmutableArray<WorkflowTile> Tiles, SystemStatus System)
{
    public static readonly BoardSnapshot Empty = new([], SystemStatus.Starting);

    /// <summary>What happened last, newest first; the same array as long as it says the same.</summary>
    public ImmutableArray<FeedEntry> Feed { get; init; } = [];

    public BoardFigures Figures { get; init; } = BoardFigures.None;

    /// <summary>The same object as long as the tiles are the same.</summary>
    public Coverage Coverage { get; init; } = Coverage.None;

    /// <summary>Null: the board does not have it (yet).</summary>
    public WorkflowTile? Tile(string? workflowId) =>
        Tiles.FirstOrDefault(tile => string.Equals(tile.WorkflowId, workflowId, StringComparison.Ordinal));
}
