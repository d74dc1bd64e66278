using DataSync.Core.Executions;

namespace DataSync.Core.Triggers;

/// <summary>An execution a trigger may have led to.</summary>
/// <param name="FirstSeenAt">When we stored it, by our clock.</param>
public sealed record TriggerCandidate(
    string ExecutionId,
    string N8nExecutionId,
    string? Mode,
    string? RetryOf,
    DateTime StartTime,
    DateTime FirstSeenAt,
    bool IsOver,
    DateTime? EndTime
);

/// <summary>What becomes of a trigger that was sent. Pure: values in, values out.</summary>
public static class TriggerPlan
{
    /// <summary>Longer than any answer is waited for: whoever sent it is gone.</summary>
    public static readonly TimeSpan LongestSending = TimeSpan.FromSeconds(150);

    /// <summary>n8n's clock against ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    /// <summary>A complete look this long after it was sent shows every execution it can have led to.</summary>
    private static readonly TimeSpan LookedFor = TimeSpan.FromMinutes(2);

    /// <summary>What began just before may be somebody else's: the nearest start at or after the sending wins.</summary>
    /// <param name="candidates">Of the same workflow and life of n8n, that no other trigger has.</param>
    /// <param name="targetN8nId">n8n's number of what is retried.</param>
    public static TriggerCandidate? Find(Trigger trigger, IEnumerable<TriggerCandidate> candidates, string? targetN8nId)
    {
        if (trigger.SentAt is not { } sent)
            return null;
        var all = candidates.ToList();
        // A webhook's answer is written by its workflow, which may name anything.
        var told = all.Find(one => string.Equals(one.N8nExecutionId, trigger.N8nExecutionId, StringComparison.Ordinal));
        if (told is not null || (trigger.N8nExecutionId is not null && trigger.Way != TriggerWay.Webhook))
            return told;
        return all.Where(one => one.FirstSeenAt >= sent && one.StartTime >= sent - Skew)
            .Where(one =>
                trigger.Act == TriggerAct.Retry
                    ? one.RetryOf is not null && string.Equals(one.RetryOf, targetN8nId, StringComparison.Ordinal)
                    : IsOf(trigger.Way, one.Mode)
            )
            .OrderBy(one => (one.StartTime - sent).Duration())
            .FirstOrDefault();
    }

    /// <summary>Moves the trigger on; true: it is other than before.</summary>
    /// <param name="found">Its execution, if known.</param>
    /// <param name="knownUntil">Start of the last complete look at n8n.</param>
    public static bool Advance(Trigger trigger, TriggerCandidate? found, DateTime? knownUntil, DateTime now)
    {
        var before = (trigger.State, trigger.ExecutionId, trigger.Outcome);
        // That what is to be stopped is there says nothing of whether n8n was told.
        if (trigger.Act == TriggerAct.Stop && found is { IsOver: false })
            found = null;
        if (found is not null)
        {
            trigger.ExecutionId = found.ExecutionId;
            trigger.N8nExecutionId ??= found.N8nExecutionId;
            if (trigger.State == TriggerState.Sending)
                (trigger.State, trigger.Outcome) = (TriggerState.Sent, null);
            if (found.IsOver && trigger.State == TriggerState.Sent)
                (trigger.State, trigger.EndedAt, trigger.Outcome) = (TriggerState.Ended, found.EndTime ?? now, null);
        }
        else if (trigger.State == TriggerState.Sending && now - trigger.SentAt > LongestSending)
            (trigger.State, trigger.Outcome) = (
                TriggerState.Sent,
                "No answer of n8n was received; whether it did it is being looked for."
            );
        else if (trigger.State == TriggerState.Sent && knownUntil - trigger.SentAt > LookedFor)
            (trigger.State, trigger.EndedAt, trigger.Outcome) = (
                TriggerState.Unknown,
                now,
                trigger.Act == TriggerAct.Stop
                    ? "n8n was asked to stop it, but its end has not been seen. Look into n8n before you ask again."
                    : "No run of it has been seen since. Look into n8n before you ask again; it may keep no record of this workflow's runs."
            );
        return before != (trigger.State, trigger.ExecutionId, trigger.Outcome);
    }

    private static bool IsOf(TriggerWay way, string? mode) =>
        // What the MCP server runs begins at the schedule's node and looks as if that had started it.
        way == TriggerWay.Webhook
            ? mode is "webhook"
            : mode is null or "trigger";
}
