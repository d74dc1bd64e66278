using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Core.Polling;
using DataSync.Web.Access;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace DataSync.Web.Features.Dashboard;

/// <summary>
/// The page people keep open. It is prerendered from the current picture, and once interactive it follows the board
/// through one subscription.
/// </summary>
public sealed partial class DataSyncPage(
    LiveBoard board,
    RefreshService refresh,
    AccessDirectory access,
    CurrentActor current,
    TimeProvider time,
    NavigationManager navigation
) : FollowingPage(board, time)
{
    private const int NamedInAnnouncement = 3;

    private BoardView view = BoardView.Of(BoardSnapshot.Empty, BoardAddress.Plain);
    private BoardAddress address = BoardAddress.Plain;
    private bool requested;
    private Role? role;

    /// <summary>What was typed and is not in the address yet: that takes a round trip to the browser.</summary>
    private string? typed;
    private string announcement = "";
    private ITimer? refreshAllowed;

    private bool MayAct => role >= Role.Operator;

    private bool IsFirstRun => view.Snapshot.Tiles.IsEmpty && FirstRun.IsFor(view.Snapshot.System);

    private bool IsWall => address.Frame == PageFrame.Kiosk && !view.Snapshot.Tiles.IsEmpty;

    protected override void OnInitialized()
    {
        navigation.LocationChanged += Moved;
        Read(navigation.Uri);
    }

    protected override async Task OnInitializedAsync() => role = access.RoleOf(await current.GetAsync());

    protected override void OnAfterRender(bool firstRender)
    {
        base.OnAfterRender(firstRender);
        if (!firstRender || Left.IsCancellationRequested)
            return;
        refreshAllowed = Time.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        AwaitRefreshAllowed();
    }

    protected override void Leave()
    {
        base.Leave();
        navigation.LocationChanged -= Moved;
        refreshAllowed?.Dispose();
    }

    private void Moved(object? sender, LocationChangedEventArgs moved)
    {
        // On the way to another page this one is still there.
        if (!navigation.ToBaseRelativePath(moved.Location).StartsWith(BoardAddress.Page, StringComparison.Ordinal))
            return;
        Read(moved.Location);
        StateHasChanged();
    }

    private void Read(string uri)
    {
        address = BoardAddress.Parse(uri);
        if (string.Equals(typed, address.Filter.Search, StringComparison.Ordinal))
            typed = null;
        Look();
    }

    protected override void Take(BoardSnapshot snapshot)
    {
        var before = view.Snapshot;
        var filter = address.Filter with { Search = typed ?? address.Filter.Search };
        view = BoardView.Of(snapshot, address with { Filter = filter });
        if (ReferenceEquals(before, view.Snapshot))
            return;
        if (!ReferenceEquals(before.System, view.Snapshot.System))
            requested = false;
        announcement = Announce(before, view.Snapshot);
        AwaitRefreshAllowed();
    }

    private void AwaitRefreshAllowed()
    {
        if (view.Snapshot.System.RefreshAllowedAt - Time.GetUtcNow().UtcDateTime is { Ticks: > 0 } wait)
            refreshAllowed?.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private Task RequestRefreshAsync() =>
        TryAsync(async () =>
        {
            refresh.Ask(await current.GetAsync());
            requested = true;
        });

    private void SearchFor(string words)
    {
        typed = words;
        Look();
        navigation.NavigateTo(view.Address.ToString(), new NavigationOptions { ReplaceHistoryEntry = true });
    }

    private static string Announce(BoardSnapshot before, BoardSnapshot after)
    {
        if (before.Tiles.IsEmpty)
            return "";
        var known = before.Tiles.ToDictionary(tile => tile.WorkflowId, StringComparer.Ordinal);
        var changes = after
            .Tiles.Where(tile => known.TryGetValue(tile.WorkflowId, out var old) && old.Health != tile.Health)
            .Select(tile => $"{tile.Name}: {Words.Of(tile.Health)}")
            .ToList();
        var more = changes.Count - NamedInAnnouncement;
        return string.Join("; ", changes.Take(NamedInAnnouncement)) + (more > 0 ? $"; and {more} more" : "");
    }
}
