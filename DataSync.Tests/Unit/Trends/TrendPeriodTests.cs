using System.Globalization;
using DataSync.Core.Trends;
using DataSync.Web.Features.Trends;

namespace DataSync.Tests.Unit.Trends;

/// <summary>Which days an address asks for, and what they are compared with.</summary>
public sealed class TrendPeriodTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 30, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("0001-01-01", "0001-01-02")]
    [InlineData("9998-01-01", "9999-12-31")]
    [InlineData("2026-02-02", "2026-02-01")]
    [InlineData("2020-01-01", "2026-01-01")]
    [InlineData("2026-02-30", "2026-03-01")]
    public void What_no_calendar_can_go_on_from_is_passed_over(string from, string to)
    {
        var period = TrendPeriod.Parse(null, from, to, new SiteCalendar(TimeZoneInfo.Utc), Now);

        Assert.Equal(TrendPeriod.Usual, period.Key);
    }

    [Theory]
    [InlineData("2026-02-01", "2026-02-02", TrendBucket.Hour)]
    [InlineData("2026-01-01", "2026-03-01", TrendBucket.Day)]
    [InlineData("2025-01-01", "2025-12-31", TrendBucket.Week)]
    public void Ones_own_days_are_drawn_as_finely_as_their_number_allows(string from, string to, TrendBucket bucket)
    {
        var period = TrendPeriod.Parse("7d", from, to, new SiteCalendar(TimeZoneInfo.Utc), Now);

        Assert.Equal((null, bucket, period.To - period.From), (period.Key, period.Bucket, period.From - period.Before));
    }

    [Theory]
    // Over.
    [InlineData(
        "UTC",
        "2026-03-01",
        "2026-03-07",
        "2026-03-08T00:00:00Z",
        "2026-02-22T00:00:00Z",
        "2026-03-01T00:00:00Z"
    )]
    // Its last day has come as far as to 14:25.
    [InlineData(
        "UTC",
        "2026-03-01",
        "2026-03-07",
        "2026-03-07T14:25:00Z",
        "2026-02-22T00:00:00Z",
        "2026-02-28T14:00:00Z"
    )]
    [InlineData(
        "UTC",
        "2026-03-01",
        "2026-03-31",
        "2026-03-07T14:25:00Z",
        "2026-01-29T00:00:00Z",
        "2026-02-04T14:00:00Z"
    )]
    [InlineData(
        "UTC",
        "2026-03-07",
        "2026-03-07",
        "2026-03-07T00:25:00Z",
        "2026-03-06T00:00:00Z",
        "2026-03-06T01:00:00Z"
    )]
    // Clocks went forward in the night.
    [InlineData(
        "Europe/Berlin",
        "2026-03-29",
        "2026-03-29",
        "2026-03-29T10:10:00Z",
        "2026-03-27T23:00:00Z",
        "2026-03-28T10:00:00Z"
    )]
    public void While_it_lasts_it_is_compared_with_as_much(
        string zone,
        string first,
        string last,
        string now,
        string from,
        string to
    )
    {
        var calendar = new SiteCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone));
        var period = TrendPeriod.Parse(null, first, last, calendar, Utc(now));
        Assert.Equal((Utc(from), Utc(to)), (period.Before, period.BeforeTo));
        Assert.Equal(Utc(to) < period.From, period.IsUnfinished);
    }

    [Fact]
    public void The_running_hour_of_a_day_is_compared_with_nothing()
    {
        var period = TrendPeriod.Parse("24h", null, null, new(TimeZoneInfo.Utc), Utc("2026-03-07T14:25:00Z"));
        Assert.Equal(
            (Utc("2026-03-06T15:00:00Z"), Utc("2026-03-05T15:00:00Z"), Utc("2026-03-06T14:00:00Z")),
            (period.From, period.Before, period.BeforeTo)
        );
    }

    private static DateTime Utc(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
