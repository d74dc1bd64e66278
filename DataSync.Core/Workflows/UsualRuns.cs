using System.Collections.Immutable;
using DataSync.Core.Executions;

namespace DataSync.Core.Workflows;

/// <summary>What a workflow's successful runs usually look like, learned from its own history so that outliers do not count.</summary>
internal static class UsualRuns
{
    private const int LeastHistory = 5;

    /// <summary>One sentence about what sets a success apart from those before it; null: it is as usual, or too few are known.</summary>
    public static string? WhatIsUnusual(FinishedRun last, ImmutableArray<FinishedRun> before)
    {
        var successes = before.Where(run => run.Status == ExecutionStatus.Success).ToList();
        return FarFewer(last, successes)
            ?? FarMore("Failed", last, successes, run => run.Resources.Failed, margin: 3)
            ?? FarMore("Deleted", last, successes, run => run.Resources.Deleted, margin: 5)
            ?? FarQuickerOrSlower(last, successes);
    }

    /// <summary>How successes usually are, one sentence; null: too few are known.</summary>
    public static string? Describe(IEnumerable<FinishedRun> runs)
    {
        var successes = runs.Where(run => run.Status == ExecutionStatus.Success).ToList();
        var took = Usual.Of(successes, run => run.DurationMs) is { } time
            ? Spans.DurationRange(time.Low, time.High)
            : null;
        (string What, Usual? Count)[] counts =
        [
            ("created", Usual.Of(successes, run => run.Resources.Created)),
            ("updated", Usual.Of(successes, run => run.Resources.Updated)),
            ("deleted", Usual.Of(successes, run => run.Resources.Deleted)),
            ("failed", Usual.Of(successes, run => run.Resources.Failed)),
        ];
        var some = counts
            .Where(one => one.Count is { High: > 0 })
            .Select(one => $"{Spans.Range(one.Count!.Low, one.Count.High)} {one.What}")
            .ToList();
        if (some.Count == 0 && Array.Exists(counts, one => one.Count is not null))
            some.Add("nothing changed");
        string[] known = [.. took is null ? [] : new[] { took }, .. some];
        return known.Length == 0 ? null : $"Usually {string.Join(", ", known)}.";
    }

    private static string? FarFewer(FinishedRun last, List<FinishedRun> before)
    {
        if (Touched(last) is not { } now)
            return null;
        // Several such runs in a row are one sign, not the new usual.
        var otherwise = before.SkipWhile(run => Touched(run) <= now).ToList();
        if (Usual.Of(otherwise, run => Touched(run)) is not { } usual)
            return null;
        var fewer = now == 0 || (now < usual.Median / 2 && usual.Median - now > 4 * usual.Spread);
        // Where nothing to do is part of its life, nothing to do is no sign.
        if (!fewer || now >= usual.Low)
            return null;
        var verb = (last.Resources.Created, last.Resources.Updated) switch
        {
            (null, _) => "Updated",
            (_, null) => "Created",
            _ => "Created or updated",
        };
        return Sentence(verb, now, usual);
    }

    private static string? FarMore(
        string verb,
        FinishedRun last,
        List<FinishedRun> before,
        Func<FinishedRun, long?> count,
        int margin
    )
    {
        if (count(last) is not { } now || Usual.Of(before, count) is not { } usual)
            return null;
        var more = now - usual.Median >= margin && now > 2 * usual.Median && now - usual.Median > 4 * usual.Spread;
        return more && now > usual.High ? Sentence(verb, now, usual) : null;
    }

    private static string? FarQuickerOrSlower(FinishedRun last, List<FinishedRun> before)
    {
        if (last.DurationMs is not { } now || Usual.Of(before, run => run.DurationMs) is not { } usual)
            return null;
        var difference = Math.Abs(now - usual.Median);
        if (difference <= 4 * usual.Spread || (now >= usual.Low && now <= usual.High))
            return null;
        // Small absolute differences are the machine's, not the workflow's.
        var quick = now < usual.Median / 4 && difference >= 500;
        var slow = now > usual.Median * 4 && difference >= 5000;
        return quick || slow
            ? $"Took {Spans.Duration(now)}; usually {Spans.DurationRange(usual.Low, usual.High)}."
            : null;
    }

    private static long? Touched(FinishedRun run) =>
        (run.Resources.Created ?? run.Resources.Updated) is null
            ? null
            : (long)(run.Resources.Created ?? 0) + (run.Resources.Updated ?? 0);

    private static string Sentence(string verb, long now, Usual usual) =>
        $"{verb} {now} {(now == 1 ? "resource" : "resources")}; usually {Spans.Range(usual.Low, usual.High)}.";

    /// <param name="Low">A tenth of the values lie below it.</param>
    /// <param name="High">A tenth of the values lie above it.</param>
    /// <param name="Spread">Median distance from the median, scaled like a standard deviation, at least a tenth of the median.</param>
    private sealed record Usual(double Median, long Low, long High, double Spread)
    {
        public static Usual? Of(List<FinishedRun> runs, Func<FinishedRun, long?> value)
        {
            var values = runs.Select(value).OfType<long>().Order().ToArray();
            if (values.Length < LeastHistory)
                return null;
            var median = Middle([.. values.Select(each => (double)each)]);
            var deviation = Middle([.. values.Select(each => Math.Abs(each - median)).Order()]);
            var tenth = values.Length / 10;
            return new(median, values[tenth], values[^(tenth + 1)], Math.Max(1.4826 * deviation, median / 10));
        }

        private static double Middle(double[] sorted) =>
            (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
