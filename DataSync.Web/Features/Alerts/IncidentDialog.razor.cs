using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Web.Access;
using DataSync.Web.Components;
using DataSync.Web.Features.Dashboard;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Alerts;

/// <summary>One incident: what it is, whom it hit, who was told, and what can be done about it.</summary>
public sealed partial class IncidentDialog(
    IncidentHistory history,
    AlertService alerts,
    NavigationManager navigation,
    CurrentActor current,
    TimeProvider time,
    AlertDesk desk,
    LiveBoard board
) : AlertComponent(desk, board, time)
{
    private IncidentDetail? detail;
    private bool isMissing;
    private string? noted;

    [Parameter, EditorRequired]
    public int Id { get; set; }

    [Parameter]
    public bool MayAct { get; set; }

    /// <summary>The page without this dialog.</summary>
    [Parameter, EditorRequired]
    public string Close { get; set; } = "";

    private AlertService Alerts => alerts;

    private string Framed(string address) => PageFrames.Keep(navigation.Uri, address);

    /// <summary>Ids of those that were hit and have not recovered.</summary>
    private string[] Affected =>
        [.. detail!.Members.Where(one => one is { IsHit: true, RecoveredAt: null }).Select(one => one.WorkflowId)];

    /// <summary>The question whether to run as many of them as are run at once.</summary>
    private string RunAddress(string[] ids) =>
        Framed($"data-sync?start={Uri.EscapeDataString(string.Join(',', ids.Take(BoardAddress.MostStarted)))}");

    protected override async Task LoadAsync()
    {
        detail = await history.FindAsync(await current.GetAsync(), Id, Left);
        isMissing = detail is null;
    }

    private Task ActAsync(Func<Actor, int, string?, CancellationToken, Task> act) =>
        TryAsync(async () =>
        {
            await act(await current.GetAsync(), Id, Given(noted), Left);
            noted = null;
            await LoadAsync();
        });

    private Task SilenceAsync(TimeSpan time) =>
        ActAsync((actor, id, note, left) => alerts.SilenceAsync(actor, id, Now + time, note, left));

    private string Said(IncidentTransition change) =>
        change.Change is IncidentChange.Joined or IncidentChange.Recovered
            ? detail!
                .Members.FirstOrDefault(one => string.Equals(one.WorkflowId, change.Text, StringComparison.Ordinal))
                ?.WorkflowName
                ?? change.Text
                ?? ""
            : change.Text ?? "";

    private static string Length(double seconds) => Ages.Duration((long)(seconds * 1000));
}
