using CsCheck;
using DataSync.Core.Workflows;

namespace DataSync.Tests.Unit.Workflows;

public sealed class WorkflowScheduleTimeTests
{
    private static readonly string[] Shapes =
    [
        """{"field":"seconds","secondsInterval":45}""",
        """{"field":"minutes"}""",
        """{"field":"minutes","minutesInterval":7}""",
        """{"field":"hours","hoursInterval":6,"triggerAtMinute":15}""",
        """{"field":"hours","hoursInterval":5}""",
        "{}",
        """{"triggerAtHour":2,"triggerAtMinute":30}""",
        """{"daysInterval":3,"triggerAtHour":2}""",
        """{"field":"weeks","weeksInterval":2,"triggerAtDay":[1,4]}""",
        """{"field":"months","monthsInterval":5,"triggerAtDayOfMonth":31}""",
        """{"field":"months","monthsInterval":3}""",
        """{"field":"cronExpression","expression":"0 30 2 1 * 1"}""",
        """{"field":"hours"},{"daysInterval":2,"triggerAtHour":2}""",
    ];

    [Theory]
    // Steps that divide their unit stand on the clock.
    [InlineData("""{"field":"seconds"}""", "UTC", "2026-03-01T10:00:30", null, "2026-03-01T10:01:00")]
    [InlineData(
        """{"field":"seconds","secondsInterval":45}""",
        "UTC",
        "2026-03-01T10:00:46",
        null,
        "2026-03-01T10:01:00"
    )]
    [InlineData("""{"field":"minutes"}""", "UTC", "2026-03-01T10:04:59", "2026-03-01T10:01", "2026-03-01T10:05")]
    [InlineData(
        """{"field":"hours","hoursInterval":6,"triggerAtMinute":15}""",
        "UTC",
        "2026-03-01T06:15:20",
        "2026-03-01T06:15:20",
        "2026-03-01T12:15"
    )]
    [InlineData("{}", "Asia/Shanghai", "2026-03-01T10:00", null, "2026-03-01T16:00")]
    [InlineData(
        """{"field":"cronExpression","expression":"0 30 2 * * *"}""",
        "Asia/Shanghai",
        "2026-03-01T10:00",
        null,
        "2026-03-01T18:30"
    )]
    [InlineData(
        """{"field":"weeks","triggerAtDay":[1,5],"triggerAtHour":7}""",
        "UTC",
        "2026-03-03T00:00",
        null,
        "2026-03-06T07:00"
    )]
    [InlineData("""{"field":"months","monthsInterval":3}""", "UTC", "2026-03-03T00:00", null, "2026-04-01T00:00")]
    // Steps that do not divide it count from the last run.
    [InlineData(
        """{"field":"minutes","minutesInterval":50}""",
        "UTC",
        "2026-03-01T10:03:20",
        "2026-03-01T10:03:20",
        "2026-03-01T10:53"
    )]
    [InlineData(
        """{"field":"minutes","minutesInterval":50}""",
        "UTC",
        "2026-03-01T11:00",
        "2026-03-01T10:03:20",
        "2026-03-01T11:43"
    )]
    [InlineData(
        """{"field":"hours","hoursInterval":18}""",
        "UTC",
        "2026-03-01T06:00:10",
        "2026-03-01T06:00:10",
        "2026-03-02T00:00"
    )]
    [InlineData(
        """{"daysInterval":3,"triggerAtHour":2}""",
        "UTC",
        "2026-03-02T00:00",
        "2026-03-01T02:00:41",
        "2026-03-04T02:00"
    )]
    [InlineData(
        """{"daysInterval":3,"triggerAtHour":2}""",
        "UTC",
        "2026-03-05T00:00",
        "2026-03-01T02:00:41",
        "2026-03-07T02:00"
    )]
    [InlineData("""{"daysInterval":3,"triggerAtHour":2}""", "UTC", "2026-03-02T00:00", null, "2026-03-02T02:00")]
    [InlineData(
        """{"field":"weeks","weeksInterval":2,"triggerAtDay":[1,4]}""",
        "UTC",
        "2026-03-02T00:00:05",
        "2026-03-02T00:00:05",
        "2026-03-05T00:00"
    )]
    [InlineData(
        """{"field":"weeks","weeksInterval":2,"triggerAtDay":[1,4]}""",
        "UTC",
        "2026-03-05T00:00:05",
        "2026-03-05T00:00:05",
        "2026-03-16T00:00"
    )]
    [InlineData(
        """{"field":"months","monthsInterval":5,"triggerAtDayOfMonth":31}""",
        "UTC",
        "2026-01-31T00:01",
        "2026-01-31T00:00:09",
        "2026-07-31T00:00"
    )]
    // n8n counts 365 days to every year, so a leap year's end costs it a day.
    [InlineData("""{"daysInterval":3}""", "UTC", "2028-12-30T00:01", "2028-12-29T00:00:09", "2029-01-02T00:00")]
    // Leap days, and days most months do not have.
    [InlineData(
        """{"field":"cronExpression","expression":"0 0 29 2 *"}""",
        "UTC",
        "2026-03-01T00:00",
        null,
        "2028-02-29T00:00"
    )]
    [InlineData("""{"field":"months","triggerAtDayOfMonth":31}""", "UTC", "2026-02-01T00:00", null, "2026-03-31T00:00")]
    // Day of month and day of week mean either of them.
    [InlineData(
        """{"field":"cronExpression","expression":"0 0 15 * 1"}""",
        "UTC",
        "2026-03-10T00:00",
        null,
        "2026-03-15T00:00"
    )]
    [InlineData(
        """{"field":"cronExpression","expression":"0 0 15 * 1"}""",
        "UTC",
        "2026-03-15T00:00",
        null,
        "2026-03-16T00:00"
    )]
    // Berlin springs forward on 29 March 2026 at 02:00 and falls back on 25 October at 03:00.
    [InlineData(
        """{"triggerAtHour":2,"triggerAtMinute":30}""",
        "Europe/Berlin",
        "2026-03-28T12:00",
        null,
        "2026-03-29T01:00"
    )]
    [InlineData(
        """{"triggerAtHour":2,"triggerAtMinute":30}""",
        "Europe/Berlin",
        "2026-03-29T01:00",
        null,
        "2026-03-30T00:30"
    )]
    [InlineData(
        """{"triggerAtHour":2,"triggerAtMinute":30}""",
        "Europe/Berlin",
        "2026-10-24T12:00",
        null,
        "2026-10-25T00:30"
    )]
    [InlineData(
        """{"triggerAtHour":2,"triggerAtMinute":30}""",
        "Europe/Berlin",
        "2026-10-25T00:30",
        null,
        "2026-10-26T01:30"
    )]
    [InlineData("""{"triggerAtHour":6}""", "Europe/Berlin", "2026-03-28T12:00", null, "2026-03-29T04:00")]
    [InlineData(
        """{"daysInterval":2,"triggerAtHour":6}""",
        "Europe/Berlin",
        "2026-10-24T04:00:20",
        "2026-10-24T04:00:20",
        "2026-10-26T05:00"
    )]
    [InlineData("""{"field":"hours"}""", "Europe/Berlin", "2026-10-25T00:30", null, "2026-10-25T01:00")]
    public void Tells_the_next_start(string interval, string zone, string after, string? last, string expected)
    {
        var schedule = WorkflowSchedule.FromNodes([Nodes.Every(interval)])!;
        var next = schedule.NextAfter(
            Utc.At(after),
            last is null ? null : Utc.At(last),
            TimeZoneInfo.FindSystemTimeZoneById(zone)
        );
        Assert.Equal(Utc.At(expected), next);
        Assert.Equal(DateTimeKind.Utc, next!.Value.Kind);
    }

