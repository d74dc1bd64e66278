using DataSync.Core.Executions;
using DataSync.Core.N8n;

namespace DataSync.Tests.Unit.Executions;

public sealed class IngestDecisionTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 10, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Now = Start.AddHours(1);
    private static readonly N8nExecution Running = new(
        "7",
        "w",
        "running",
        false,
        "trigger",
        null,
        null,
        Start,
        null,
        null
    );
    private static readonly N8nExecution Done = Running with
    {
        Status = "success",
        Finished = true,
        StoppedAt = Start.AddSeconds(90),
    };

    [Fact]
    public void A_finished_one_has_its_duration_and_waits_for_its_detail()
    {
        var row = Write(Done);

        Assert.Equal(
            ("7", 90_000L, DetailState.Pending, false),
            (row.ExecutionId, row.DurationMs, row.DetailState, row.StartTimeEstimated)
        );
    }

    [Fact]
    public void An_open_one_has_neither_end_nor_duration()
    {
        var row = Write(Running with { Status = "waiting", StoppedAt = Start.AddSeconds(5), WaitTill = Now });

        Assert.Equal((null, null, DetailState.Open), (row.EndTime, row.DurationMs, row.DetailState));
    }

    [Fact]
    public void What_has_expired_is_not_stored_again_and_what_is_still_known_goes_on()
    {
        var known = Write(Running);

        Assert.Equal(IngestVerdict.Nothing, IngestDecision.Decide(Done, null, 1, Now, from: Start.AddTicks(1)));
        Assert.NotNull(IngestDecision.Decide(Done, null, 1, Now, from: Start).Write);
        Assert.NotNull(IngestDecision.Decide(Done, known, 1, Now, from: Now).Write);
        // It has no start, and its end is as old.
        var queued = Done with
        {
            StartedAt = null,
            Status = "canceled",
            Finished = false,
        };
        Assert.Equal(IngestVerdict.Nothing, IngestDecision.Decide(queued, null, 1, Now, from: Now));
    }

    [Fact]
    public void A_later_life_of_n8n_has_ids_of_its_own() =>
        Assert.Equal("7@3", IngestDecision.Decide(Done, null, 3, Now).Write!.ExecutionId);

    [Fact]
    public void Without_a_start_it_starts_when_it_is_first_seen_until_a_real_one_arrives()
    {
        var queued = Write(Running with { Status = "new", StartedAt = null });
        var later = IngestDecision.Decide(
            Running with
            {
                Status = "new",
                StartedAt = null,
            },
            queued,
            1,
            Now.AddHours(1)
        );
        var started = Write(Running, queued);

        Assert.Equal((Now, true), (queued.StartTime, queued.StartTimeEstimated));
        Assert.Equal(IngestVerdict.Nothing, later);
        Assert.Equal((Start, false), (started.StartTime, started.StartTimeEstimated));
    }

    [Fact]
    public void One_that_never_started_has_no_duration_and_does_not_start_after_its_end()
    {
        var row = Write(Done with { StartedAt = null, Status = "canceled" });

        Assert.Equal((Start.AddSeconds(90), true, null), (row.StartTime, row.StartTimeEstimated, row.DurationMs));
    }

    [Fact]
    public void An_open_report_never_reopens_a_finished_one() =>
        Assert.Equal(IngestVerdict.Nothing, IngestDecision.Decide(Running, Write(Done), 1, Now));

    [Fact]
    public void A_finished_one_only_learns_of_its_retry()
    {
        var row = Write(Done with { Status = "error", StoppedAt = Now, RetrySuccessId = "9" }, Write(Done));

        Assert.Equal(
            ("9", ExecutionStatus.Success, "success", Start.AddSeconds(90)),
            (row.RetrySuccessId, row.Status, row.N8nStatus, row.EndTime)
        );
    }

    [Fact]
    public void What_an_old_list_cannot_tell_from_cancelled_is_not_stored_until_it_is_told()
    {
        var untold = Done with { Finished = false, Status = null };

        Assert.Equal(IngestVerdict.Nothing, IngestDecision.Decide(untold, null, generation: 1, Start));
        Assert.Equal(ExecutionStatus.Cancelled, Write(untold with { Status = "canceled" }).Status);
    }

    [Fact]
    public void A_resumed_wait_keeps_its_first_start()
    {
        var row = Write(Done with { StartedAt = Start.AddSeconds(60) }, Write(Running));

        Assert.Equal((Start, 90_000L), (row.StartTime, row.DurationMs));
    }

    [Fact]
    public void A_clock_set_back_makes_no_negative_duration() =>
        Assert.Equal(0, Write(Done with { StoppedAt = Start.AddSeconds(-1) }).DurationMs);

    [Theory]
    [InlineData("")]
    [InlineData(" 5")]
    [InlineData("5@2")]
    [InlineData("五")]
    [InlineData(null)]
    public void An_id_that_is_none_is_put_aside(string? id) =>
        Assert.NotNull(IngestDecision.Decide(Done with { Id = id! }, null, 1, Now).Quarantine);

    [Fact]
    public void What_cannot_be_stored_is_put_aside()
    {
        N8nExecution[] rows =
        [
            Done with
            {
                Id = new string('9', 256),
            },
            Done with
            {
                WorkflowId = null,
            },
            Done with
            {
                WorkflowId = new string('w', 256),
            },
            Done with
            {
                StartedAt = DateTime.MinValue,
            },
            Done with
            {
                StoppedAt = DateTime.MaxValue,
            },
            Done with
            {
                RetryOf = new string('9', 256),
            },
        ];

        Assert.All(rows, row => Assert.NotNull(IngestDecision.Decide(row, null, 1, Now).Quarantine));
    }

    private static WorkflowExecution Write(N8nExecution sent, WorkflowExecution? known = null) =>
        IngestDecision.Decide(sent, known, 1, Now).Write!;
}
