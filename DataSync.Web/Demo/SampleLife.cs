namespace DataSync.Web.Demo;

/// <summary>
/// The executions, and the clock that starts new ones. Nothing runs by itself: whoever asks brings it up to now, so the
/// history of two weeks and the life of a running demo are the same few lines. Safe for any thread.
/// </summary>
internal sealed class SampleLife
{
    /// <summary>n8n's own defaults for pruning.</summary>
    public const int MaxFinished = 10_000;
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(336);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly DateTime _opened;
    private readonly IReadOnlyList<SampleWorkflow> _fleet;
    private readonly Random[] _chance;
    private readonly List<SampleRun> _runs = [];
    private readonly PriorityQueue<Start, (DateTime At, int Order)> _starts = new();
    private long _nextId = 1;
    private int _order;
    private bool _paused;
    private DateTime _prunedAt;

    public SampleLife(IReadOnlyList<SampleWorkflow> fleet, SampleN8nOptions options, TimeProvider time)
    {
        (_fleet, _time, _opened) = (fleet, time, Now(time));
        // Seeded on purpose: the demo shows the same picture every time, and nothing here is a secret.
        _chance = [.. fleet.Select(w => new Random(HashCode(options.Seed, w.Index)))];
        foreach (var workflow in fleet)
            Schedule(workflow, Later(workflow.CreatedAt, _opened - options.History));
        Advance(_opened);
    }

    /// <summary>Runs below an id that match, newest first, at most <paramref name="limit"/>; whether more follow; and as of when.</summary>
    public (IReadOnlyList<SampleRun> Runs, bool More, DateTime Now) List(
        Func<SampleRun, DateTime, bool> matches,
        long below,
        int limit
    )
    {
        lock (_gate)
        {
            var now = Advance(Now(_time));
            var page = new List<SampleRun>();
            for (var i = Position(below) - 1; i >= 0 && page.Count <= limit; i--)
                if (matches(_runs[i], now))
                    page.Add(_runs[i]);
            return page.Count > limit ? (page[..limit], true, now) : (page, false, now);
        }
    }

    public SampleRun? Find(long id)
    {
        lock (_gate)
        {
            Advance(Now(_time));
            var i = Position(id);
            return i < _runs.Count && _runs[i].Id == id ? _runs[i] : null;
        }
    }

    /// <summary>Starts a run at once and tells its id.</summary>
    public long Fire(SampleWorkflow workflow, string mode, long? retryOf = null)
    {
        lock (_gate)
            return Begin(workflow, mode, Advance(Now(_time)), retryOf);
    }

    /// <summary>Cancels a run that is open. Tells the run, null where there is none, and whether it was open.</summary>
    public (SampleRun? Run, bool Stopped) Stop(long id)
    {
        lock (_gate)
        {
            var now = Advance(Now(_time));
            var i = Position(id);
            if (i >= _runs.Count || _runs[i].Id != id)
                return (null, false);
            if (_runs[i].IsFinished(now))
                return (_runs[i], false);
            _runs[i] = _runs[i] with
            {
                Outcome = SampleOutcome.Canceled,
                EndsAt = now,
                WaitsFrom = null,
                WaitTill = null,
            };
            if (
                _runs[i].RetryOf is { } original
                && Position(original) is var o
                && o < _runs.Count
                && _runs[o].Id == original
            )
                _runs[o] = _runs[o] with { RetrySuccess = null };
            return (_runs[i], true);
        }
    }

    /// <summary>Stops and resumes schedules; what would have started meanwhile never does, as after an outage of n8n.</summary>
    public void Pause(bool paused)
    {
        lock (_gate)
        {
            Advance(Now(_time));
            _paused = paused;
        }
    }

    private DateTime Advance(DateTime now)
    {
        while (_starts.TryPeek(out var start, out var key) && key.At <= now)
        {
            _starts.Dequeue();
            if (start.Recurs)
                Schedule(start.Workflow, start.Occurrence);
            if (!_paused)
                Begin(start.Workflow, start.Mode, key.At, start.RetryOf);
        }
        if (now - _prunedAt >= TimeSpan.FromMinutes(1))
            Prune(now);
        return now;
    }

    private void Schedule(SampleWorkflow workflow, DateTime after)
    {
        if (workflow.NextStart(after) is not { } next)
            return;
        // Callers of a webhook are less punctual than a schedule.
        var random = _chance[workflow.Index];
        var delay = workflow.Trigger.Mode is "webhook" ? random.Next(500_000) : random.Next(8, 120);
        Enqueue(new(workflow, workflow.Trigger.Mode, next, Recurs: true), next.AddMilliseconds(delay));
    }

    private void Enqueue(Start start, DateTime at) => _starts.Enqueue(start, (at, _order++));

    private long Begin(SampleWorkflow workflow, string mode, DateTime at, long? retryOf)
    {
        var random = _chance[workflow.Index];
        // Now and then an id is missing in n8n: the execution was not saved.
        if (random.Next(150) == 0)
            _nextId++;
        var run = SampleOutcomes.Decide(workflow, _nextId++, mode, at, _opened, random) with { RetryOf = retryOf };
        _runs.Add(run);
        if (retryOf is { } original && Position(original) is var i && i < _runs.Count && _runs[i].Id == original)
            _runs[i] = _runs[i] with { RetrySuccess = (run.Id, run.EndsAt) };
        Follow(run, random);
        if (_runs.Count > MaxFinished + 1_000)
            Prune(at);
        return run.Id;
    }

    /// <summary>What a run brings about: a sub-workflow, a retry by somebody, a manual try in the editor.</summary>
    private void Follow(SampleRun run, Random random)
    {
        var (chance, minutes) = (random.NextDouble(), random.Next(2, 25));
        var workflow = run.Workflow;
        if (
            _fleet.FirstOrDefault(w => string.Equals(w.Name, workflow.ChildName, StringComparison.Ordinal)) is { } child
        )
            Enqueue(new(child, child.Trigger.Mode, run.StartedAt), run.StartedAt.AddMilliseconds(180));
        if (run.Mode is "retry" or "manual" or "integrated")
            return;
        if (run.Outcome == SampleOutcome.Throttled && chance < 0.15)
            Enqueue(new(workflow, "retry", run.StartedAt, RetryOf: run.Id), run.EndsAt.AddMinutes(minutes));
        else if (chance > 0.996 && workflow.Character == SampleCharacter.Steady)
            Enqueue(new(workflow, "manual", run.StartedAt), run.EndsAt.AddMinutes(minutes));
    }

    private void Prune(DateTime now)
    {
        _prunedAt = now;
        var surplus = _runs.Count(r => r.IsFinished(now)) - MaxFinished;
        _runs.RemoveAll(r => r.IsFinished(now) && (surplus-- > 0 || r.EndsAt < now - MaxAge));
    }

    /// <summary>Index of the first run whose id is not below <paramref name="id"/>; ids only grow.</summary>
    private int Position(long id)
    {
        var (low, high) = (0, _runs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_runs[middle].Id < id)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>UTC with milliseconds, which is all n8n keeps.</summary>
    public static DateTime Now(TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;

    /// <summary>The framework's own differs from process to process.</summary>
    private static int HashCode(int seed, int index) => unchecked(seed * 486_187_739 + (index + 1) * 16_777_619);

    private sealed record Start(
        SampleWorkflow Workflow,
        string Mode,
        DateTime Occurrence,
        bool Recurs = false,
        long? RetryOf = null
    );
}
