using DataSync.Core.Access;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Polling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataSync.Core.Alerts;

/// <summary>
/// Connects failure push or undoes it, one workflow after the other and after the looks at n8n. What it finds half done, after
/// a restart or while n8n was away, is read from n8n first.
/// </summary>
public sealed partial class PushRelayDispatcher(
    PushRelayStore store,
    N8nClient n8n,
    N8nActs acts,
    TokenService tokens,
    AlertDesk desk,
    RefreshRequests refresh,
    DatabaseState database,
    TimeProvider time,
    ILogger<PushRelayDispatcher> logger
) : BackgroundService
{
    private const RequestPriority Priority = RequestPriority.Detail;
    private const string Setting = "errorWorkflow";

    /// <summary>n8n's word for none.</summary>
    private const string NoErrorWorkflow = "DEFAULT";
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>Another program on the same database may have stored something.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    /// <summary>Targets that could not be restored in this round.</summary>
    private readonly HashSet<int> kept = [];
    private int failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await database.WhenReadyAsync(stoppingToken);
            var pause = Idle;
            try
            {
                if (desk.ToConnect.Take())
                    kept.Clear();
                pause = await StepAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                database.ReportFailure(failure);
                Failed(logger, failure);
            }
            if (pause > TimeSpan.Zero)
                await desk.ToConnect.WaitAsync(pause, time, stoppingToken);
        }
    }

    /// <summary>Does the next thing there is to do, and shows how far it has come.</summary>
    /// <returns>How long nothing more needs to be done.</returns>
    internal async Task<TimeSpan> StepAsync(CancellationToken cancellation)
    {
        var (relay, targets) = await store.ReadAsync(cancellation);
        string? problem = null;
        var pause = TimeSpan.Zero;
        try
        {
            pause = relay?.State switch
            {
                PushState.Connecting => await ConnectAsync(relay, targets, cancellation),
                PushState.Undoing => await UndoAsync(relay, targets, cancellation),
                _ => Idle,
            };
            failures = 0;
        }
        catch (Exception failure) when (failure is N8nException or N8nActException)
        {
            Waits(logger, failure.Message);
            (problem, pause) = (failure.Message, FirstPause * Math.Pow(2, failures));
            if (pause < LongestPause)
                failures++;
            else
                pause = LongestPause;
        }
        (relay, targets) = await store.ReadAsync(cancellation);
        desk.Show(PushStanding.Of(relay, targets, problem));
        return pause;
    }

    private async Task<TimeSpan> ConnectAsync(PushRelay relay, List<PushTarget> targets, CancellationToken cancellation)
    {
        if (relay.WorkflowId is null)
            await CreateAsync(relay, cancellation);
        else if (!relay.IsPublished)
        {
            await acts.PublishWorkflowAsync(relay.WorkflowId, cancellation);
            await store.ChangeAsync(relay, row => row.IsPublished = true, note: null, cancellation);
        }
        else if (targets.Find(one => one.State is PushTargetState.Waiting or PushTargetState.Sending) is { } next)
            await SetAsync(relay, next, cancellation);
        else
        {
            await store.ChangeAsync(relay, row => row.State = PushState.Connected, note: null, cancellation);
            refresh.Request(all: true);
        }
        return TimeSpan.Zero;
    }

    private async Task CreateAsync(PushRelay relay, CancellationToken cancellation)
    {
        var made = relay.IsSent ? await FindAsync(relay, cancellation) : null;
        if (made is null)
        {
            // Of an attempt that came to nothing: nobody knows its secret.
            await tokens.RevokeAsync(relay.Actor, relay.TokenName, cancellation);
            var secret = TokenService.Prefix + Secrets.New();
            await tokens.StoreAsync(relay.Actor, relay.TokenName, role: null, null, secret, cancellation);
            await store.ChangeAsync(relay, row => row.IsSent = true, note: null, cancellation);
            made = await acts.CreateWorkflowAsync(RelayWorkflow.Body(relay.Name, relay.Url, secret), cancellation);
        }
        await store.ChangeAsync(
            relay,
            // An n8n without versions runs error workflows that are not switched on, and cannot switch them on.
            row => (row.WorkflowId, row.IsPublished) = (made.WorkflowId, !made.HasVersions),
            new(AuditActions.PushRelayCreated, relay.Name, null, new { made.WorkflowId, relay.Url }),
            cancellation
        );
    }

    /// <summary>The relay, when the answer to its creation was lost.</summary>
    private async Task<N8nDraft?> FindAsync(PushRelay relay, CancellationToken cancellation)
    {
        await foreach (var page in n8n.AllWorkflowsAsync(Priority, cancellation))
            if (page.Workflows.FirstOrDefault(one => PushRelayPlan.IsSame(one.Name, relay.Name)) is { } found)
                return await acts.ReadDraftAsync(found.Id, cancellation);
        return null;
    }

    private async Task SetAsync(PushRelay relay, PushTarget target, CancellationToken cancellation)
    {
        if (!await store.ChangeAsync(target, row => row.State = PushTargetState.Sending, null, relay, cancellation))
            return;
        string? reason = null;
        try
        {
            var now = await acts.SaveSettingAsync(
                target.WorkflowId,
                now =>
                {
                    if (PushRelayPlan.IsSame(now.ErrorWorkflow, relay.WorkflowId))
                        return null;
                    reason = PushRelayPlan.WhyLeft(now);
                    return reason is null ? N8nSetting.Of(Setting, relay.WorkflowId) : null;
                },
                now => PushRelayPlan.IsSame(now.ErrorWorkflow, relay.WorkflowId) && now.Obstacle is null,
                Priority,
                cancellation
            );
            reason = now is null ? PushRelayPlan.Gone : reason;
        }
        catch (N8nActException failure) when (failure.Condition is null)
        {
            // Of this workflow alone. Where it may have been saved, undoing looks at it again.
            reason = failure.Message;
            if (failure.MayHaveHappened)
            {
                await EndAsync(PushTargetState.Set, note: null);
                return;
            }
        }
        await EndAsync(
            reason is null ? PushTargetState.Set : PushTargetState.Left,
            reason is null ? Note(relay, target, target.Before, relay.WorkflowId) : null
        );

        Task EndAsync(PushTargetState state, AuditNote? note) =>
            store.ChangeAsync(target, row => (row.State, row.Reason) = (state, reason), note, relay, cancellation);
    }

    private async Task<TimeSpan> UndoAsync(PushRelay relay, List<PushTarget> targets, CancellationToken cancellation)
    {
        if (targets.Find(one => !kept.Contains(one.Id)) is { } next)
        {
            await RestoreAsync(relay, next, cancellation);
            return TimeSpan.Zero;
        }
        if (targets.Count > 0)
        {
            kept.Clear();
            return LongestPause;
        }
        if ((relay.WorkflowId ?? (relay.IsSent ? (await FindAsync(relay, cancellation))?.WorkflowId : null)) is { } id)
            await acts.RemoveWorkflowAsync(id, cancellation);
        await tokens.RevokeAsync(relay.Actor, relay.TokenName, cancellation);
        await store.RemoveAsync(relay, new(AuditActions.PushRelayRemoved, relay.Name), cancellation);
        refresh.Request(all: true);
        return TimeSpan.Zero;
    }

    private async Task RestoreAsync(PushRelay relay, PushTarget target, CancellationToken cancellation)
    {
        string? reason = null;
        var isWritten = false;
        try
        {
            await acts.SaveSettingAsync(
                target.WorkflowId,
                now =>
                {
                    if (!PushRelayPlan.IsSame(now.ErrorWorkflow, relay.WorkflowId))
                        return null;
                    reason = PushRelayPlan.WhyKept(now);
                    isWritten = reason is null;
                    return reason is null ? Restored(target, now.HasVersions) : null;
                },
                now => !PushRelayPlan.IsSame(now.ErrorWorkflow, relay.WorkflowId),
                Priority,
                cancellation
            );
        }
        catch (N8nActException failure) when (failure.Condition is null)
        {
            reason = failure.Message;
        }
        if (reason is null)
        {
            var note = isWritten ? Note(relay, target, relay.WorkflowId, target.Before) : null;
            await store.RemoveAsync(target, note, relay, cancellation);
            return;
        }
        await store.ChangeAsync(target, row => row.Reason = reason, note: null, relay, cancellation);
        kept.Add(target.Id);
    }

    private static N8nSetting Restored(PushTarget target, bool hasVersions) =>
        (target.Before ?? (hasVersions ? NoErrorWorkflow : null)) is { } value
            ? N8nSetting.Of(Setting, value)
            : new N8nSetting(Setting, null);

    private static AuditNote Note(PushRelay relay, PushTarget target, string? before, string? after) =>
        new(
            AuditActions.WorkflowErrorWorkflow,
            target.WorkflowName,
            new { errorWorkflow = before },
            new { errorWorkflow = after, relay = relay.Name }
        );

    [LoggerMessage(2051, LogLevel.Warning, "Connecting failure push waits: {Problem}")]
    private static partial void Waits(ILogger logger, string problem);

    [LoggerMessage(2052, LogLevel.Error, "Failure push could not be connected or undone; it is tried again")]
    private static partial void Failed(ILogger logger, Exception failure);
}
