using DataSync.Core.Live;
using DataSync.Core.Workflows;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Dashboard;

/// <summary>What the table can be sorted by.</summary>
public enum ListColumn
{
    Health,
    Name,
    Provider,
    Type,
    Success,
    Next,
    Failed,
    Took,
}

/// <summary>The order of the table. In the address a column, with <c>-</c> before it from large to small.</summary>
public readonly record struct ListSort(ListColumn Column, bool Descending)
{
    public static readonly ListSort WorstFirst = new(ListColumn.Health, false);

    public static ListSort Parse(string? word) =>
        Words.Parse<ListColumn>(word?.TrimStart('-')) is { } column ? new(column, word![0] == '-') : WorstFirst;

    /// <summary>What a click on the head of a column asks for: the other way round where it leads already.</summary>
    public ListSort Toggle(ListColumn column) =>
        new(column, column == Column ? !Descending : column == ListColumn.Failed || column == ListColumn.Took);

    /// <summary>Ties stay worst first; a workflow without a value comes last both ways.</summary>
    public IEnumerable<WorkflowTile> Apply(IEnumerable<WorkflowTile> worstFirst) =>
        Column switch
        {
            ListColumn.Health => By(worstFirst, tile => HealthWords.Rank(tile.Health)),
            ListColumn.Name => By(worstFirst, tile => tile.Name, StringComparer.OrdinalIgnoreCase),
            ListColumn.Provider => By(worstFirst, tile => (int)tile.Provider),
            ListColumn.Type => By(worstFirst, tile => (int)tile.Type),
            ListColumn.Success => ByKnown(worstFirst, tile => tile.LastSuccessAt),
            ListColumn.Next => ByKnown(worstFirst, tile => tile.NextExpectedAt),
            ListColumn.Failed => ByKnown(worstFirst, tile => tile.Rates?.Day.Failed),
            ListColumn.Took => ByKnown(worstFirst, tile => tile.LastRun?.DurationMs),
            _ => throw new InvalidOperationException($"No order for {Column}"),
        };

    public override string ToString() => (Descending ? "-" : "") + Words.Key(Column);

    private IOrderedEnumerable<WorkflowTile> By<T>(
        IEnumerable<WorkflowTile> tiles,
        Func<WorkflowTile, T> key,
        IComparer<T>? comparer = null
    ) => Descending ? tiles.OrderByDescending(key, comparer) : tiles.OrderBy(key, comparer);

    private IOrderedEnumerable<WorkflowTile> ByKnown<T>(IEnumerable<WorkflowTile> tiles, Func<WorkflowTile, T?> key)
        where T : struct
    {
        var known = tiles.OrderBy(tile => key(tile) is null);
        return Descending ? known.ThenByDescending(key) : known.ThenBy(key);
    }
}
