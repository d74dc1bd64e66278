using DataSync.Core.Live;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Dashboard;

/// <summary>One workflow. Draws itself again only when it is handed another tile, never for its neighbours' sake.</summary>
public sealed partial class WorkflowTileCard(TimeProvider Time) : ComponentBase
{
    private WorkflowTile? drawn;
    private bool changed;
    private int flashes;

    [Parameter, EditorRequired]
    public WorkflowTile Tile { get; set; } = null!;

    private string Label =>
        $"{Tile.Name}: {Words.Of(Tile.Health)}{(Tile.AsOf is { } at ? $" as of {Ages.Clock(at)}" : "")}";

    /// <summary>Two names for one animation: a browser starts it anew only when the name differs.</summary>
    private string Flash =>
        flashes == 0 ? ""
        : flashes % 2 == 0 ? "ds-flash-b"
        : "ds-flash-a";

    /// <summary>With the error of the last run, unless the sentence has it already.</summary>
    private string Reason =>
        Tile.LastRun is { ErrorMessage.Length: > 0 } run
        && Tile.Health == Core.Workflows.Health.Failing
        && !Tile.HealthReason.Contains(run.ErrorMessage, StringComparison.Ordinal)
            ? $"{Tile.HealthReason.TrimEnd('.')}: {(run.FailedNode is { } node ? $"{node}: " : "")}{run.ErrorMessage}"
            : Tile.HealthReason;

    private string? Whereabouts =>
        Tile.VanishedAt is not null ? "deleted in n8n"
        : Tile.IsArchived ? "archived"
        : null;

    protected override void OnParametersSet()
    {
        changed = !ReferenceEquals(Tile, drawn);
        if (!changed)
            return;
        if (drawn is not null && drawn.Health != Tile.Health)
            flashes++;
        drawn = Tile;
    }

    protected override bool ShouldRender() => changed;
}
