using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSync.Core.N8n;

/// <summary>How much of the budget is used.</summary>
/// <param name="PersonAllowedAt">When a person may ask again, UTC; null: now.</param>
public sealed record BudgetStatus(int Limit, int UsedLast60s, DateTime? PersonAllowedAt);

/// <summary>
/// Hands out permits to ask n8n so that no sliding 60 s at its side hold more than <see cref="N8nOptions.RequestsPerMinute"/>
/// requests. Thread-safe; one for the whole process. Permits are stored before they are handed out: a restart
/// begins with what the last process had out. <see cref="BudgetDecision"/> decides, this class waits and remembers.
/// </summary>
public sealed partial class RequestBudget(
    IOptions<N8nOptions> options,
    IDbContextFactory<DataSyncDbContext> databases,
    TimeProvider time,
    ILogger<RequestBudget> logger
) : IDisposable
{
    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private readonly PermitStore store = new(databases);
    private readonly SemaphoreSlim loading = new(1);
    private readonly SemaphoreSlim storing = new(1);
    private readonly long origin = time.GetTimestamp();
    private readonly Dictionary<long, HeldPermit> held = [];
    private readonly LatencyEstimate latency = new();
    private readonly LinkedList<Waiter> waiters = [];
    private ITimer? timer;
    private LiveForecast? live;
    private RequestPriority lastOfTheRest = RequestPriority.Backfill;
    private long nextKey;
    private TimeSpan keepsUntil;

    /// <summary>Zero of the steady clock, UTC.</summary>
    private DateTime beganAt;
    private volatile bool loaded;

    /// <summary>The last permit that is known, of this process or of another over the same database.</summary>
    private long last;

    public BudgetStatus Status
    {
        get
        {
            lock (gate)
            {
                DropReturned();
                var limit = options.Value.RequestsPerMinute;
                var allowedAt = Decide(limit).PersonAllowedAt;
                return new(limit, held.Count, allowedAt is { } at ? Utc(at) : null);
            }
        }
    }

    /// <summary>Requests a minute that live passes and people's reserve leave to the rest, at least one: an estimate.</summary>
    public double LeftPerMinute
    {
        get
        {
            lock (gate)
            {
                var limit = options.Value.RequestsPerMinute;
                var looks = live is { Interval.Ticks: > 0 } ? live.Requests.Average() / live.Interval.TotalMinutes : 0;
                return Math.Max(1, limit - BudgetDecision.Reserve(limit) - looks);
            }
        }
    }

    /// <summary>
    /// Says which live passes to keep permits for: the next one at <paramref name="nextAt"/> (UTC; a past time is the pass
    /// under way), then one each <paramref name="interval"/>. Null: none is expected.
    /// </summary>
    /// <param name="requests">How many each pass needs, from the next one on and then from the first again.</param>
    public void ExpectLivePasses(DateTime? nextAt, TimeSpan interval, params IReadOnlyList<int> requests)
    {
        lock (gate)
        {
            var limit = options.Value.RequestsPerMinute;
            live =
                nextAt is { } at && requests.Count > 0
                    ? new(Steady(at), Bounded(interval), [.. requests.Select(count => Math.Min(count, limit))])
                    : null;
            Pump();
        }
    }

    /// <summary>
    /// Has history and details leave one permit more for so long: somebody with a right to it may need it soon. What they have
    /// taken by then is theirs.
    /// </summary>
    public void KeepOneMore(TimeSpan time)
    {
        lock (gate)
        {
            keepsUntil = Now + time;
        }
    }

    /// <summary>Live requests since the program started.</summary>
    internal long LiveTaken { get; private set; }

    /// <summary>
    /// When a live pass of so many requests leaves history and details their part; null: now. An n8n whose open executions
    /// are in no list makes passes dear: they come less often then, and nothing starves.
    /// </summary>
    public DateTime? LivePassAllowedAt(int requests)
    {
        lock (gate)
        {
            DropReturned();
            return Decide(options.Value.RequestsPerMinute).LiveAllowedAt(requests) is { } at ? Utc(at) : null;
        }
    }

    /// <summary>
    /// Waits for a permit and stores it. The caller sends one request and calls <see cref="AnsweredAsync"/>, whatever
    /// happened to it. Throws what the database throws when the permit cannot be stored; nothing may be sent then.
    /// </summary>
    internal async Task<TakenPermit> TakeAsync(RequestPriority priority, CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        while (true)
        {
            var key = await QueueAsync(priority, cancellation);
            try
            {
                cancellation.ThrowIfCancellationRequested();
                if (await StoreAsync(key, priority, cancellation) is { } id)
                    return new(key, id);
            }
            catch
            {
                // It was never sent, so its place is free again. Should its row have been stored, the next start counts it.
                lock (gate)
                {
                    held.Remove(key);
                    Pump();
                }
                throw;
            }
        }
    }

    /// <summary>Its answer began, or it was given up: from now it takes 60 s to return.</summary>
    internal async Task AnsweredAsync(TakenPermit permit)
    {
        lock (gate)
        {
            var taken = held[permit.Key];
            latency.Add(Now - taken.TakenAt);
            held[permit.Key] = taken with { AnsweredAt = Now };
            Pump();
        }
        using var patience = new CancellationTokenSource(StoreTimeout, time);
        try
        {
            await store.AnswerAsync(permit.Id, time.GetUtcNow().UtcDateTime, patience.Token);
        }
        catch (Exception failure)
        {
            // Without it the permit only returns later after a restart.
            AnswerNotStored(logger, failure);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            timer?.Dispose();
        }
        loading.Dispose();
        storing.Dispose();
    }

    private TimeSpan Now => time.GetElapsedTime(origin);

    private async Task<long> QueueAsync(RequestPriority priority, CancellationToken cancellation)
    {
        var waiter = new Waiter(priority);
        lock (gate)
        {
            waiters.AddLast(waiter);
            Pump();
        }
        await using var registration = cancellation.UnsafeRegister(
            _ =>
            {
                lock (gate)
                {
                    if (waiters.Remove(waiter))
                        waiter.Granted.TrySetCanceled(cancellation);
                    Pump();
                }
            },
            null
        );
        return await waiter.Granted.Task;
    }

    /// <summary>Serves who waits, most urgent first, as long as there is something to serve. Call under the lock.</summary>
    private void Pump()
    {
        DropReturned();
        while (Head() is { } waiter)
        {
            var decision = Decide(options.Value.RequestsPerMinute).For(waiter.Priority);
            if (!decision.Granted)
            {
                // Nobody less urgent can have what the head cannot.
                var wait = decision.RetryAt!.Value - Now;
                timer ??= time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
                return;
            }
            waiters.Remove(waiter);
            if (waiter.Priority > RequestPriority.Live)
                lastOfTheRest = waiter.Priority;
            else if (waiter.Priority == RequestPriority.Live)
                LiveTaken++;
            var key = nextKey++;
            held[key] = new(key, waiter.Priority, Now, null);
            waiter.Granted.TrySetResult(key);
        }
    }

    private void OnTimer()
    {
        lock (gate)
        {
            Pump();
        }
    }

    private Waiter? Head()
    {
        var first = waiters.MinBy(waiter => waiter.Priority);
        return first is { Priority: > RequestPriority.Live }
            ? waiters.FirstOrDefault(waiter => waiter.Priority != lastOfTheRest) ?? first
            : first;
    }

    private BudgetDecision Decide(int limit) =>
        new(limit, held.Values, live, latency.Current, Now) { KeepsOneMoreUntil = keepsUntil };

    private void DropReturned()
    {
        var now = Now;
        foreach (var permit in held.Values)
        {
            if (permit.AnsweredAt is { } answered && answered + BudgetDecision.Hold <= now)
                held.Remove(permit.Key);
        }
    }

    /// <summary>Passes closer than a second would only cost time to play.</summary>
    private static TimeSpan Bounded(TimeSpan interval) =>
        interval <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Max(1, interval.TotalSeconds));

    private TimeSpan Steady(DateTime utc) => Now + (utc - time.GetUtcNow().UtcDateTime);

    /// <summary>The same instant is the same word each time, or every page would hear of news. Call under the lock.</summary>
    private DateTime Utc(TimeSpan steady)
    {
        // Two clocks are never read at once, and one of them may be set.
        var began = time.GetUtcNow().UtcDateTime - Now;
        if ((began - beganAt).Duration() > ClockSlack)
            beganAt = began;
        return beganAt + steady;
    }

    [LoggerMessage(1100, LogLevel.Warning, "When a request to n8n was answered could not be stored")]
    private static partial void AnswerNotStored(ILogger logger, Exception failure);

    private sealed class Waiter(RequestPriority priority)
    {
        public RequestPriority Priority => priority;

        public TaskCompletionSource<long> Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <param name="Key">In memory.</param>
/// <param name="Id">In the database.</param>
internal sealed record TakenPermit(long Key, long Id);

/// <summary>What nine of ten of the latest answers stayed below: what to expect of the next one.</summary>
internal sealed class LatencyEstimate
{
    private const int Remembered = 20;
    private static readonly TimeSpan AtFirst = TimeSpan.FromSeconds(1);
    private readonly Queue<TimeSpan> latest = new(Remembered);

    public TimeSpan Current => latest.Count == 0 ? AtFirst : latest.OrderDescending().ElementAt(latest.Count / 10);

    public void Add(TimeSpan latency)
    {
        if (latest.Count == Remembered)
            latest.Dequeue();
        latest.Enqueue(latency);
    }
}