    [Fact]
    public void Of_several_rules_the_earliest_counts()
    {
        var schedule = WorkflowSchedule.FromNodes([
            Nodes.Every("""{"triggerAtHour":9},{"field":"hours","hoursInterval":6}"""),
            Nodes.Every("""{"triggerAtHour":7}"""),
        ])!;
        var zone = TimeZoneInfo.Utc;
        Assert.Equal(Utc.At("2026-03-01T07:00"), schedule.NextAfter(Utc.At("2026-03-01T06:30"), null, zone));
        Assert.Equal(Utc.At("2026-03-01T09:00"), schedule.NextAfter(Utc.At("2026-03-01T07:00"), null, zone));
    }

    [Fact]
    public void Another_rules_run_anchors_nothing()
    {
        var schedule = WorkflowSchedule.FromNodes([
            Nodes.Every("""{"triggerAtHour":9},{"daysInterval":3,"triggerAtHour":8}"""),
        ])!;
        var after = Utc.At("2026-03-03T12:00");
        var zone = TimeZoneInfo.Utc;
        Assert.Equal(Utc.At("2026-03-04T09:00"), schedule.NextAfter(after, Utc.At("2026-03-01T09:00:12"), zone));
        Assert.Equal(Utc.At("2026-03-04T08:00"), schedule.NextAfter(after, Utc.At("2026-03-01T08:00:12"), zone));
    }

    [Fact]
    public void A_timer_counts_from_its_last_run()
    {
        var schedule = WorkflowSchedule.FromNodes([
            Nodes.Of("n8n-nodes-base.interval", """{"interval":90,"unit":"minutes"}"""),
        ])!;
        var last = Utc.At("2026-03-01T01:10:12");
        Assert.Equal(Utc.At("2026-03-01T04:10:12"), schedule.NextAfter(last.AddHours(2), last, TimeZoneInfo.Utc));
        Assert.Equal(TimeSpan.FromMinutes(90), schedule.Slack);
    }

    [Fact]
    public void A_last_run_long_ago_costs_no_long_search()
    {
        var schedule = WorkflowSchedule.FromNodes([Nodes.Every("""{"field":"hours","hoursInterval":5}""")])!;
        var next = schedule.NextAfter(Utc.At("2026-03-01T00:30"), Utc.At("2001-03-01T00:30"), TimeZoneInfo.Utc);
        Assert.Equal(Utc.At("2026-03-01T01:00"), next);
    }

    [Fact]
    public void The_next_start_is_later_and_the_same_seen_from_any_moment_before_it()
    {
        var zones = Gen.OneOf("UTC", "Europe/Berlin", "Asia/Shanghai", "Australia/Lord_Howe");
        var moments = Gen.Long[Utc.At("2024-01-01T00:00").Ticks, Utc.At("2030-01-01T00:00").Ticks];
        Gen.Select(Gen.OneOf(Shapes), zones, moments, Gen.Int[0, 20_000], Gen.Bool)
            .Sample(
                (shape, zoneId, ticks, minutes, hasRun) =>
                {
                    var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
                    var schedule = WorkflowSchedule.FromNodes([Nodes.Every(shape)])!;
                    var after = new DateTime(ticks, DateTimeKind.Utc);
                    DateTime? last = hasRun ? after.AddMinutes(-minutes) : null;
                    var next = schedule.NextAfter(after, last, zone);
                    Assert.True(next > after, $"{next:O} is not after {after:O}");
                    Assert.Equal(next, schedule.NextAfter(next.Value.AddTicks(-1), last, zone));
                    Assert.True(schedule.NextAfter(next.Value, last, zone) > next);
                },
                iter: 2000
            );
    }
}
