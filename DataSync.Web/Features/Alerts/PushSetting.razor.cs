using DataSync.Core;
using DataSync.Core.Alerts;
using DataSync.Core.Live;
using DataSync.Web.Access;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Features.Alerts;

/// <summary>For administrators: has n8n tell of failures by itself, after the exact change was shown, and takes that back.</summary>
public sealed partial class PushSetting(
    PushRelayService push,
    CurrentActor current,
    IOptions<SiteOptions> site,
    AlertDesk desk,
    LiveBoard board,
    TimeProvider time
) : AlertComponent(desk, board, time)
{
    private PushRelayPlan? plan;
    private bool isUndoAsked;
    private string done = "";

    private PushStanding Push => Desk.Push;

    private bool HasMoved =>
        site.Value.PublicUrl is { Length: > 0 } here
        && !string.Equals(Push.Url, PushRelayService.EventsOf(here), StringComparison.Ordinal);

    private string State =>
        Push.State switch
        {
            null => "not connected",
            PushState.Connecting => "connecting",
            PushState.Connected => "connected",
            _ => "being undone",
        };

    protected override Task LoadAsync() => Task.CompletedTask;

    private Task PlanAsync() =>
        TryAsync(async () =>
        {
            done = "";
            plan = await push.PlanAsync(await current.GetAsync(), Left);
        });

    private Task ConnectAsync() =>
        TryAsync(async () =>
        {
            await push.ConnectAsync(await current.GetAsync(), plan!, Left);
            plan = null;
        });

    private Task UndoAsync() =>
        TryAsync(async () =>
        {
            await push.UndoAsync(await current.GetAsync(), Left);
            isUndoAsked = false;
        });

    private Task FinishAsync() =>
        TryAsync(async () =>
        {
            await push.FinishAsync(await current.GetAsync(), Left);
            done = "They go on naming an error workflow that is gone, which n8n passes over.";
        });

    private static string Counted(int workflows) => workflows == 1 ? "1 workflow" : $"{workflows} workflows";

    private static string Takes(TimeSpan time) =>
        time.TotalMinutes < 1.5 ? "a minute"
        : time.TotalHours < 2 ? $"{Math.Ceiling(time.TotalMinutes):0} minutes"
        : $"{Math.Ceiling(time.TotalHours):0} hours";
}
