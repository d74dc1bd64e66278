using System.Collections.Immutable;
using DataSync.Core.Workflows;

namespace DataSync.Core.Live;

/// <summary>The figures above the tiles, over all workflows. They stay the same record while they say the same.</summary>
public sealed record BoardFigures
{
    /// <summary>Below it the average age of data shall stay.</summary>
    public static readonly TimeSpan AgeTarget = TimeSpan.FromHours(2);

    /// <summary>So often a week running from here shall be worth while.</summary>
    public const int RunsTarget = 10;

    public static readonly BoardFigures None = new();

    /// <summary>Workflows the API key can see.</summary>
    public int Visible { get; private init; }

    /// <summary>Those of them a verdict is passed on; the rest is paused or unknown.</summary>
    public int Monitored { get; private init; }

    /// <summary>
    /// Mean of the last successes of those that are on and due at least every <see cref="AgeTarget"/>: an age counted from
    /// it is their mean age. Null: none had one.
    /// </summary>
    public DateTime? AverageSuccessAt { get; private init; }

    /// <summary>At the time of building; null without an average.</summary>
    public bool? AgeIsWithinTarget { get; private init; }

    /// <summary>Those the average is about, and how many of them never had a success.</summary>
    public int OftenDue { get; private init; }
    public int OftenDueWithoutSuccess { get; private init; }

    /// <summary>Those that are on and due more rarely or at no fixed time, and how many are older than their own limit.</summary>
    public int RarelyDue { get; private init; }
    public int RarelyDueTooOld { get; private init; }

    /// <summary>Over all workflows; null: not counted yet.</summary>
    public (RunRate Day, RunRate DayBefore)? Rates { get; private init; }

    /// <summary>Runs and retries of the last 7 days that were asked for here and sent; null: not counted yet.</summary>
    public (int Runs, int Retries)? AskedFor { get; init; }

    /// <summary>Null: not counted yet.</summary>
    public int? OpenIncidents { get; init; }

    public int NeedAttention { get; private init; }
    public int Running { get; private init; }

    /// <summary>The worst state that needs attention, and how many are in it; null: none does.</summary>
    public (Health Health, int Count)? Worst { get; private init; }

    public static BoardFigures Of(ImmutableArray<WorkflowTile> tiles, DateTime now)
    {
        var visible = tiles.Where(tile => tile.VanishedAt is null).ToList();
        var on = tiles.Where(tile => tile.IsOn && tile.Health != Health.Paused).ToLookup(IsOftenDue);
        var successes = on[true].Select(tile => tile.LastSuccessAt).OfType<DateTime>().ToList();
        var mean = Mean(successes);
        var rates = tiles.Select(tile => tile.Rates).OfType<(RunRate Day, RunRate DayBefore)>().ToList();
        var bad = tiles.Where(tile => HealthWords.NeedsAttention(tile.Health)).ToList();
        return new()
        {
            Visible = visible.Count,
            Monitored = visible.Count(tile => tile.Health is not (Health.Paused or Health.Unknown)),
            AverageSuccessAt = mean,
            AgeIsWithinTarget = mean is null ? null : now - mean < AgeTarget,
            OftenDue = on[true].Count(),
            OftenDueWithoutSuccess = on[true].Count() - successes.Count,
            RarelyDue = on[false].Count(),
            RarelyDueTooOld = on[false].Count(tile => IsTooOld(tile, now)),
            Rates = rates.Count == 0 ? null : rates.Aggregate((a, b) => (a.Day + b.Day, a.DayBefore + b.DayBefore)),
            NeedAttention = bad.Count,
            Running = tiles.Count(tile => tile.RunningSince is not null),
            Worst = bad.GroupBy(tile => tile.Health).OrderBy(group => group.Key).Select(Worded).FirstOrDefault(),
        };
    }

    private static (Health, int)? Worded(IGrouping<Health, WorkflowTile> group) => (group.Key, group.Count());

    private static bool IsOftenDue(WorkflowTile tile) => tile.DueEvery <= AgeTarget;

    // One that has not had its first success yet is judged by its health, not by an age it does not have.
    private static bool IsTooOld(WorkflowTile tile, DateTime now) => now - tile.LastSuccessAt > tile.DataLimit;

    private static DateTime? Mean(List<DateTime> times) =>
        // From the first on: the sum of whole dates would overflow.
        times.Count == 0
            ? null
            : times[0].AddTicks((long)times.Average(at => (double)(at - times[0]).Ticks));
}
