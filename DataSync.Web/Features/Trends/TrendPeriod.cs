using DataSync.Core.Trends;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Trends;

/// <summary>A stretch of time, the one before it that it is compared with, and how finely it is drawn. Times are UTC.</summary>
/// <param name="BeforeTo">Where the one before ends: while the present one lasts, as far on as that is, to the hour.</param>
public sealed record TrendPeriod(
    string? Key,
    DateTime From,
    DateTime To,
    DateTime Before,
    DateTime BeforeTo,
    TrendBucket Bucket
)
{
    /// <summary>What is compared is of the same length, and not all of the period.</summary>
    public bool IsUnfinished => BeforeTo < From;

    public const string Usual = "30d";

    /// <summary>Days of the longest that can be asked for.</summary>
    private const int MostDays = 1_100;

    /// <summary>The periods offered, by their words in the address.</summary>
    public static readonly IReadOnlyList<(string Key, string Word, int Days)> All =
    [
        ("24h", "24 h", 1),
        ("7d", "7 days", 7),
        (Usual, "30 days", 30),
        ("90d", "90 days", 90),
    ];

    /// <summary>Reads an address; what nobody knows is passed over.</summary>
    /// <param name="from">First day of a period of one's own, of the site's zone.</param>
    /// <param name="to">Its last day.</param>
    public static TrendPeriod Parse(string? key, string? from, string? to, SiteCalendar calendar, DateTime now)
    {
        if (
            Days.Parse(from) is { } first
            && Days.Parse(to) is { } last
            && first <= last
            && last.DayNumber - first.DayNumber < MostDays
        )
            return Of(first, last, calendar, now);
        var (word, _, days) = All.FirstOrDefault(
            one => string.Equals(one.Key, key, StringComparison.Ordinal),
            All.First(one => one.Key is Usual)
        );
        if (days == 1)
        {
            var end = calendar.Hour(now).AddHours(1);
            // The running hour is compared with nothing.
            return new(word, end.AddDays(-1), end, end.AddDays(-2), end.AddDays(-1).AddHours(-1), TrendBucket.Hour);
        }
        var today = calendar.Date(now);
        return Of(today.AddDays(1 - days), today, calendar, now) with { Key = word };
    }

    /// <summary>Both days included.</summary>
    public static TrendPeriod Of(DateOnly first, DateOnly last, SiteCalendar calendar, DateTime now)
    {
        var days = last.DayNumber - first.DayNumber + 1;
        var (from, before) = (calendar.Start(first), calendar.Start(first.AddDays(-days)));
        var (today, hour) = (calendar.Date(now), before.AddHours(1));
        var lasts = first <= today && today <= last;
        // By the clocks of the zone, whatever they did between.
        var beforeNow = calendar.Start(today.AddDays(-days)) + (calendar.Hour(now) - calendar.Start(today));
        return new(
            null,
            from,
            calendar.Start(last.AddDays(1)),
            before,
            !lasts ? from
                : beforeNow < hour ? hour
                : beforeNow,
            days switch
            {
                <= 2 => TrendBucket.Hour,
                <= 120 => TrendBucket.Day,
                _ => TrendBucket.Week,
            }
        );
    }
}
