using System.Collections.Immutable;
using DataSync.Core.Live;
using DataSync.Core.Workflows;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Dashboard;

/// <summary>Which tiles are shown.</summary>
public sealed record BoardFilter(
    string Search,
    ImmutableSortedSet<Health> Healths,
    ImmutableSortedSet<CloudProvider> Providers,
    ImmutableSortedSet<WorkflowType> Types
)
{
    public static readonly BoardFilter None = new("", [], [], []);

    private const int LongestSearch = 200;

    public bool IsEmpty => Search.Length == 0 && Healths.IsEmpty && Providers.IsEmpty && Types.IsEmpty;

    /// <summary>Reads the address; words nobody knows are passed over.</summary>
    public static BoardFilter Parse(string? search, string? healths, string? providers, string? types) =>
        new(
            search is { Length: > LongestSearch } ? search[..LongestSearch] : search ?? "",
            Set<Health>(healths),
            Set<CloudProvider>(providers),
            Set<WorkflowType>(types)
        );

    public bool Matches(WorkflowTile tile) =>
        MatchesSearch(tile)
        && (Healths.IsEmpty || Healths.Contains(tile.Health))
        && ((Providers.IsEmpty && Types.IsEmpty) || tile.Cells.Any(Matches));

    public BoardFilter Toggle(Health health) => this with { Healths = Toggled(Healths, health) };

    public BoardFilter Toggle(CloudProvider provider) => this with { Providers = Toggled(Providers, provider) };

    public BoardFilter Toggle(WorkflowType type) => this with { Types = Toggled(Types, type) };

    /// <summary>Exactly this cell of the coverage; where it is chosen already, no cell.</summary>
    public BoardFilter Toggle(CloudProvider provider, WorkflowType type) =>
        IsCell(provider, type)
            ? this with
            {
                Providers = [],
                Types = [],
            }
            : this with
            {
                Providers = [provider],
                Types = [type],
            };

    public bool IsCell(CloudProvider provider, WorkflowType type) =>
        Providers.Count == 1 && Types.Count == 1 && Providers.Contains(provider) && Types.Contains(type);

    /// <summary>As parts of a query; null: not filtered by.</summary>
    public IEnumerable<string?> Parts =>
        [
            Search.Length == 0 ? null : "q=" + Uri.EscapeDataString(Search),
            Part("health", Healths),
            Part("provider", Providers),
            Part("type", Types),
        ];

    private bool Matches(WorkflowCell cell) =>
        (Providers.IsEmpty || Providers.Contains(cell.Provider))
        && (Types.IsEmpty || Types.Contains(cell.WorkflowType));

    private bool MatchesSearch(WorkflowTile tile)
    {
        foreach (var word in Search.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!tile.Name.Contains(word, StringComparison.OrdinalIgnoreCase))
                return false;
        }
        return true;
    }

    private static string? Part<T>(string name, ImmutableSortedSet<T> set)
        where T : struct, Enum => set.IsEmpty ? null : $"{name}={string.Join(',', set.Select(Words.Key))}";

    private static ImmutableSortedSet<T> Toggled<T>(ImmutableSortedSet<T> set, T value)
    {
        var without = set.Remove(value);
        return without.Count < set.Count ? without : set.Add(value);
    }

    private static ImmutableSortedSet<T> Set<T>(string? words)
        where T : struct, Enum =>
        [
            .. Enum.GetValues<T>()
                .Where(value => (words ?? "").Split(',').Contains(Words.Key(value), StringComparer.OrdinalIgnoreCase)),
        ];
}
