using DataSync.Core.Live;
using DataSync.Core.Workflows;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Dashboard;

/// <summary>The tab for whoever has it in the background: the worst state and how many are in it.</summary>
public static class StatusIcon
{
    /// <summary>As a data URI; null while nothing needs attention.</summary>
    public static string? Of(BoardFigures figures)
    {
        if (figures.Worst is not { } worst)
            return null;
        var failing = HealthWords.Rank(worst.Health) == HealthWords.Rank(Health.Failing);
        // A square for what is broken, a disc for what is not as it should be: not by colour alone.
        var shape = failing
            ? "<rect width='32' height='32' rx='7' fill='{0}'/>"
            : "<circle cx='16' cy='16' r='16' fill='{0}'/>";
        var count = worst.Count > 99 ? "99" : $"{worst.Count}";
        var svg =
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>"
            + shape.Replace("{0}", Theme.UnderWhite(worst.Health), StringComparison.Ordinal)
            + $"<text x='16' y='23' font-family='sans-serif' font-size='20' font-weight='700' text-anchor='middle' fill='#fff'>{count}</text></svg>";
        return "data:image/svg+xml," + Uri.EscapeDataString(svg);
    }

    public static string Title(BoardFigures figures) =>
        figures.Worst is { } worst
            ? $"({worst.Count} {Words.Of(worst.Health)}) Data Synchronization"
            : "Data Synchronization";
}
