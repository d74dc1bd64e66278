namespace DataSync.Web.Components;

/// <summary>A page the navigation leads to.</summary>
/// <param name="Key">Pressed after <c>g</c> it leads there.</param>
/// <param name="Address">Relative to the base.</param>
/// <param name="Icon">A symbol of <c>IconSprite</c>.</param>
public sealed record SitePage(char Key, string Address, string Name, string Icon)
{
    /// <summary>In the order of the navigation.</summary>
    public static readonly IReadOnlyList<SitePage> All =
    [
        new('d', "data-sync", "Data Synchronization", "sync"),
        new('e', "data-sync/executions", "Executions", "history"),
        new('t', "data-sync/trends", "Trends", "trends"),
        new('a', "data-sync/alerts", "Alerts", "failing"),
    ];
}
