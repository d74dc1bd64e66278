using DataSync.Core.Workflows;

namespace DataSync.Tests.Unit.Workflows;

public sealed class WorkflowScheduleReadingTests
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    [Theory]
    [InlineData("""{"field":"seconds","secondsInterval":30}""", "every 30 s")]
    [InlineData("""{"field":"seconds","secondsInterval":45}""", "every 45 s")]
    [InlineData("""{"field":"seconds"}""", "every 30 s")]
    [InlineData("""{"field":"minutes"}""", "every 5 min")]
    [InlineData("""{"field":"minutes","minutesInterval":1}""", "every minute")]
    [InlineData("""{"field":"minutes","minutesInterval":50}""", "every 50 min")]
    [InlineData("""{"field":"hours"}""", "hourly at :00")]
    [InlineData("""{"field":"hours","triggerAtMinute":15}""", "hourly at :15")]
    [InlineData("""{"field":"hours","hoursInterval":6,"triggerAtMinute":15}""", "every 6 h at :15 (Asia/Shanghai)")]
    [InlineData("{}", "daily at 00:00 (Asia/Shanghai)")]
    [InlineData("""{"field":"days","daysInterval":1,"triggerAtHour":3}""", "daily at 03:00 (Asia/Shanghai)")]
    [InlineData(
        """{"triggerAtHour":2,"triggerAtMinute":30,"daysInterval":3}""",
        "every 3 days at 02:30 (Asia/Shanghai)"
    )]
    [InlineData("""{"field":"weeks"}""", "weekly on Sunday at 00:00 (Asia/Shanghai)")]
    [InlineData(
        """{"field":"weeks","weeksInterval":2,"triggerAtDay":[5,1],"triggerAtHour":7}""",
        "every 2 weeks on Monday, Friday at 07:00 (Asia/Shanghai)"
    )]
    [InlineData("""{"field":"weeks","triggerAtDay":[]}""", "weekly on every day at 00:00 (Asia/Shanghai)")]
    [InlineData("""{"field":"months"}""", "monthly on day 1 at 00:00 (Asia/Shanghai)")]
    [InlineData(
        """{"field":"months","monthsInterval":3,"triggerAtDayOfMonth":31,"triggerAtHour":4}""",
        "every 3 months on day 31 at 04:00 (Asia/Shanghai)"
    )]
    [InlineData("""{"field":"cronExpression","expression":"0 30 2 * * *"}""", "cron 0 30 2 * * * (Asia/Shanghai)")]
    [InlineData("""{"field":"cronExpression","expression":"*/10 * * * *"}""", "cron */10 * * * *")]
    public void Reads_every_shape_with_its_omitted_defaults(string interval, string text)
    {
        var schedule = WorkflowSchedule.FromNodes([Nodes.Every(interval)]);
        Assert.NotNull(schedule);
        Assert.True(schedule.IsUnderstood);
        Assert.Equal(text, schedule.Describe(Shanghai));
        Assert.Equal(schedule, WorkflowSchedule.FromJson(schedule.ToJson()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"rule":{}}""")]
    [InlineData("""{"rule":null}""")]
    [InlineData("""{"rule":{"interval":[{}]}}""")]
    public void An_untouched_node_is_daily_at_midnight(string parameters) =>
        Assert.Equal("daily at 00:00", WorkflowSchedule.FromNodes([Nodes.Schedule(parameters)])!.Describe());

    [Theory]
    [InlineData("""{"mode":"everyMinute"}""", "every minute")]
    [InlineData("""{"mode":"everyHour","minute":20}""", "hourly at :20")]
    [InlineData("{}", "daily at 14:00")]
    [InlineData("""{"hour":2,"minute":5}""", "daily at 02:05")]
    [InlineData("""{"mode":"everyWeek","hour":6,"weekday":"0"}""", "weekly on Sunday at 06:00")]
    [InlineData("""{"mode":"everyWeek"}""", "weekly on Monday at 14:00")]
    [InlineData("""{"mode":"everyMonth","dayOfMonth":15,"hour":0}""", "monthly on day 15 at 00:00")]
    [InlineData("""{"mode":"everyX","unit":"minutes","value":10}""", "every 10 min")]
    [InlineData("""{"mode":"everyX"}""", "every 2 h")]
    [InlineData("""{"mode":"custom","cronExpression":" 0 0 6 * * 1-5 "}""", "cron 0 0 6 * * 1-5")]
    public void Reads_the_old_cron_node(string item, string text)
    {
        var node = Nodes.Of("n8n-nodes-base.cron", """{"triggerTimes":{"item":[""" + item + "]}}");
        var schedule = WorkflowSchedule.FromNodes([node])!;
        Assert.True(schedule.IsUnderstood);
        Assert.Equal(text, schedule.Describe());
    }

    [Theory]
    [InlineData("{}", "every 1 s")]
    [InlineData("""{"interval":15,"unit":"minutes"}""", "every 15 min")]
    [InlineData("""{"interval":2,"unit":"hours"}""", "every 2 h")]
    public void Reads_the_old_interval_node(string parameters, string text)
    {
        var schedule = WorkflowSchedule.FromNodes([Nodes.Of("n8n-nodes-base.interval", parameters)])!;
        Assert.Equal(text, schedule.Describe());
        Assert.Equal(schedule, WorkflowSchedule.FromJson(schedule.ToJson()));
    }

    [Theory]
    [InlineData("""{"field":"minutes","minutesInterval":"={{ $json.every }}"}""")]
    [InlineData("""{"field":"minutes","minutesInterval":0}""")]
    [InlineData("""{"field":"minutes","minutesInterval":2.5}""")]
    [InlineData("""{"field":"={{ 'days' }}"}""")]
    [InlineData("""{"field":"fortnights"}""")]
    [InlineData("""{"field":7}""")]
    [InlineData("""{"field":"\ud800"}""")]
    [InlineData("""{"field":"cronExpression","expression":"\ud800 * * * *"}""")]
    [InlineData("""{"field":"cronExpression"}""")]
    [InlineData("""{"field":"cronExpression","expression":"every day"}""")]
    [InlineData("""{"field":"cronExpression","expression":"61 * * * *"}""")]
    [InlineData("""{"field":"cronExpression","expression":"0 0 L * *"}""")]
    [InlineData("""{"field":"cronExpression","expression":"0 0 * * 1#2"}""")]
    [InlineData("""{"field":"weeks","triggerAtDay":["Monday"]}""")]
    [InlineData("""{"triggerAtHour":24}""")]
    [InlineData("\"={{ $json }}\"")]
    [InlineData("null")]
    public void What_cannot_be_understood_is_unknown_and_not_wrong(string interval)
    {
        var schedule = WorkflowSchedule.FromNodes([Nodes.Every("{}"), Nodes.Every(interval)])!;
        Assert.False(schedule.IsUnderstood);
        Assert.Equal(2, schedule.Rules.Length);
        Assert.Null(schedule.NextAfter(Utc.At("2026-03-01T00:00"), null, TimeZoneInfo.Utc));
        Assert.Contains("cannot be read", schedule.Describe(), StringComparison.Ordinal);
        Assert.Equal(schedule, WorkflowSchedule.FromJson(schedule.ToJson()));
    }

    [Theory]
    [InlineData("""{"rule":"={{ 1 }}"}""")]
    [InlineData("""{"rule":{"interval":"={{ 1 }}"}}""")]
    [InlineData("""{"rule":{"interval":7}}""")]
    public void An_expression_in_place_of_the_rules_is_unknown(string parameters) =>
        Assert.False(WorkflowSchedule.FromNodes([Nodes.Schedule(parameters)])!.IsUnderstood);

    [Fact]
    public void Disabled_and_other_nodes_are_no_schedule() =>
        Assert.Null(
            WorkflowSchedule.FromNodes([
                Nodes.Schedule("{}", disabled: true),
                Nodes.Of("n8n-nodes-base.webhook", "{}"),
                Nodes.Of("n8n-nodes-base.executeWorkflowTrigger", """{"inputSource":"passthrough"}"""),
            ])
        );

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("""[{"text":"x","cron":"nonsense"}]""")]
    [InlineData("""[{"text":"x","cron":"0 0 0 * * *","unit":"days","step":0}]""")]
    [InlineData("""[{"text":"x","cron":"0 0 0 * * *","unit":"aeons"}]""")]
    public void A_stored_schedule_that_is_broken_is_unknown(string json) =>
        Assert.False(WorkflowSchedule.FromJson(json).IsUnderstood);

    [Theory]
    [InlineData(null, "Asia/Shanghai", "Asia/Shanghai", true)]
    [InlineData("DEFAULT", "Europe/Berlin", "Europe/Berlin", true)]
    [InlineData("Europe/Berlin", "UTC", "Europe/Berlin", true)]
    [InlineData("Mars/Olympus", "Europe/Berlin", "UTC", false)]
    public void The_zone_is_the_workflows_own_or_the_instances(string? own, string instance, string id, bool known)
    {
        var zone = WorkflowZone.Resolve(own, instance);
        Assert.Equal((id, known), (zone.Zone.Id, zone.IsKnown));
    }
}
