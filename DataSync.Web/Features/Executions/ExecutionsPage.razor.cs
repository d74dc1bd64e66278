using DataSync.Core.Live;
using DataSync.Web.Features.Dashboard;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace DataSync.Web.Features.Executions;

/// <summary>The runs of all workflows. It follows the board as the dashboard does.</summary>
public sealed partial class ExecutionsPage(LiveBoard board, TimeProvider time, NavigationManager Navigation)
    : ComponentBase,
        IDisposable
{
    private BoardSnapshot snapshot = BoardSnapshot.Empty;
    private HistoryFilter filter = new();
    private SignalCoalescer? coalescer;
    private IDisposable? subscription;
    private volatile bool disposed;

    [SupplyParameterFromQuery(Name = "run")]
    private string? Run { get; set; }

    protected override void OnInitialized() => Navigation.LocationChanged += Moved;

    protected override void OnParametersSet() => Look();

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender || disposed)
            return;
        coalescer = new SignalCoalescer(time, () => _ = FollowAsync());
        subscription = board.Subscribe(coalescer.Signal);
        // What changed between the drawing and the subscription gave no signal.
        if (!ReferenceEquals(board.Current, snapshot))
            coalescer.Signal();
    }

    public void Dispose()
    {
        disposed = true;
        Navigation.LocationChanged -= Moved;
        subscription?.Dispose();
        coalescer?.Dispose();
    }

    private async Task FollowAsync()
    {
        try
        {
            await InvokeAsync(() =>
            {
                if (disposed)
                    return;
                Look();
                StateHasChanged();
            });
        }
        catch (Exception failure) when (!disposed)
        {
            await DispatchExceptionAsync(failure);
        }
    }

    private void Moved(object? sender, LocationChangedEventArgs moved)
    {
        // On the way to another page this one is still there.
        if (!new Uri(moved.Location).AbsolutePath.EndsWith("/data-sync/executions", StringComparison.Ordinal))
            return;
        Look();
        StateHasChanged();
    }

    private void Look() => (snapshot, filter) = (board.Current, HistoryFilter.Parse(Navigation.Uri, whole: true));

    private void Sift(HistoryFilter changed) =>
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(changed.Query(whole: true)),
            new NavigationOptions { ReplaceHistoryEntry = true }
        );
}
