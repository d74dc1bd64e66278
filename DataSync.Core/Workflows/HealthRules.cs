using System.Collections.Immutable;
using DataSync.Core.Executions;

namespace DataSync.Core.Workflows;

/// <summary>Judges a workflow: one ordered list of rules, the first that matches decides.</summary>
public static class HealthRules
{
    private const int MostErrorCharacters = 160;
    private static readonly TimeSpan LeastStuck = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MostGrace = TimeSpan.FromMinutes(15);

    // In the order of the vocabulary of states; each answers null where it does not match.
    private static readonly Func<HealthFacts, (Health Health, string Reason)?>[] Rules =
    [
        Paused,
        Inactive,
        Unknown,
        SwitchedOff,
        Failing,
        Stuck,
        Late,
        Stale,
        Suspicious,
        NeverRan,
    ];

    public static HealthVerdict Judge(HealthInput input)
    {
        var facts = HealthFacts.From(input);
        var (health, reason) = FirstMatch(facts) ?? (Health.Healthy, Healthy(facts));
        var next = health == Health.Late ? facts.DueAt : facts.NextAfterNow();
        return new(health, reason, next, health == Health.Healthy ? AsOf(facts) : null);
    }

    private static (Health Health, string Reason)? FirstMatch(HealthFacts facts)
    {
        foreach (var rule in Rules)
        {
            if (rule(facts) is { } match)
                return match;
        }
        return null;
    }

    private static (Health, string)? Paused(HealthFacts facts)
    {
        if (!(facts.Input.PausedUntil > facts.Input.Now))
            return null;
        var why = facts.Input.PauseReason;
        return (
            Health.Paused,
            string.IsNullOrWhiteSpace(why)
                ? "Monitoring is paused."
                : $"Monitoring is paused: {SafeText.OneLine(why, MostErrorCharacters).TrimEnd('.')}."
        );
    }

    private static (Health, string)? Inactive(HealthFacts facts)
    {
        if (facts.IsOn || facts.Input.SwitchedOffAt is not null || facts.Input.IsPlaceholder)
            return null;
        return (Health.Inactive, $"It is {OffWord(facts.Input)}.");
    }

    private static (Health, string)? Unknown(HealthFacts facts)
    {
        if (facts.Input.KnownUntil is null)
            return (Health.Unknown, "Nothing has been read from n8n yet.");
        if (facts.Input.IsPlaceholder)
            return (Health.Unknown, "n8n has not listed this workflow yet, only a run of it.");
        if (facts.StrangeStatus is Executions.ExecutionIngestor.Gone)
            return (Health.Unknown, "n8n no longer has its last run; how that ended is not known.");
        return facts.StrangeStatus is { } word
            ? (Health.Unknown, $"n8n reports a status that is not known here: '{SafeText.OneLine(word, 40)}'.")
            : null;
    }

    private static (Health, string)? SwitchedOff(HealthFacts facts) =>
        facts.Input.SwitchedOffAt is not null && !facts.IsOn
            ? (Health.SwitchedOff, $"It was monitored and is now {OffWord(facts.Input)}.")
            : null;

    private static (Health, string)? Failing(HealthFacts facts)
    {
        var failures = facts.Judged.TakeWhile(run => run.Status == ExecutionStatus.Failure).Count();
        if (failures == 0)
            return null;
        var last = facts.Judged[0];
        var count =
            failures == 1 ? "The last run failed"
            : failures < facts.Judged.Length || failures < HealthFacts.MostRuns ? $"{failures} runs failed in a row"
            : $"At least {failures} runs failed in a row";
        var error = string.IsNullOrWhiteSpace(last.ErrorMessage)
            ? null
            : SafeText.OneLine(last.ErrorMessage, MostErrorCharacters).TrimEnd('.');
        var node = string.IsNullOrWhiteSpace(last.FailedNode)
            ? null
            : $" in node '{SafeText.OneLine(last.FailedNode, 80)}'";
        var reason = (error, node) switch
        {
            (null, null) => $"{count}.",
            (null, _) => $"{count}; the last one{node}.",
            _ => $"{count}; last error: {error}{node}.",
        };
        var change = ChangeBeforeFailure.Describe(facts.Judged, failures, facts.Input.Changes);
        return (Health.Failing, change is null ? reason : $"{reason} {change}");
    }

