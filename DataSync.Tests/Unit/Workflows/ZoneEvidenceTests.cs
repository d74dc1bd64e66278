using System.Collections.Immutable;
using DataSync.Core.Workflows;

namespace DataSync.Tests.Unit.Workflows;

public sealed class ZoneEvidenceTests
{
    private const string DailyAtTwo = """{"triggerAtHour":2}""";
    private const string Hourly = """{"field":"hours"}""";
    private const string EverySixHours = """{"field":"hours","hoursInterval":6}""";

    [Theory]
    // Shanghai keeps one offset all year; around March Europe and America show theirs.
    [InlineData("Asia/Shanghai", "2026-01-10", 14, "Asia/Shanghai")]
    [InlineData("Europe/Berlin", "2026-03-22", 14, "Europe/Berlin")]
    [InlineData("America/New_York", "2026-03-01", 14, "America/New_York")]
    [InlineData("Asia/Kolkata", "2026-01-10", 14, "Asia/Kolkata")]
    [InlineData("Asia/Kathmandu", "2026-01-10", 14, "Asia/Kathmandu")]
    // Without a change of the clocks in sight the same offset may be many zones: the most used one is named.
    [InlineData("Africa/Lagos", "2026-01-10", 14, "Europe/Berlin")]
    // With one it is told apart.
    [InlineData("Africa/Lagos", "2026-03-22", 14, "Africa/Lagos")]
    // The configured zone itself, and too few.
    [InlineData("UTC", "2026-01-10", 14, null)]
    [InlineData("Asia/Shanghai", "2026-01-10", 4, null)]
    [InlineData("Asia/Shanghai", "2026-01-10", 5, "Asia/Shanghai")]
    public void The_zone_that_fits_is_named(string truth, string from, int days, string? named)
    {
        var fit = ZoneEvidence.Find(Observe(DailyAtTwo, truth, from, days), TimeZoneInfo.Utc);

        Assert.Equal(named, fit?.Zones[0]);
        Assert.True(fit?.IsClear ?? true);
    }

    [Fact]
    public void Utc_is_named_where_another_zone_is_configured() =>
        Assert.Equal(
            "UTC",
            ZoneEvidence.Find(Observe(DailyAtTwo, "UTC", "2026-01-10", 8), Zone("Europe/Berlin"))?.Zones[0]
        );

    [Fact]
    public void An_hourly_schedule_cannot_tell() =>
        Assert.Null(ZoneEvidence.Find(Observe(Hourly, "Asia/Shanghai", "2026-01-10", 2), TimeZoneInfo.Utc));

    [Fact]
    public void A_schedule_every_six_hours_fits_several_and_names_none_but_follows_another()
    {
        var six = Observe(EverySixHours, "Asia/Shanghai", "2026-01-10", 3);
        var fit = ZoneEvidence.Find(six, TimeZoneInfo.Utc);
        Assert.NotNull(fit);
        Assert.False(fit.IsClear);
        Assert.Null(ZoneEvidence.Agreed([fit], [six]));

        var daily = Observe(DailyAtTwo, "Asia/Shanghai", "2026-01-10", 8);
        var clear = ZoneEvidence.Find(daily, TimeZoneInfo.Utc)!;
        Assert.Equal("Asia/Shanghai", ZoneEvidence.Agreed([fit, clear], [six, daily]));
    }

    [Fact]
    public void Starts_that_are_late_by_no_constant_offset_are_no_zone()
    {
        var right = Observe(DailyAtTwo, "UTC", "2026-01-10", 10);
        var late = right with { Starts = [.. right.Starts.Select((at, i) => at.AddMinutes(7 + (i * 13)))] };
        Assert.Null(ZoneEvidence.Find(late, TimeZoneInfo.Utc));
    }

    [Fact]
    public void A_start_in_the_configured_zone_ends_the_suspicion()
    {
        var wrong = Observe(DailyAtTwo, "Asia/Shanghai", "2026-01-10", 10);
        var mended = wrong with { Starts = [Utc.At("2026-01-25T02:00:10"), .. wrong.Starts] };
        Assert.Null(ZoneEvidence.Find(mended, TimeZoneInfo.Utc));
    }

    [Fact]
    public void Workflows_that_contradict_each_other_agree_on_nothing()
    {
        var chinese = Observe(DailyAtTwo, "Asia/Shanghai", "2026-01-10", 10);
        var german = Observe(DailyAtTwo, "Europe/Berlin", "2026-01-10", 10);
        var right = Observe(DailyAtTwo, "UTC", "2026-01-10", 10);
        var hourly = Observe(Hourly, "UTC", "2026-01-10", 2);
        var fit = ZoneEvidence.Find(chinese, TimeZoneInfo.Utc)!;
        var other = ZoneEvidence.Find(german, TimeZoneInfo.Utc)!;

        Assert.Equal("Asia/Shanghai", ZoneEvidence.Agreed([fit], [chinese, hourly]));
        Assert.Null(ZoneEvidence.Agreed([fit], [chinese, right]));
        Assert.Null(ZoneEvidence.Agreed([fit, other], [chinese, german]));
    }

    /// <summary>Starts as an n8n in <paramref name="zone"/> would make them, a few seconds after the minute.</summary>
    private static ObservedStarts Observe(string interval, string zone, string from, int days)
    {
        var schedule = WorkflowSchedule.FromNodes([Nodes.Every(interval)])!;
        var starts = ImmutableArray.CreateBuilder<DateTime>();
        var at = Utc.At(from);
        for (var end = at.AddDays(days); schedule.NextAfter(at, null, Zone(zone)) is { } next && next < end; at = next)
            starts.Add(next.AddSeconds(starts.Count % 50));
        starts.Reverse();
        return new(schedule, starts.ToImmutable());
    }

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);
}
