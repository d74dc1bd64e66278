using DataSync.Core.Live;
using DataSync.Core.Workflows;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Dashboard;

/// <summary>One workflow. Draws itself again only when it is handed another tile, never for its neighbours' sake.</summary>
public sealed partial class WorkflowTileCard(TimeProvider Time) : ComponentBase
{
    private WorkflowTile? drawn;
    private string drawnPrefix = "";
    private bool drawnStart;
    private bool changed;
    private int flashes;

    [Parameter, EditorRequired]
    public WorkflowTile Tile { get; set; } = null!;

    /// <summary>Address of its history but for its id.</summary>
    [Parameter]
    public string HistoryPrefix { get; set; } = BoardAddress.Plain.HistoryPrefix;

    /// <summary>Address of the question whether to run it but for its id; null: whoever looks may not.</summary>
    [Parameter]
    public string? StartPrefix { get; set; }

    private string Id => Uri.EscapeDataString(Tile.WorkflowId);

    private string Label =>
        $"{Tile.Name}: {Words.Of(Tile.Health)}{(Tile.AsOf is { } at ? $" as of {Ages.Clock(at)}" : "")}";

    /// <summary>Two names for one animation: a browser starts it anew only when the name differs.</summary>
    private string Flash =>
        flashes == 0 ? ""
        : flashes % 2 == 0 ? "ds-flash-b"
        : "ds-flash-a";

    /// <summary>With the error of the last run, unless the sentence has it already, or with what is usual.</summary>
    private string Reason =>
        Tile.LastRun is { ErrorMessage.Length: > 0 } run
        && Tile.Health == Health.Failing
        && !Tile.HealthReason.Contains(run.ErrorMessage, StringComparison.Ordinal)
            ? $"{Tile.HealthReason.TrimEnd('.')}: {(run.FailedNode is { } node ? $"{node}: " : "")}{run.ErrorMessage}"
        : Tile is { Health: Health.Healthy, Usual: { } usual } ? $"{Tile.HealthReason} {usual}"
        : Tile.HealthReason;

    private string? Whereabouts =>
        Tile.VanishedAt is not null ? "deleted in n8n"
        : Tile.IsArchived ? "archived"
        : null;

    protected override void OnParametersSet()
    {
        changed =
            !ReferenceEquals(Tile, drawn)
            || !string.Equals(HistoryPrefix, drawnPrefix, StringComparison.Ordinal)
            || StartPrefix is null == drawnStart;
        if (!changed)
            return;
        if (drawn is not null && drawn.Health != Tile.Health)
            flashes++;
        (drawn, drawnPrefix, drawnStart) = (Tile, HistoryPrefix, StartPrefix is not null);
    }

    protected override bool ShouldRender() => changed;
}
