namespace DataSync.Core.N8n;

/// <summary>A permit that is out, on the budget's own steady clock (time since the budget began).</summary>
/// <param name="AnsweredAt">Null while the request is under way.</param>
internal sealed record HeldPermit(long Key, RequestPriority Priority, TimeSpan TakenAt, TimeSpan? AnsweredAt);

/// <summary>The live passes to keep permits for; an interval of zero is a single pass.</summary>
/// <param name="Requests">How many each needs, from the next one on and then from the first again.</param>
internal sealed record LiveForecast(TimeSpan NextAt, TimeSpan Interval, IReadOnlyList<int> Requests)
{
    public int RequestsOf(int pass) => Requests[pass % Requests.Count];
}

/// <param name="RetryAt">When asking again makes sense; null with <paramref name="Granted"/>.</param>
internal readonly record struct Decision(bool Granted, TimeSpan? RetryAt);

/// <summary>
/// Who gets the next permit: a function of values. Every permit out holds one place until 60 s after its answer, so the
/// permits out at any moment are at least the requests n8n met in the last 60 s.
/// </summary>
/// <param name="Latency">How long answers take at the moment, for permits whose answer is not known yet.</param>
internal sealed record BudgetDecision(
    int Limit,
    IReadOnlyCollection<HeldPermit> Held,
    LiveForecast? Live,
    TimeSpan Latency,
    TimeSpan Now
)
{
    /// <summary>A little over 60 s, so that two clocks that read the same instant differently stay inside the limit.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(60.05);

    /// <summary>
    /// How long the rest may delay a live request as far as can be foreseen. The promise is 5 s; the difference is for
    /// answers that take longer than the latest ones did.
    /// </summary>
    private static readonly TimeSpan LiveTolerance = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>Until then history and details leave one permit more than they have to.</summary>
    public TimeSpan KeepsOneMoreUntil { get; init; }

    /// <summary>Permits kept for people; with a tiny limit fewer, so that the others get any at all.</summary>
    public static int Reserve(int limit) =>
        limit switch
        {
            >= 4 => 2,
            >= 2 => 1,
            _ => 0,
        };

    /// <summary>Of the permits in a minute, what live passes take at most: at least one is left to history and details.</summary>
    public static int LiveShare(int limit) => Math.Max(limit - Reserve(limit) - 1, Math.Min(limit, 2));

    /// <summary>When <paramref name="requests"/> more of live passes stay within their share; null: now.</summary>
    public TimeSpan? LiveAllowedAt(int requests)
    {
        var share = LiveShare(Limit);
        var returns = Held.Where(permit => permit.Priority == RequestPriority.Live).Select(Returns).Order().ToList();
        var tooMany = returns.Count - share + Math.Min(requests, share);
        return tooMany > 0 ? returns[tooMany - 1] : null;
    }

    public Decision For(RequestPriority priority)
    {
        var capacity = priority == RequestPriority.Person ? Limit : Limit - Reserve(Limit);
        var counted = priority == RequestPriority.Person ? Held : [.. BesidesReserve(Held)];
        var keeps = Now < KeepsOneMoreUntil && priority > RequestPriority.Live;
        var most = keeps ? Math.Max(capacity - 1, 1) : capacity;
        if (counted.Count >= most)
        {
            var back = counted.Select(Returns).Order().ElementAt(counted.Count - most);
            return new(false, keeps && KeepsOneMoreUntil < back ? KeepsOneMoreUntil : back);
        }
        return priority is RequestPriority.Person or RequestPriority.Live || LivePassesFindTheirs(most)
            ? new(true, null)
            : new(false, Now + Soon);
    }

    /// <summary>When a person may ask; null: now.</summary>
    public TimeSpan? PersonAllowedAt => For(RequestPriority.Person).RetryAt;

    /// <summary>What counts for all but people: their own reserve is theirs, used or not.</summary>
    private IEnumerable<HeldPermit> BesidesReserve(IEnumerable<HeldPermit> held)
    {
        var people = held.ToLookup(permit => permit.Priority == RequestPriority.Person);
        return people[false].Concat(people[true].OrderBy(Returns).SkipLast(Reserve(Limit)));
    }

    private TimeSpan Returns(HeldPermit permit) => (permit.AnsweredAt ?? Later(Now, permit.TakenAt + Latency)) + Hold;

    /// <summary>
    /// Plays the expected live passes twice over the time a permit taken now would be out: without any request of the
    /// lowest priorities, and with theirs and this one. No live request may come out more than the tolerance later.
    /// </summary>
    private bool LivePassesFindTheirs(int capacity)
    {
        if (Live is not { } live)
            return true;
        var until = Now + Latency + Hold;
        var counted = BesidesReserve(Held).ToList();
        var alone = Play(counted.Where(permit => permit.Priority <= RequestPriority.Live).Select(Returns));
        var beside = Play(counted.Select(Returns).Append(until));
        return alone.Zip(beside).All(pair => pair.Second - pair.First <= LiveTolerance);

        IEnumerable<TimeSpan> Play(IEnumerable<TimeSpan> returns)
        {
            var places = new PriorityQueue<TimeSpan, TimeSpan>(returns.Select(at => (at, at)));
            foreach (var (passAt, requests) in Passes(live, until))
            {
                var wanted = passAt;
                for (var request = 0; request < requests; request++)
                {
                    while (places.TryPeek(out var back, out _) && back <= wanted)
                        places.Dequeue();
                    var granted = wanted;
                    while (places.Count >= capacity)
                        granted = Later(granted, places.Dequeue());
                    places.Enqueue(granted + Latency + Hold, granted + Latency + Hold);
                    yield return granted - wanted;
                    wanted = granted + Latency;
                }
            }
        }
    }

    /// <summary>The pass that is due or under way with what it has not asked yet, then those to come.</summary>
    private IEnumerable<(TimeSpan At, int Requests)> Passes(LiveForecast live, TimeSpan until)
    {
        var next = live.NextAt;
        var pass = 0;
        if (next <= Now)
        {
            var begun =
                live.Interval > TimeSpan.Zero ? next + Math.Floor((Now - next) / live.Interval) * live.Interval : next;
            var asked = Held.Count(permit => permit.Priority == RequestPriority.Live && permit.TakenAt >= begun);
            yield return (Now, Math.Max(0, live.RequestsOf(pass++) - asked));
            if (live.Interval <= TimeSpan.Zero)
                yield break;
            next = begun + live.Interval;
        }
        for (; next < until; next += live.Interval)
        {
            yield return (next, live.RequestsOf(pass++));
            if (live.Interval <= TimeSpan.Zero)
                yield break;
        }
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
