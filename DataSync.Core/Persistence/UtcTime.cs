using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DataSync.Core.Persistence;

/// <summary>Times as they are stored: UTC, whole microseconds.</summary>
public static class UtcTime
{
    /// <summary>Drops what the database cannot keep, so that what is written equals what is read.</summary>
    public static DateTime Truncate(DateTime time) =>
        new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);

    /// <summary>From 1970 to 8999. What lies beyond is a slip of the pen, and calendars cannot go on from it.</summary>
    public static bool IsPlausible(int year) => year is >= 1970 and < 9000;

    /// <summary>
    /// What the clocks of <paramref name="zone"/> show, as UTC: what they show twice is the first, and what they leave out is as long
    /// after where they were put forward as it is after that.
    /// </summary>
    public static DateTime Of(DateTime local, TimeZoneInfo zone)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return DateTime.SpecifyKind(local - offset, DateTimeKind.Utc);
    }

    /// <summary>Now, as it is stored.</summary>
    public static DateTime UtcNow(this TimeProvider clock) => Truncate(clock.GetUtcNow().UtcDateTime);
}

internal sealed class UtcTimeConverter()
    : ValueConverter<DateTime, DateTime>(
        time => UtcTime.Truncate(time),
        stored => DateTime.SpecifyKind(stored, DateTimeKind.Utc)
    );
