using System.Text.Encodings.Web;
using DataSync.Core.Live;
using DataSync.Core.Workflows;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Dashboard;

/// <summary>
/// What a tile says, for all who see it. Where nothing can be pointed at, selected or focused it is one piece of markup: in
/// the render tree of each circuit that is one frame instead of thirty.
/// </summary>
/// <param name="Class">Of the whole tile.</param>
/// <param name="Link">Its history, for who sees the board without a filter.</param>
/// <param name="Label">Of the link, for those who do not see the tile around it.</param>
internal sealed record TileText(
    string Class,
    string Link,
    string Label,
    string Reason,
    MarkupString Top,
    MarkupString Kind,
    MarkupString Facts,
    MarkupString PlainRun
)
{
    private static readonly Shared<WorkflowTile, TileText> All = new(Draw);

    /// <param name="now">Null on a living page.</param>
    public static TileText Of(WorkflowTile tile, DateTime? now) => All.Of(tile, now);

    private static TileText Draw(WorkflowTile tile, DateTime? now) =>
        new(
            $"ds-tile h-{Words.Key(tile.Health)}",
            BoardAddress.PlainHistoryPrefix + Uri.EscapeDataString(tile.WorkflowId),
            $"{tile.Name}: {Words.Of(tile.Health)}{(tile.AsOf is { } at ? $" as of {Ages.Clock(at)}" : "")}",
            ReasonOf(tile),
            new(TopOf(tile, now)),
            new(KindOf(tile)),
            new(FactsOf(tile, now)),
            RunOf(tile.WorkflowId, tile.Name, BoardAddress.Plain.StartPrefix)
        );

    /// <summary>The way to run it.</summary>
    public MarkupString Run(WorkflowTile tile, string startPrefix) =>
        string.Equals(startPrefix, BoardAddress.Plain.StartPrefix, StringComparison.Ordinal)
            ? PlainRun
            : RunOf(tile.WorkflowId, tile.Name, startPrefix);

    private static MarkupString RunOf(string id, string name, string startPrefix) =>
        new(
            $"<a class=\"ds-tile-run\" href=\"{HtmlEncoder.Default.Encode(startPrefix + Uri.EscapeDataString(id))}\" tabindex=\"-1\" title=\"Run now\" aria-label=\"Run {HtmlEncoder.Default.Encode(name)}\">"
                + "<svg class=\"ds-i\" aria-hidden=\"true\"><use href=\"#i-started\" /></svg></a>"
        );

    /// <summary>With the error of the last run, unless the sentence has it already, or with what is usual.</summary>
    private static string ReasonOf(WorkflowTile tile) =>
        tile.LastRun is { ErrorMessage.Length: > 0 } run
        && tile.Health == Health.Failing
        && !tile.HealthReason.Contains(run.ErrorMessage, StringComparison.Ordinal)
            ? $"{tile.HealthReason.TrimEnd('.')}: {(run.FailedNode is { } node ? $"{node}: " : "")}{run.ErrorMessage}"
        : tile is { Health: Health.Healthy, Usual: { } usual } ? $"{tile.HealthReason} {usual}"
        : tile.HealthReason;

    private static string TopOf(WorkflowTile tile, DateTime? now)
    {
        var top = Glyph.Of(tile.Health).Value;
        if (tile.AsOf is { } asOf)
            top += $" <span class=\"ds-quiet\">as of {Ages.Element("clock", asOf, now)}</span>";
        if (tile.RunningSince is { } since)
        {
            var more = tile.RunningCount > 1 ? $" ×{tile.RunningCount}" : "";
            top +=
                $" <span class=\"ds-running\"><i aria-hidden=\"true\"></i>Running {Ages.Element("since", since, now)}{more}</span>";
        }
        return $"<div class=\"ds-tile-top\">{top}</div>";
    }

    private static string KindOf(WorkflowTile tile)
    {
        var gone =
            tile.VanishedAt is not null ? "deleted in n8n"
            : tile.IsArchived ? "archived"
            : null;
        return $"<p class=\"ds-kind\">{Glyph.Of(tile.Provider)} {Glyph.Of(tile.Type)}"
            + $"{(gone is null ? "" : $" <span class=\"ds-gone\">{gone}</span>")}</p>";
    }

    private static string FactsOf(WorkflowTile tile, DateTime? now)
    {
        var success = tile.LastSuccessAt is { } at ? Ages.Element("ago", at, now) : None("span", "none yet");
        var next = tile.NextExpectedAt is { } due
            ? Ages.Element("in", due, now)
            : None("span", tile.IsActive ? "no schedule" : "switched off");
        var counts = tile.LastRun is { Resources: { Any: true } resources }
            ? $"<dd class=\"ds-counts\" title=\"{HtmlEncoder.Default.Encode(Words.Against(resources, tile.Usual))}\">{Glyph.Of(resources)}</dd>"
            : None("dd", tile.LastRun is null ? "no finished run" : "counts not reported");
        var took = tile.LastRun?.DurationMs is { } lasted
            ? $"<div{Title(tile.Usual)}><dt>Took</dt><dd>{Ages.Duration(lasted)}</dd></div>"
            : "";
        return $"<dl class=\"ds-facts\"><div><dt>Success</dt><dd>{success}</dd></div>"
            + $"<div{Title(tile.ScheduleText)}><dt>Next</dt><dd>{next}</dd></div>"
            + $"<div><dt class=\"ds-hidden\">Resources of the last run</dt>{counts}</div>{took}</dl>";
    }

    private static string None(string element, string words) => $"<{element} class=\"ds-none\">{words}</{element}>";

    private static string Title(string? text) => text is null ? "" : $" title=\"{HtmlEncoder.Default.Encode(text)}\"";
}
