using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Polling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Triggers;

/// <summary>
/// Sends what was asked for, each thing at most once, and follows it to its end. That it is being sent is stored before it
/// is; what is found so afterwards is looked for in n8n and never sent again.
/// </summary>
public sealed partial class TriggerDispatcher(
    WriteTransaction writes,
    IDbContextFactory<DataSyncDbContext> contexts,
    TriggerFollower follower,
    N8nActs acts,
    LiveBoard board,
    TriggerDesk desk,
    RefreshRequests refresh,
    RequestBudget budget,
    IOptions<N8nOptions> n8n,
    DatabaseState database,
    TimeProvider time,
    ILogger<TriggerDispatcher> logger
) : BackgroundService
{
    /// <summary>n8n answers a retry only when that has ended, so several wait for their answers at the same time.</summary>
    private const int MostInFlight = 8;

    /// <summary>Of the requests of a minute, those that live passes are left, so that what was started is also seen.</summary>
    private const int LeftToLook = 4;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Another program on the same database may have stored something.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(20);

    /// <summary>Who asked reckons with it no longer; least of all where it comes out of a restored database.</summary>
    private static readonly TimeSpan LongestQueued = TimeSpan.FromMinutes(15);

    private const string TooLate = "It waited too long to be sent; ask again.";

    private const int MostTries = 150;
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(2);

    private readonly List<Task> inFlight = [];
    private DateTime lookedAt;
    private readonly Queue<DateTime> sent = new();

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            desk.Hint.Take();
            try
            {
                await database.WhenReadyAsync(stoppingToken);
                await StepAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                database.ReportFailure(failure);
                Failed(logger, failure);
            }
            await desk.Hint.WaitAsync(desk.Current.Any(one => one.IsOpen) ? Tick : Idle, time, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(inFlight)
            .WaitAsync(cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Follows what was sent, and sends what may be sent now without waiting for the answers.</summary>
    internal async Task StepAsync(CancellationToken cancellation)
    {
        await desk.ReadAsync(cancellation);
        await FollowAsync(cancellation);
        await SendNextAsync(cancellation);
    }

    /// <summary>What is on its way has been answered.</summary>
    internal Task AnsweredAsync() => Task.WhenAll(inFlight);

    private async Task SendNextAsync(CancellationToken stopping)
    {
        inFlight.RemoveAll(task => task.IsCompleted);
        while (sent.TryPeek(out var first) && Now - first >= Minute)
            sent.Dequeue();
        // How a workflow is run is read off the board.
        while (
            board.Current.System.Loaded
            && desk.Current.LastOrDefault(one => one.State == TriggerState.Queued) is { } next
        )
        {
            var share = Math.Max(1, n8n.Value.RequestsPerMinute - LeftToLook);
            // Waits here, where it can still be taken back, and not for a permit, where it cannot.
            if (inFlight.Count >= MostInFlight || sent.Count >= share || budget.Status.PersonAllowedAt > Now)
                return;
            if (await ClaimAsync(next.TriggerId, stopping) is { } trigger)
            {
                sent.Enqueue(Now);
                inFlight.Add(SendAsync(trigger, stopping));
            }
            await desk.ReadAsync(stopping);
        }
    }

    /// <returns>Null: somebody else has it, it was taken back, or nobody reckons with it any more.</returns>
    private Task<Trigger?> ClaimAsync(string triggerId, CancellationToken cancellation) =>
        writes.RunAsync(
            async (db, _, token) =>
            {
                var row = await db.Triggers.SingleAsync(one => one.TriggerId == triggerId, token);
                if (row.State != TriggerState.Queued)
                    return null;
                var now = time.UtcNow();
                if (now - row.RequestedAt > LongestQueued)
                {
                    (row.State, row.EndedAt, row.Outcome) = (TriggerState.Refused, now, TooLate);
                    return null;
                }
                (row.State, row.SentAt) = (TriggerState.Sending, now);
                return row;
            },
            cancellation
        );

    private async Task SendAsync(Trigger trigger, CancellationToken stopping)
    {
        (string? N8nId, string? Outcome, TriggerState State) answer;
        try
        {
            answer = (await ActAsync(trigger, stopping), null, TriggerState.Sent);
        }
        catch (N8nActException failure)
        {
            answer = (null, failure.Message, failure.MayHaveHappened ? TriggerState.Sent : TriggerState.Refused);
        }
        catch (Exception failure)
        {
            // It may have been sent, so it is looked for; by the next life of the program, where this one ends.
            if (!stopping.IsCancellationRequested)
                InDoubt(logger, trigger.TriggerId, failure);
            desk.Hint.Give();
            return;
        }
        await AnsweredAsync(trigger, answer, stopping);
        desk.Hint.Give();
    }

    /// <summary>What n8n said is said only once, so that storing it is tried for as long as a database may be away.</summary>
    private async Task AnsweredAsync(
        Trigger trigger,
        (string? N8nId, string? Outcome, TriggerState State) answer,
        CancellationToken stopping
    )
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                // Also while the program ends: it waits for this.
                await StoreAsync(trigger, answer, CancellationToken.None);
                return;
            }
            catch (Exception failure) when (tries < MostTries && !stopping.IsCancellationRequested)
            {
                database.ReportFailure(failure);
                NotStored(logger, trigger.TriggerId, failure);
                await Task.Delay(TryAgain, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception failure)
            {
                InDoubt(logger, trigger.TriggerId, failure);
                return;
            }
        }
    }

    private async Task<string?> ActAsync(Trigger trigger, CancellationToken stopping)
    {
        if (trigger.Act == TriggerAct.Run)
        {
            if (trigger.Way == TriggerWay.Mcp)
                return await acts.RunByMcpAsync(trigger.WorkflowId, stopping);
            var tile = board.Current.Tile(trigger.WorkflowId);
            if (tile is null || RunOffer.WebhookOf(tile) is not { } webhook)
                throw new N8nActException(
                    "The workflow no longer has the webhook it was to be run by. Ask again.",
                    mayHaveHappened: false
                );
            return await acts.CallWebhookAsync(webhook, tile.Settings.WebhookSecret, stopping);
        }
        await using var db = await contexts.CreateDbContextAsync(stopping);
        var target = await db
            .Executions.Where(row => row.ExecutionId == trigger.TargetId)
            .Select(row => row.N8nExecutionId)
            .SingleAsync(stopping);
        if (trigger.Act == TriggerAct.Retry)
            return await acts.RetryAsync(target, stopping);
        await acts.StopAsync(target, stopping);
        return target;
    }

    private async Task StoreAsync(
        Trigger trigger,
        (string? N8nId, string? Outcome, TriggerState State) answer,
        CancellationToken cancellation
    )
    {
        await writes.RunAsync(
            async (db, _, token) =>
            {
                var row = await db.Triggers.SingleAsync(one => one.Id == trigger.Id, token);
                // Its execution was seen before n8n answered.
                if (row.State is not (TriggerState.Sending or TriggerState.Sent) || row.ExecutionId is not null)
                    return 0;
                (row.State, row.N8nExecutionId) = (answer.State, answer.N8nId);
                row.Outcome = StoredText.Cut(answer.Outcome, StoredText.Text);
                if (answer.State == TriggerState.Refused)
                    row.EndedAt = time.UtcNow();
                return 0;
            },
            cancellation
        );
        await desk.ReadAsync(cancellation);
        // More in the queue are looked for together.
        if (!desk.Current.Any(one => one.State == TriggerState.Queued))
            lookedAt = default;
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        if (!desk.Current.Any(one => one.State is TriggerState.Sending or TriggerState.Sent))
            return;
        // Also when nobody watches: what was sent is looked for until it is found.
        if (
            Now - lookedAt >= LookEvery
            && desk.Current.Any(one => one is { State: TriggerState.Sent, ExecutionId: null })
        )
        {
            lookedAt = Now;
            refresh.Request();
        }
        if (await follower.FollowAsync(cancellation))
            await desk.ReadAsync(cancellation);
    }

    [LoggerMessage(1901, LogLevel.Error, "What was asked for could not be sent or followed; it is tried again")]
    private static partial void Failed(ILogger logger, Exception failure);

    [LoggerMessage(1902, LogLevel.Warning, "What n8n answered to {TriggerId} could not be stored; that is tried again")]
    private static partial void NotStored(ILogger logger, string triggerId, Exception failure);

    [LoggerMessage(1903, LogLevel.Error, "What became of {TriggerId} is not known; n8n is looked through for it")]
    private static partial void InDoubt(ILogger logger, string triggerId, Exception failure);
}
