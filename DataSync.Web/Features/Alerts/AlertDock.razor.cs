using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Web.Access;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Alerts;

public sealed partial class AlertDock(
    AlertDesk desk,
    AccessDirectory access,
    CurrentActor current,
    NavigationManager navigation,
    TimeProvider time
) : ComponentBase
{
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource left = new();
    private IncidentGlance? latest;
    private int newest;
    private Role? role;

    private AlertDesk Desk => desk;

    private string Framed(string address) => PageFrames.Keep(navigation.Uri, address);

    private static string Address(IncidentGlance one) => $"data-sync/alerts?incident={one.Id}";

    private bool IsAdmin => role == Role.Admin;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        role = access.RoleOf(await current.GetAsync());
        newest = Newest();
        desk.Changed += Moved;
    }

    public void Dispose()
    {
        desk.Changed -= Moved;
        left.Cancel();
        left.Dispose();
    }

    /// <summary>Of those whose cause is known, or will not be soon: nobody is told of the same failure twice.</summary>
    private int Newest() => desk.Open.Where(one => !one.IsPending).Select(one => one.Id).DefaultIfEmpty().Max();

    private void Moved(object? sender, EventArgs none) => _ = InvokeAsync(ShowAsync);

    private async Task ShowAsync()
    {
        if (left.IsCancellationRequested)
            return;
        var since = newest;
        newest = Math.Max(newest, Newest());
        // Of several at once the newest; the badge counts the others.
        if (newest > since)
            latest = desk.Open.First(one => one.Id == newest);
        StateHasChanged();
        if (newest == since)
            return;
        await Task.Delay(Shown, time, left.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (left.IsCancellationRequested || latest?.Id != newest)
            return;
        latest = null;
        await InvokeAsync(StateHasChanged);
    }
}
