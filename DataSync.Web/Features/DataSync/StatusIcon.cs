using DataSync.Core.Live;
using DataSync.Core.Workflows;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Dashboard;

/// <summary>The tab for whoever has it in the background: the worst state, how many are in it, and whether that is current.</summary>
public static class StatusIcon
{
    private const string Plain = "Data Synchronization";
    private const string Square = "<rect width='32' height='32' rx='7' fill='{0}'/>";
    private const string Disc = "<circle cx='16' cy='16' r='16' fill='{0}'/>";

    /// <summary>As a data URI; null while nothing needs attention.</summary>
    public static string? Of(BoardSnapshot board)
    {
        if (IsOld(board))
            return Draw(Disc, Health.Unknown, "?");
        if (board.Figures.Worst is not { } worst)
            return null;
        var failing = HealthWords.Rank(worst.Health) == HealthWords.Rank(Health.Failing);
        // A square for what is broken, a disc for what is not as it should be: not by colour alone.
        return Draw(failing ? Square : Disc, worst.Health, worst.Count > 99 ? "99" : $"{worst.Count}");
    }

    public static string Title(BoardSnapshot board)
    {
        var worst = board.Figures.Worst is { } one ? $"{one.Count} {Words.Of(one.Health)}" : null;
        var incidents = board.Figures.OpenIncidents switch
        {
            null or 0 => null,
            1 => "1 incident",
            var open => $"{open} incidents",
        };
        string[] told = [.. new[] { IsOld(board) ? "not current" : null, worst, incidents }.OfType<string>()];
        return told.Length == 0 ? Plain : $"({string.Join(", ", told)}) {Plain}";
    }

    private static bool IsOld(BoardSnapshot board) => !board.Tiles.IsEmpty && !Conditions.AreWell(board.System);

    private static string Draw(string shape, Health health, string sign)
    {
        var svg =
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>"
            + shape.Replace("{0}", Theme.UnderWhite(health), StringComparison.Ordinal)
            + $"<text x='16' y='23' font-family='sans-serif' font-size='20' font-weight='700' text-anchor='middle' fill='#fff'>{sign}</text></svg>";
        return "data:image/svg+xml," + Uri.EscapeDataString(svg);
    }
}
