using DataSync.Core.Triggers;

namespace DataSync.Tests.Unit.Triggers;

/// <summary>Which execution a trigger led to, and what becomes of it.</summary>
public sealed class TriggerPlanTests
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void The_nearest_start_of_its_mode_that_was_seen_after_the_sending_is_its_run()
    {
        var trigger = Sent();

        var found = TriggerPlan.Find(
            trigger,
            [
                Run("seen before", start: 1, seen: -1),
                Run("by schedule", start: 1, mode: "trigger"),
                Run("somebody else's", start: 30),
                Run("ours", start: 2),
                Run("began long before", start: -60),
            ],
            targetN8nId: null
        );

        Assert.Equal("ours", found?.ExecutionId);
    }

    [Fact]
    public void What_n8n_named_is_its_run_and_nothing_else()
    {
        var trigger = Sent();
        (trigger.Way, trigger.N8nExecutionId) = (TriggerWay.Mcp, "n-far");

        Assert.Equal(
            "far",
            TriggerPlan.Find(trigger, [Run("near", start: 1), Run("far", start: 600)], null)?.ExecutionId
        );
        Assert.Null(TriggerPlan.Find(trigger, [Run("near", start: 1)], null));
    }

    [Fact]
    public void What_a_webhook_named_and_nobody_has_does_not_keep_its_run_from_being_found()
    {
        var trigger = Sent();
        (trigger.Way, trigger.N8nExecutionId) = (TriggerWay.Webhook, "of another kind");

        Assert.Equal("near", TriggerPlan.Find(trigger, [Run("near", start: 1)], null)?.ExecutionId);
    }

    [Fact]
    public void A_stop_is_proven_by_the_end_alone()
    {
        var trigger = Sent(TriggerAct.Stop, TriggerState.Sending);

        // n8n may still refuse it.
        Assert.False(TriggerPlan.Advance(trigger, Run("1", start: -60), Noon.AddSeconds(1), Noon.AddSeconds(1)));
        Assert.Equal(TriggerState.Sending, trigger.State);
        Assert.True(TriggerPlan.Advance(trigger, Run("1", start: -60, end: 2), Noon, Noon.AddSeconds(3)));
        Assert.Equal((TriggerState.Ended, Noon.AddSeconds(2)), (trigger.State, trigger.EndedAt));
    }

    [Fact]
    public void A_stop_whose_run_goes_on_is_not_followed_for_ever()
    {
        var trigger = Sent(TriggerAct.Stop);

        Assert.False(TriggerPlan.Advance(trigger, Run("1", start: -60), Noon.AddSeconds(119), Noon.AddHours(1)));
        Assert.True(TriggerPlan.Advance(trigger, Run("1", start: -60), Noon.AddSeconds(121), Noon.AddHours(1)));
        Assert.Equal(TriggerState.Unknown, trigger.State);
    }

    [Fact]
    public void A_retry_is_known_by_what_it_retries()
    {
        var trigger = Sent(TriggerAct.Retry);

        var found = TriggerPlan.Find(
            trigger,
            [Run("other", start: 1, mode: "retry", retryOf: "7"), Run("ours", start: 2, mode: "retry", retryOf: "8")],
            targetN8nId: "8"
        );

        Assert.Equal("ours", found?.ExecutionId);
    }

    [Fact]
    public void It_ends_with_its_run()
    {
        var trigger = Sent(state: TriggerState.Sending);

        Assert.True(TriggerPlan.Advance(trigger, Run("1", start: 1), Noon, Noon));
        Assert.Equal((TriggerState.Sent, "1"), (trigger.State, trigger.ExecutionId));
        Assert.False(TriggerPlan.Advance(trigger, Run("1", start: 1), Noon, Noon));
        Assert.True(TriggerPlan.Advance(trigger, Run("1", start: 1, end: 9), Noon, Noon));
        Assert.Equal((TriggerState.Ended, Noon.AddSeconds(9)), (trigger.State, trigger.EndedAt));
    }

    [Fact]
    public void One_whose_sender_is_gone_is_looked_for_and_given_up_only_after_a_complete_look()
    {
        var trigger = Sent(state: TriggerState.Sending);

        Assert.False(TriggerPlan.Advance(trigger, null, Noon.AddMinutes(9), Noon.AddSeconds(149)));
        Assert.True(TriggerPlan.Advance(trigger, null, Noon, Noon.AddSeconds(151)));
        Assert.Equal(TriggerState.Sent, trigger.State);
        Assert.NotNull(trigger.Outcome);
        // However late it is: n8n has not been seen since.
        Assert.False(TriggerPlan.Advance(trigger, null, Noon.AddSeconds(119), Noon.AddHours(5)));
        Assert.True(TriggerPlan.Advance(trigger, null, Noon.AddSeconds(121), Noon.AddHours(5)));
        Assert.Equal(TriggerState.Unknown, trigger.State);
        Assert.Contains("before you ask again", trigger.Outcome, StringComparison.Ordinal);
    }

    private static Trigger Sent(TriggerAct act = TriggerAct.Run, TriggerState state = TriggerState.Sent) =>
        new()
        {
            TriggerId = "t",
            WorkflowId = "w",
            ActorName = "Ann",
            Act = act,
            Way = act == TriggerAct.Run ? TriggerWay.Webhook : TriggerWay.Api,
            State = state,
            SentAt = Noon,
        };

    private static TriggerCandidate Run(
        string id,
        int start,
        int? seen = null,
        string mode = "webhook",
        string? retryOf = null,
        int? end = null
    ) =>
        new(
            id,
            $"n-{id}",
            mode,
            retryOf,
            Noon.AddSeconds(start),
            Noon.AddSeconds(seen ?? Math.Max(start, 0) + 1),
            end is not null,
            end is { } over ? Noon.AddSeconds(over) : null
        );
}
