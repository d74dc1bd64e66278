using System.Globalization;
using DataSync.Core.Trends;
using DataSync.Web.Features.Trends;

namespace DataSync.Tests.Unit.Trends;

/// <summary>What a period is compared with.</summary>
public sealed class TrendPeriodTests
{
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
