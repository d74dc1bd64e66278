using DataSync.Core.Live;
using DataSync.Core.Workflows;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Dashboard;

/// <summary>One workflow. Draws itself again only when it is handed another tile, never for its neighbours' sake.</summary>
public sealed partial class WorkflowTileCard(TimeProvider time) : ComponentBase
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
    public string HistoryPrefix { get; set; } = BoardAddress.PlainHistoryPrefix;

    /// <summary>Address of the question whether to run it but for its id; null: whoever looks may not.</summary>
    [Parameter]
    public string? StartPrefix { get; set; }

    private TileText Text => TileText.Of(Tile, RendererInfo.IsInteractive ? null : time.GetUtcNow().UtcDateTime);

    private string Link(TileText text) =>
        ReferenceEquals(HistoryPrefix, BoardAddress.PlainHistoryPrefix)
            ? text.Link
            : HistoryPrefix + Uri.EscapeDataString(Tile.WorkflowId);

    /// <summary>Two names for one animation: a browser starts it anew only when the name differs.</summary>
    private string Flash => flashes % 2 == 0 ? "ds-flash-b" : "ds-flash-a";

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
