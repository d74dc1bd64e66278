using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Core.Workflows;
using DataSync.Web.Components;
using DataSync.Web.Features.Settings;

namespace DataSync.Web.Features.Dashboard;

/// <summary>A number against its target, in words.</summary>
/// <param name="Scope">What it is about, where the name does not say all.</param>
/// <param name="Since">The value is the age of this, which keeps counting.</param>
/// <param name="Target">What it should be, or what it is compared with.</param>
/// <param name="IsMet">Null: cannot be told, or there is no target.</param>
/// <param name="Beside">What the number leaves out.</param>
/// <param name="Explained">Where one sees what makes it so; null: nowhere this person may look.</param>
public sealed record Figure(
    string Name,
    string? Scope,
    string Value,
    DateTime? Since,
    string Target,
    bool? IsMet,
    string Beside,
    string? Explained
)
{
    private const string None = "–";

    /// <param name="mayAudit">Whoever looks may read the audit log.</param>
    public static IReadOnlyList<Figure> Of(BoardFigures figures, BoardAddress address, bool mayAudit = false)
    {
        List<Figure> all =
        [
            Monitored(figures, address),
            Age(figures, address),
            Success(figures, address),
            Incidents(figures, address),
        ];
        // Nobody runs anything from a screen on a wall.
        if (address.Frame != PageFrame.Kiosk)
            all.Add(AskedFor(figures, address, mayAudit));
        return all;
    }

    private static Figure Monitored(BoardFigures figures, BoardAddress address)
    {
        var all = figures.Monitored == figures.Visible;
        return new(
            "Workflows monitored",
            null,
            figures.Visible == 0 ? None : ShareWords.Percent((double)figures.Monitored / figures.Visible),
            null,
            all ? "target 100 %" : "target 100 % missed",
            figures.Visible == 0 ? null : all,
            $"{figures.Monitored:N0} of {figures.Visible:N0} the API key can see",
            (
                all
                    ? address.Unfiltered with
                    {
                        IsList = true,
                    }
                    : address with
                    {
                        Filter = Only(Health.Paused, Health.Unknown),
                    }
            ).ToString()
        );
    }

    private static Figure Age(BoardFigures figures, BoardAddress address) =>
        new(
            "Average data age",
            figures.OftenDue == 0 ? "none is due every 2 h" : $"of {figures.OftenDue:N0} due every 2 h",
            None,
            figures.AverageSuccessAt,
            figures.AgeIsWithinTarget == false ? "target 2 h missed" : "target under 2 h",
            figures.AgeIsWithinTarget,
            figures switch
            {
                { OftenDueWithoutSuccess: > 0 and var never } => $"{never:N0} of them without success yet",
                { RarelyDue: 0 } => "No others",
                { RarelyDueTooOld: 0 } => $"All {figures.RarelyDue:N0} others within their limits",
                _ => $"{figures.RarelyDueTooOld:N0} of {figures.RarelyDue:N0} others beyond their limits",
            },
            (address.Unfiltered with { IsList = true, Sort = new(ListColumn.Success, false) }).ToString()
        );

    private static Figure Success(BoardFigures figures, BoardAddress address)
    {
        var day = figures.Rates?.Day;
        return new(
            "Success rate",
            "24 h",
            day?.Share is { } share ? ShareWords.Percent(share) : None,
            null,
            Change(day?.Share, figures.Rates?.DayBefore.Share),
            null,
            day is not { } runs ? "Counting the runs"
                : runs.Total == 0 ? "No run has ended"
                : $"{runs.Failed:N0} of {runs.Total:N0} runs failed",
            (address.Unfiltered with { IsList = true, Sort = new(ListColumn.Failed, true) }).ToString()
        );
    }

    private static Figure Incidents(BoardFigures figures, BoardAddress address) =>
        new(
            "Open incidents",
            null,
            figures.OpenIncidents is { } open ? $"{open:N0}" : None,
            null,
            figures.OpenIncidents > 0 ? "target 0 missed" : "target 0",
            figures.OpenIncidents is { } count ? count == 0 : null,
            figures.Worst is not { } worst ? "No workflow is in trouble"
                : worst.Count == figures.NeedAttention ? $"all {Words.Of(worst.Health)}"
                : $"worst: {worst.Count:N0} {Words.Of(worst.Health)}",
            Framed("data-sync/alerts", '?', address)
        );

    private static Figure AskedFor(BoardFigures figures, BoardAddress address, bool mayAudit) =>
        new(
            "Runs from here",
            "7 days",
            figures.AskedFor is { } asked ? $"{asked.Runs:N0}" : None,
            null,
            $"target {BoardFigures.RunsTarget}",
            // Fewer is no trouble anybody has to see to.
            figures.AskedFor?.Runs >= BoardFigures.RunsTarget
                ? true
                : null,
            figures.AskedFor switch
            {
                null => "Counting them",
                { Retries: 0 } => "No retries",
                { Retries: var retries } => $"and {retries:N0} {(retries == 1 ? "retry" : "retries")}",
            },
            mayAudit ? RunsAudited(address) : null
        );

    private static string RunsAudited(BoardAddress address)
    {
        var page = (AuditFilter.None with { Action = AuditActions.WorkflowRun }).Address;
        return Framed(page, '&', address);
    }

    private static string Framed(string page, char joint, BoardAddress address) =>
        PageFrames.Part(address.Frame) is { } frame ? $"{page}{joint}{frame}" : page;

    private static BoardFilter Only(params Health[] healths) => BoardFilter.None with { Healths = [.. healths] };

    private static string Change(double? now, double? before)
    {
        if (now is not { } a || before is not { } b)
            return "no day before it";
        var points = Math.Round((a - b) * 100, 1);
        return points == 0 ? "as the day before" : $"{(points > 0 ? "▲" : "▼")} {Math.Abs(points):0.0} points";
    }
}
