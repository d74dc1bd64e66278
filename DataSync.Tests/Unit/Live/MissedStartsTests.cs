using DataSync.Core.Live;
using DataSync.Core.Workflows;
using DataSync.Tests.Unit.Workflows;

namespace DataSync.Tests.Unit.Live;

public sealed class MissedStartsTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(6);
    private static readonly WorkflowSchedule Hourly = new([new ScheduleRule("hourly", "0 0 * * * *")]);

    [Theory]
    [InlineData("10:00 11:00 12:00", "12:30", "")]
    [InlineData("10:00 12:00", "12:30", "11:00")]
    // A late start is that start; only within its grace.
    [InlineData("10:00 11:05 12:00", "12:30", "")]
    [InlineData("10:00 11:07 12:00", "12:30", "11:00")]
    // The last one is missed once its grace is over.
    [InlineData("10:00", "11:06", "")]
    [InlineData("10:00", "11:07", "11:00")]
    [InlineData("10:00 13:00", "14:30", "11:00 12:00 14:00")]
    // Without a start to count from nothing is known to be missing.
    [InlineData("", "14:30", "")]
    public void A_start_that_was_due_and_nobody_saw_is_missed(string starts, string until, string missed) =>
        Assert.Equal(Times(missed), MissedStarts.Of(Hourly, TimeZoneInfo.Utc, Times(starts), Grace, Time(until)));

    [Fact]
    public void A_workflow_that_did_not_run_for_weeks_has_as_many_as_the_strip_holds()
    {
        var missed = MissedStarts.Of(Hourly, TimeZoneInfo.Utc, Times("10:00"), Grace, Time("10:00").AddDays(30));
        Assert.Equal(RunStrip.MaxBars, missed.Count);
    }

    [Fact]
    public void Where_a_rule_counts_from_its_last_run_so_do_the_missed_ones()
    {
        var every5 = new WorkflowSchedule([new ScheduleRule("every 5 h", "0 0 * * * *", StepUnit.Hours, 5)]);
        Assert.Equal(
            Times("05:00 10:00"),
            MissedStarts.Of(every5, TimeZoneInfo.Utc, Times("00:00"), Grace, Time("14:59"))
        );
    }

    private static DateTime[] Times(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Time)];

    private static DateTime Time(string clock) => Utc.At($"2026-03-01T{clock}");
}
