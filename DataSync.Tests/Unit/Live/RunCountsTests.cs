using DataSync.Core.Live;
using DataSync.Tests.Unit.Workflows;

namespace DataSync.Tests.Unit.Live;

public sealed class RunCountsTests
{
    private static readonly DateTime Now = new(2026, 11, 23, 10, 42, 0, DateTimeKind.Utc);

    [Theory]
    // The hour under way and the 23 before it are the day.
    [InlineData("2026-11-23T10:41", 1, 0)]
    [InlineData("2026-11-22T11:00", 1, 0)]
    [InlineData("2026-11-22T10:59", 0, 1)]
    [InlineData("2026-11-21T11:00", 0, 1)]
    [InlineData("2026-11-21T10:59", 0, 0)]
    public void A_run_counts_by_the_hour_of_its_start(string start, int day, int before)
    {
        var counts = new RunCounts();
        counts.Begin(Now);
        counts.Add("w", Utc.At(start), new(1, 0));
        Assert.Equal((new RunRate(day, 0), new RunRate(before, 0)), counts.Of("w", Now));
    }

    [Fact]
    public void Nothing_is_said_before_it_was_counted_and_a_workflow_without_runs_has_none()
    {
        var counts = new RunCounts();
        Assert.Null(counts.Of("w", Now));
        counts.Begin(Now);
        Assert.Equal((default(RunRate), default(RunRate)), counts.Of("w", Now));
        counts.Clear();
        Assert.Null(counts.Of("w", Now));
    }

    [Fact]
    public void Only_the_hours_that_changed_are_counted_again()
    {
        var counts = new RunCounts();
        counts.Begin(Now);
        counts.Add("w", Utc.At("2026-11-23T08:00"), new(5, 0));
        counts.Add("w", Utc.At("2026-11-23T10:00"), new(2, 0));
        counts.Add("other", Utc.At("2026-11-23T10:00"), new(7, 0));

        counts.Touch("w", Utc.At("2026-11-23T10:12"), Now);
        counts.Touch("w", Utc.At("2026-11-23T09:59"), Now);
        // Too long ago to count.
        counts.Touch("old", Utc.At("2026-11-20T10:12"), Now);
        Assert.Equal([("w", Utc.At("2026-11-23T09:00"))], counts.Stale.Select(one => (one.Key, one.Value)));

        counts.Begin(Now);
        Assert.Empty(counts.Stale);
        counts.Add("w", Utc.At("2026-11-23T10:00"), new(2, 0));
        counts.Add("w", Utc.At("2026-11-23T10:00"), new(0, 1));
        Assert.Equal(new RunRate(7, 1), counts.Of("w", Now)!.Value.Day);
        Assert.Equal(new RunRate(7, 0), counts.Of("other", Now)!.Value.Day);
    }
}
