using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Web.Features.Dashboard;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace DataSync.Web.Features.Executions;

/// <summary>The runs of all workflows. It follows the board as the dashboard does.</summary>
public sealed partial class ExecutionsPage(
    LiveBoard board,
    TimeProvider time,
    ExecutionHistory history,
    NavigationManager Navigation
) : FollowingPage(board, time)
{
    private BoardSnapshot snapshot = BoardSnapshot.Empty;
    private HistoryFilter filter = new();

    [SupplyParameterFromQuery(Name = "run")]
    private string? Run { get; set; }

    protected override void OnInitialized() => Navigation.LocationChanged += Moved;

    protected override void OnParametersSet() => Look();

    protected override void Leave()
    {
        base.Leave();
        Navigation.LocationChanged -= Moved;
    }

    private void Moved(object? sender, LocationChangedEventArgs moved)
    {
        // On the way to another page this one is still there.
        if (!new Uri(moved.Location).AbsolutePath.EndsWith("/data-sync/executions", StringComparison.Ordinal))
            return;
        Look();
        StateHasChanged();
    }

    protected override void Take(BoardSnapshot snapshot) =>
        (this.snapshot, filter) = (snapshot, HistoryFilter.Parse(Navigation.Uri, whole: true));

    private void Sift(HistoryFilter changed) =>
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(changed.Query(whole: true)),
            new NavigationOptions { ReplaceHistoryEntry = true }
        );
}
