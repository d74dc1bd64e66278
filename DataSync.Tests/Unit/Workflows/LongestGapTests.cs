using DataSync.Core.Workflows;

namespace DataSync.Tests.Unit.Workflows;

public sealed class LongestGapTests
{
    [Theory]
    [InlineData("0 * * * * *", "00:01:00")]
    [InlineData("0 30 * * * *", "01:00:00")]
    [InlineData("0 0 */2 * * *", "02:00:00")]
    [InlineData("0 0 2 * * *", "1.00:00:00")]
    [InlineData("0 0 3,9 * * *", "18:00:00")]
    // Within working hours it is often, over the weekend it is not.
    [InlineData("0 0 9-17 * * 1-5", "2.16:00:00")]
    [InlineData("0 0 6 * * 0", "7.00:00:00")]
    // Rarer than what is looked at: its next one.
    [InlineData("0 0 6 1 * *", "30.00:00:00")]
    public void The_longest_time_between_two_starts_of_a_week(string cron, string gap) =>
        Assert.Equal(TimeSpan.Parse(gap), Gap(new ScheduleRule(cron, cron)));

    [Fact]
    public void Close_starts_with_a_long_pause_are_right_to_the_hour()
    {
        var gap = Gap(new ScheduleRule("working hours", "0 */15 9-17 * * *"));
        Assert.InRange(gap!.Value, TimeSpan.FromHours(14.25), TimeSpan.FromHours(15.25));
    }

    [Fact]
    public void Rules_that_count_from_their_last_run_and_timers_have_their_step()
    {
        Assert.Equal(TimeSpan.FromHours(5), Gap(new ScheduleRule("5 h", "0 0 * * * *", StepUnit.Hours, 5)));
        Assert.Equal(TimeSpan.FromMinutes(90), Gap(new ScheduleRule("timer", PeriodSeconds: 5400)));
    }

    [Fact]
    public void Of_several_rules_the_denser_one_decides() =>
        Assert.Equal(
            TimeSpan.FromHours(1),
            Gap(new ScheduleRule("hourly", "0 0 * * * *"), new ScheduleRule("daily", "0 30 2 * * *"))
        );

    [Fact]
    public void What_nobody_can_read_has_none() => Assert.Null(Gap(new ScheduleRule("an expression")));

    private static TimeSpan? Gap(params ScheduleRule[] rules) =>
        new WorkflowSchedule([.. rules]).LongestGap(Utc.At("2026-03-04T10:10"), TimeZoneInfo.Utc);
}
