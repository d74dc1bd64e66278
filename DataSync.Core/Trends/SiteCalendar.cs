using DataSync.Core.Persistence;

namespace DataSync.Core.Trends;

/// <summary>The hours, days and weeks of one zone, as UTC times at which they start. Thread-safe.</summary>
public sealed class SiteCalendar(TimeZoneInfo zone)
{
    /// <summary>Most times asked for lie in the day asked for last.</summary>
    private volatile Span? last;

    public TimeZoneInfo Zone => zone;

    /// <summary>Of the hour as the zone's clocks show it; in some zones it begins at a half or a quarter of UTC's.</summary>
    public DateTime Hour(DateTime utc)
    {
        var local = utc + zone.GetUtcOffset(utc);
        return utc.AddTicks(-(local.Ticks % TimeSpan.TicksPerHour));
    }

    public DateTime Day(DateTime utc) => DayOf(utc).Start;

    public DateTime NextDay(DateTime utc) => DayOf(utc).End;

    /// <summary>Weeks begin on Monday.</summary>
    public DateTime Week(DateTime utc)
    {
        var date = Date(utc);
        return Start(date.AddDays(-(((int)date.DayOfWeek + 6) % 7)));
    }

    /// <summary>The day that <paramref name="utc"/> lies in.</summary>
    public DateOnly Date(DateTime utc)
    {
        // Noon is the same date whatever the clocks did in the night.
        var start = Day(utc);
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(start.AddHours(12), zone));
    }

    /// <summary>The first moment of a date, where midnight is left out as well as where there are two.</summary>
    public DateTime Start(DateOnly date) => UtcTime.Of(date.ToDateTime(TimeOnly.MinValue), zone);

    private Span DayOf(DateTime utc)
    {
        if (last is { } day && day.Start <= utc && utc < day.End)
            return day;
        var date = DateOnly.FromDateTime(utc + zone.GetUtcOffset(utc));
        // Where clocks go back over midnight a moment can show the date after, or before, its own.
        if (utc < Start(date))
            date = date.AddDays(-1);
        else if (utc >= Start(date.AddDays(1)))
            date = date.AddDays(1);
        return last = new(Start(date), Start(date.AddDays(1)));
    }

    private sealed record Span(DateTime Start, DateTime End);
}
