using System.Data.Common;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Polling;

/// <summary>
/// Looks at n8n: a full reconciliation at start and every <c>Polling:Interval</c>, live passes in between while
/// somebody watches or something runs; beside them history and details are read in what the budget leaves. Whatever
/// fails is shown on the board and tried again; nothing ends these loops but shutdown.
/// </summary>
public sealed partial class PollingService(
    PollPass pass,
    HistoryReader history,
    DetailReader details,
    FailureReader justFailed,
    N8nClient n8n,
    AbilityReader abilities,
    RequestBudget budget,
    RefreshRequests refresh,
    CheckpointReader checkpoints,
    DatabaseState database,
    PendingDetails pending,
    LiveBoard board,
    IEnumerable<IWatch> watches,
    IOptions<N8nOptions> n8nOptions,
    IOptions<PollingOptions> pollingOptions,
    TimeProvider time,
    ILogger<PollingService> logger
) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdlePause = TimeSpan.FromSeconds(5);

    /// <summary>Health checks only hasten the return of n8n: a pass is tried this often whatever they say.</summary>
    private static readonly TimeSpan LongestWithoutPass = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestNotBefore = TimeSpan.FromHours(1);
    private static readonly TimeSpan NoticeShown = TimeSpan.FromDays(1);
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(2);

    private readonly PollingOptions options = pollingOptions.Value;
    private readonly Lock gate = new();
    private volatile int passes;

    /// <summary>Requests of the last live pass.</summary>
    private int liveCost;
    private volatile PassClock clock = new(null, null, Lively: false, Failures: 0, NotBefore: null);
    private DateTime progressShownAt;

    private const string Unstored =
        "What n8n answered could not be stored. n8n still has it; it is read again as soon as the database takes it.";

    private const string Unfinished =
        "A look at n8n broke off for a reason of DataSync's own; the server's log has it. It is tried again.";

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Of the next live pass: what the plan says while n8n is steady, else what the last one took.</summary>
    private int ExpectedCost => liveCost > PollPlan.SteadyCosts(0).Max() ? liveCost : PollPlan.SteadyCosts(passes)[0];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!n8nOptions.Value.IsConfigured)
        {
            board.UpdateStatus(s => s with { N8n = N8nCondition.NotConfigured, N8nConditionSince = Now });
            return;
        }
        await database.WhenReadyAsync(stoppingToken);
        await Task.WhenAll(
            LoopAsync(LookOrReportAsync, stoppingToken),
            LoopAsync(token => ReadAsync(history.ReadPageAsync, token), stoppingToken),
            LoopAsync(token => ReadAsync(details.ReadSomeAsync, token), stoppingToken),
            LoopAsync(token => ReadAsync(justFailed.ReadSomeAsync, token), stoppingToken),
            LoopAsync(token => ReadAsync(abilities.ReadAsync, token), stoppingToken)
        );
    }

    /// <summary>Runs a step for ever; a step that throws is reported and pauses, never the end of the loop.</summary>
    private async Task LoopAsync(Func<CancellationToken, Task> step, CancellationToken stopping)
    {
        var failures = 0;
        while (true)
        {
            try
            {
                await step(stopping);
                failures = 0;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Report(failure);
                var pause = Tick * Math.Pow(2, Math.Min(failures++, 8));
                await Task.Delay(pause < LongestPause ? pause : LongestPause, time, stopping)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await database.WhenReadyAsync(stopping);
            }
        }
    }

    /// <summary>When a failed pass is tried again is for <see cref="PassTiming"/> to say, so the loop does not pause for it.</summary>
    private async Task LookOrReportAsync(CancellationToken stopping)
    {
        try
        {
            await LookAsync(stopping);
        }
        catch (N8nException failure)
        {
            Report(failure);
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        var lively =
            board.Watchers > 0
            || board.Current.Tiles.Any(tile => tile.RunningCount > 0)
            || watches.Any(watch => watch.IsWatching);
        Set(c => c with { Lively = lively, Turn = passes });
        var (at, kind) = PassTiming.Next(clock, options, Now);
        if (kind == PassKind.Live && budget.LivePassAllowedAt(ExpectedCost) is { } share && share > at)
            at = share;
        // Somebody may come at any moment, and is then promised what comes of it within one interval.
        DateTime? expected =
            options.LiveInterval == TimeSpan.Zero ? null
            : lively ? at
            : Now;
        budget.ExpectLivePasses(expected, options.LiveInterval, PollPlan.SteadyCosts(passes));
        var held = clock.NotBefore > Now;
        var allowed = held ? clock.NotBefore : budget.Status.PersonAllowedAt;
        board.UpdateStatus(s => s with { NextPassAt = at, RefreshAllowedAt = allowed });
        if (held)
        {
            await Task.Delay(Tick, time, stopping);
            return;
        }
        var wished = refresh.Given;
        if (at > Now && !wished)
        {
            await refresh.WaitAsync(at - Now < Tick ? at - Now : Tick, time, stopping);
            return;
        }
        var mayWait = !wished && Now - clock.LastPassAt < LongestWithoutPass;
        if (mayWait && board.Current.System.N8n == N8nCondition.Unreachable && !await n8n.IsAliveAsync(stopping))
        {
            // Asking whether it is alive costs nothing of the budget, so an n8n that comes back is noticed at once.
            await refresh.WaitAsync(IdlePause, time, stopping);
            return;
        }
        var priority = refresh.Take() ? RequestPriority.Person : RequestPriority.Live;
        await PassAsync(refresh.TakeAll() ? PassKind.Full : kind, priority, stopping);
    }

    private async Task PassAsync(PassKind kind, RequestPriority priority, CancellationToken stopping)
    {
        var started = Now;
        board.UpdateStatus(s => s with { PassStartedAt = started });
        var before = budget.LiveTaken;
        try
        {
            await pass.RunAsync(kind, priority, stopping);
            if (kind == PassKind.Live && priority == RequestPriority.Live)
                liveCost = (int)(budget.LiveTaken - before);
            Set(c =>
                c with
                {
                    LastPassAt = started,
                    LastFullAt = kind == PassKind.Full ? started : c.LastFullAt,
                    Failures = 0,
                    NotBefore = c.NotBefore > Now ? c.NotBefore : null,
                    LookBy = null,
                }
            );
            var state = PollState.Read(await checkpoints.ReadAsync(stopping));
            passes = (int)(state.Passes % 3);
            var began = state.GenerationBegan;
            var notice = began is not null && Now - began.At < NoticeShown ? began.Reason : null;
            board.UpdateStatus(s => Answering(s, started, kind) with { Notice = notice, PassProblem = null });
            PassDone(logger, kind, (Now - started).TotalMilliseconds);
            if (kind == PassKind.Full)
                abilities.Expect();
        }
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            Set(c => c with { LastPassAt = started, Failures = c.Failures + 1, LookBy = null });
            throw;
        }
        finally
        {
            board.UpdateStatus(s => s with { PassStartedAt = null });
        }
    }

    private SystemStatus Answering(SystemStatus status, DateTime started, PassKind kind) =>
        status with
        {
            N8n = N8nCondition.Ok,
            N8nMessage = null,
            N8nConditionSince = status.N8n == N8nCondition.Ok ? status.N8nConditionSince : Now,
            KnownUntil = started,
            LastFullPassAt = kind == PassKind.Full ? started : status.LastFullPassAt,
        };

    /// <summary>History and details: only while n8n answers passes, and not while it asks to be left alone.</summary>
    private async Task ReadAsync(Func<CancellationToken, Task<bool>> read, CancellationToken stopping)
    {
        var welcome = board.Current.System.N8n == N8nCondition.Ok && !(clock.NotBefore > Now);
        var more = welcome && await read(stopping);
        if (Now - progressShownAt >= ProgressInterval)
            await ShowProgressAsync(stopping);
        if (!more)
            await Task.Delay(Tick, time, stopping);
    }

    private async Task ShowProgressAsync(CancellationToken stopping)
    {
        progressShownAt = Now;
        var checkpoint = await checkpoints.ReadAsync(stopping);
        var state = PollState.Read(checkpoint);
        passes = (int)(state.Passes % 3);
        var progress = new BackfillProgress(
            (int)checkpoint.ExecutionsStored,
            state.Stretches is [var stretch, ..] ? stretch.ReadBackTo : null,
            await pending.CountAsync(stopping),
            Reading: state.Passes == 0 || !state.Stretches.IsEmpty
        );
        board.UpdateStatus(s => s with { Backfill = progress });
    }

    private void Report(Exception failure)
    {
        if (failure is N8nException answer)
        {
            var pause = answer.RetryAfter < LongestNotBefore ? answer.RetryAfter : LongestNotBefore;
            if (answer.RetryAfter is not null)
                Set(c => c with { NotBefore = Now + pause });
            // Whatever went wrong beside the passes: the next one finds out whether it is n8n, and soon.
            if (clock.Failures == 0)
                Set(c => c with { LookBy = Now + IdlePause });
            RequestFailed(logger, answer.Condition, answer.Message);
            // One page or one execution n8n cannot deliver says nothing about n8n; a pass that fails does.
            if (clock.Failures > 0 || answer.Condition is N8nCondition.RateLimited)
                board.UpdateStatus(s =>
                    s with
                    {
                        N8n = answer.Condition,
                        N8nMessage = answer.Message,
                        N8nConditionSince = s.N8n == answer.Condition ? s.N8nConditionSince : Now,
                    }
                );
        }
        else if (DatabaseState.IsUnreachable(failure))
        {
            database.ReportFailure(failure);
            board.UpdateStatus(s => s with { PassProblem = Unstored });
        }
        else
        {
            StepFailed(logger, failure);
            board.UpdateStatus(s =>
                s with
                {
                    PassProblem = failure is DbException or DbUpdateException ? Unstored : Unfinished,
                }
            );
        }
    }

    private void Set(Func<PassClock, PassClock> change)
    {
        lock (gate)
        {
            clock = change(clock);
        }
    }

    [LoggerMessage(1001, LogLevel.Debug, "{Kind} pass complete in {Milliseconds} ms")]
    private static partial void PassDone(ILogger logger, PassKind kind, double milliseconds);

    [LoggerMessage(1002, LogLevel.Warning, "n8n did not answer usefully ({Condition}): {Message}")]
    private static partial void RequestFailed(ILogger logger, N8nCondition condition, string message);

    [LoggerMessage(1003, LogLevel.Error, "A step of polling failed and will be tried again")]
    private static partial void StepFailed(ILogger logger, Exception failure);
}
