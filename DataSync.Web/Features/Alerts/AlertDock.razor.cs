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
    private IReadOnlyList<int> told = [];
    private Role? role;

    private AlertDesk Desk => desk;

    private string Framed(string address) => PageFrames.Keep(navigation.Uri, address);

    private string? Text =>
        latest is { WorkflowName: { } first }
            ? $"{latest.Title} ({AlertWords.Hit(first, latest.Workflows)})"
            : latest?.Title;

    private static string Address(IncidentGlance one) => $"data-sync/alerts?incident={one.Id}";

    private bool IsAdmin => role == Role.Admin;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        role = access.RoleOf(await current.GetAsync());
        told = Settled();
        desk.Changed += Moved;
    }

    public void Dispose()
    {
        desk.Changed -= Moved;
        left.Cancel();
        left.Dispose();
    }

    /// <summary>
    /// Open ones whose cause is known, or will not be soon: nobody is told of the same failure twice. One that ends leaves them,
    /// and is told of again when it comes back.
    /// </summary>
    private List<int> Settled() => [.. desk.Open.Where(one => !one.IsPending).Select(one => one.Id)];

    private void Moved(object? sender, EventArgs none) => _ = InvokeAsync(ShowAsync);

    private async Task ShowAsync()
    {
        if (left.IsCancellationRequested)
            return;
        var before = told;
        told = Settled();
        // Of several at once the newest; the badge counts the others.
        var one = desk.Open.FirstOrDefault(one => told.Except(before).Contains(one.Id));
        latest = one ?? latest;
        StateHasChanged();
        if (one is null)
            return;
        await Task.Delay(Shown, time, left.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (left.IsCancellationRequested || latest != one)
            return;
        latest = null;
        await InvokeAsync(StateHasChanged);
    }
}