    private static (Health, string)? Stuck(HealthFacts facts)
    {
        if (!(facts.StuckAt <= facts.Input.KnownUntil))
            return null;
        return (
            Health.Stuck,
            facts.LongestMs is { } longest
                ? $"A run is open for far longer than any before; the longest took {Spans.Duration(longest)}."
                : "A run is open for unusually long."
        );
    }

    private static (Health, string)? Late(HealthFacts facts) =>
        facts.LateAt <= facts.Input.SeenUntil(facts.DueAt)
            ? (
                Health.Late,
                $"A run was due and has not started; schedule: {facts.Input.Schedule!.Describe(facts.Input.Zone)}."
            )
            : null;

    private static (Health, string)? Stale(HealthFacts facts)
    {
        if (!(facts.StaleAt <= facts.Input.SeenUntil(facts.StaleAt - facts.Input.FreshnessLimit)))
            return null;
        var what = facts.Input.Schedule is null ? "it has no schedule" : "its schedule cannot be read";
        return (
            Health.Stale,
            $"No success for longer than its limit of {Spans.Span(facts.Input.FreshnessLimit)}, and {what}."
        );
    }

    private static (Health, string)? Suspicious(HealthFacts facts) =>
        facts.Judged is [{ Status: ExecutionStatus.Success } last, .. var before]
        && (SkippedNodes(last) ?? UsualRuns.WhatIsUnusual(last, before)) is { } reason
            ? (Health.Suspicious, reason)
            : null;

    private static string? SkippedNodes(FinishedRun run)
    {
        if (!(run.NodesFailed > 0))
            return null;
        var name = run.FailedNode is { } node ? $"'{SafeText.OneLine(node, 80)}' " : "";
        return run.NodesFailed == 1
            ? $"{(name.Length == 0 ? "A node " : $"Node {name}")}failed inside the run and was skipped."
            : $"{run.NodesFailed} nodes failed inside the run and were skipped{(name.Length == 0 ? "" : $", first {name.TrimEnd()}")}.";
    }

    private static (Health, string)? NeverRan(HealthFacts facts)
    {
        if (facts.Judged.Length > 0 || facts.Input.OlderSuccessAt is not null)
            return null;
        if (facts.Input.Unread is not null)
            return (Health.Unknown, "Its runs are still being read from n8n.");
        return (
            Health.NeverRan,
            facts.Input.Open.Length > 0 ? "Its first run is under way."
            : facts.Input.Finished.Length > 0 ? "It only ran by hand or was cancelled so far."
            : "It has not run yet."
        );
    }

    private static string Healthy(HealthFacts facts) =>
        facts.DueAt is null ? "The last run succeeded." : "It succeeded and is not overdue.";

    private static DateTime? AsOf(HealthFacts facts)
    {
        var last = facts.Judged.FirstOrDefault();
        return facts.Input.Unread is { } unread && !(last?.Start >= unread.Until)
            ? unread.From ?? last?.End ?? facts.Input.OlderSuccessAt
            : null;
    }

    private static string OffWord(HealthInput input) =>
        input.VanishedAt is not null ? "gone from n8n"
        : input.IsArchived ? "archived in n8n"
        : "switched off in n8n";

    /// <summary>When an open run becomes one that is stuck; null: there is none that could.</summary>
    internal static DateTime? StuckAt(HealthInput input, long? longestMs)
    {
        var limit = longestMs is { } longest
            ? TimeSpan.FromMilliseconds(Math.Min(3.0 * longest, TimeSpan.FromDays(365).TotalMilliseconds))
            : input.FreshnessLimit;
        if (limit < LeastStuck)
            limit = LeastStuck;
        DateTime? earliest = null;
        foreach (var run in input.Open)
        {
            // A wait may last days by intention; only one that did not wake up counts, from when it should have.
            if (RunOrigins.IsByHand(run.Mode) || (run is { N8nStatus: "waiting", WaitTill: null }))
                continue;
            var since = run.WaitTill > run.Start ? run.WaitTill.Value : run.Start;
            if (!(earliest <= since + limit))
                earliest = since + limit;
        }
        return earliest;
    }

    /// <summary>How long after its time a run may still start: n8n's own choice of second, and a tenth of the interval.</summary>
    internal static TimeSpan Grace(WorkflowSchedule schedule, TimeSpan? interval)
    {
        var tenth = (interval ?? TimeSpan.Zero) / 10;
        return schedule.Slack + (tenth < MostGrace ? tenth : MostGrace);
    }
}
