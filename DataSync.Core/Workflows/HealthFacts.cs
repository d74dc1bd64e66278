using System.Collections.Immutable;
using DataSync.Core.Executions;
using DataSync.Core.N8n;

namespace DataSync.Core.Workflows;

/// <summary>What the rules of health look at, worked out once.</summary>
internal sealed record HealthFacts(HealthInput Input, ImmutableArray<FinishedRun> Judged)
{
    public const int MostRuns = 30;

    public bool IsOn { get; private init; }

    /// <summary>A word of n8n's on the newest or an open run that we do not know.</summary>
    public string? StrangeStatus { get; private init; }
    public long? LongestMs { get; private init; }

    /// <summary>The first start expected after the last one; null: no schedule, or none that can be told.</summary>
    public DateTime? DueAt { get; private init; }
    public DateTime? LateAt { get; private init; }
    public DateTime? StaleAt { get; private init; }
    public DateTime? StuckAt { get; private init; }

    private DateTime? LastScheduledStart { get; init; }

    public static HealthFacts From(HealthInput input)
    {
        var judged = input
            .Finished.Where(run =>
                !RunOrigins.IsByHand(run.Mode) && run.Status is (ExecutionStatus.Success or ExecutionStatus.Failure)
            )
            .Take(MostRuns)
            .ToImmutableArray();
        var longest = judged.Max(run => run.DurationMs);
        var isOn = input is { IsActive: true, IsArchived: false, VanishedAt: null };
        var scheduled = LastScheduled(input);
        var due = isOn ? Due(input, scheduled) : null;
        return new(input, judged)
        {
            IsOn = isOn,
            StrangeStatus = Strange(input),
            LongestMs = longest,
            LastScheduledStart = scheduled,
            DueAt = due,
            LateAt = due is { } at
                ? at + HealthRules.Grace(input.Schedule!, Interval(input, at, scheduled)) + Unseen(input, longest)
                : null,
            StaleAt = isOn && input.Schedule is not { IsUnderstood: true } ? Stale(input, judged) : null,
            StuckAt = HealthRules.StuckAt(input, longest),
        };
    }

    public DateTime? NextAfterNow() =>
        IsOn ? Input.Schedule?.NextAfter(Input.Now, LastScheduledStart, Input.Zone) : null;

    private static DateTime? Due(HealthInput input, DateTime? scheduled)
    {
        // Before it was seen, or changed, it owed us nothing.
        var from = scheduled ?? input.FirstSeenAt;
        if (input.UpdatedAt > from)
            from = input.UpdatedAt.Value;
        return input.Schedule?.NextAfter(from, scheduled, input.Zone);
    }

    private static TimeSpan Unseen(HealthInput input, long? longestMs) =>
        input.OpenRunsAreListed
            ? TimeSpan.Zero
            : TimeSpan.FromMilliseconds(Math.Min(longestMs ?? 0, TimeSpan.MillisecondsPerDay));

    private static TimeSpan? Interval(HealthInput input, DateTime due, DateTime? scheduled) =>
        input.Schedule!.NextAfter(due, scheduled, input.Zone) - due;

    private static DateTime? LastScheduled(HealthInput input)
    {
        DateTime? last = null;
        foreach (var run in input.Finished)
            last = Later(last, run.Start, run.Mode);
        foreach (var run in input.Open)
            last = Later(last, run.Start, run.Mode);
        return last;
    }

    // A row without a mode may well be a scheduled one: better no alarm than a false one.
    private static DateTime? Later(DateTime? last, DateTime start, string? mode) =>
        (mode is null or "trigger") && !(last >= start) ? start : last;

    private static DateTime? Stale(HealthInput input, ImmutableArray<FinishedRun> judged)
    {
        // One that never ran is told so, not that it is stale.
        if (judged.IsEmpty && input.OlderSuccessAt is null)
            return null;
        var success = judged.FirstOrDefault(run => run.Status == ExecutionStatus.Success);
        return ((success?.End ?? success?.Start) ?? input.OlderSuccessAt ?? input.FirstSeenAt) + input.FreshnessLimit;
    }

    private static string? Strange(HealthInput input)
    {
        foreach (var run in input.Open)
        {
            if (run.N8nStatus is { } word && N8nExecution.IsOver(word) is null)
                return word;
        }
        var newest = input.Finished.FirstOrDefault(run => !RunOrigins.IsByHand(run.Mode));
        return newest?.N8nStatus is { } status && N8nExecution.IsOver(status) is null ? status : null;
    }
}
