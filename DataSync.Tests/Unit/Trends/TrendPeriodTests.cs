using DataSync.Core.Trends;
using DataSync.Web.Features.Trends;

namespace DataSync.Tests.Unit.Trends;

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
}
