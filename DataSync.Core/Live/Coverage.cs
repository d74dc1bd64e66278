using System.Collections.Immutable;
using DataSync.Core.Workflows;

namespace DataSync.Core.Live;

/// <summary>What is synchronised at all: clouds by kinds of resources. Never-ran and inactive ones count only where nothing else is.</summary>
/// <param name="Providers">Those with at least one workflow.</param>
/// <param name="Types">All known ones, so that a gap is seen; "other" only where there is one.</param>
/// <param name="Cells">No cell: nobody syncs this.</param>
public sealed record Coverage(
    ImmutableArray<CloudProvider> Providers,
    ImmutableArray<WorkflowType> Types,
    ImmutableDictionary<(CloudProvider Provider, WorkflowType Type), CoverageCell> Cells
)
{
    public static readonly Coverage None = new(
        [],
        [],
        ImmutableDictionary<(CloudProvider, WorkflowType), CoverageCell>.Empty
    );

    /// <summary>Combinations of a known cloud and a known type that nobody syncs.</summary>
    public int Gaps => Providers.Sum(provider => Types.Count(type => IsGap(provider, type)));

    public bool IsGap(CloudProvider provider, WorkflowType type) =>
        provider != CloudProvider.Others && type != WorkflowType.Other && !Cells.ContainsKey((provider, type));

    public static Coverage Of(ImmutableArray<WorkflowTile> tiles)
    {
        var there = tiles.Where(tile => tile.VanishedAt is null || tile.Health == Health.SwitchedOff).ToList();
        var cells = there
            .SelectMany(tile => tile.Cells, (tile, cell) => (tile, cell))
            .ToLookup(one => one.cell, one => one.tile);
        var types = Enum.GetValues<WorkflowType>();
        return new(
            [.. cells.Select(cell => cell.Key.Provider).Distinct().Order()],
            [.. types.Where(type => type != WorkflowType.Other || cells.Any(cell => cell.Key.WorkflowType == type))],
            cells.ToImmutableDictionary(cell => (cell.Key.Provider, cell.Key.WorkflowType), cell => CellOf([.. cell]))
        );
    }

    private static CoverageCell CellOf(List<WorkflowTile> members)
    {
        var worst = HealthWords.Worst(members.Select(tile => tile.Health))!.Value;
        var counting = members.FindAll(tile => HealthWords.Counts(tile.Health));
        if (counting.Count == 0)
            counting = members;
        var never = counting.Exists(tile => tile.LastSuccessAt is null);
        return new(worst, never ? null : counting.Min(tile => tile.LastSuccessAt), members.Count);
    }
}

/// <param name="Worst">The worst health of its members.</param>
/// <param name="OldestSuccessAt">Of the member that is longest without success; null: one of them never had one.</param>
/// <param name="Workflows">All members, also those that do not colour it.</param>
public sealed record CoverageCell(Health Worst, DateTime? OldestSuccessAt, int Workflows);
