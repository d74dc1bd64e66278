using System.Globalization;

namespace DataSync.Core.Workflows;

/// <summary>
/// How n8n counts from one run to the next: by fields of the local calendar that wrap, not by elapsed time. Its quirks are
/// kept (a year is 365 days and 52 weeks to it), because we tell what it will do, not what it should.
/// </summary>
internal static class StepDistance
{
    public static bool IsReached(StepUnit unit, int step, DateTime last, DateTime now) =>
        unit switch
        {
            StepUnit.Hours => Wrapped(now.Hour - last.Hour, 24) >= step,
            StepUnit.Days => Wrapped(now.DayOfYear - last.DayOfYear, 365) >= step,
            // Several days of one week belong to the same turn.
            StepUnit.Weeks => Week(now) == Week(last) || Wrapped(Week(now) - Week(last), 52) >= step,
            StepUnit.Months => Months(now) - Months(last) >= step,
            StepUnit.Minutes => now - last >= TimeSpan.FromMinutes(step),
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Not a unit of a schedule"),
        };

    private static int Wrapped(int difference, int size) => (difference + size) % size;

    private static int Months(DateTime time) => (time.Year * 12) + time.Month;

    // Weeks begin on Sunday and the first one holds 1 January, which the last days of December may share.
    private static int Week(DateTime time)
    {
        var saturday = time.Date.AddDays(DayOfWeek.Saturday - time.DayOfWeek);
        return CultureInfo.InvariantCulture.Calendar.GetWeekOfYear(
            saturday,
            CalendarWeekRule.FirstDay,
            DayOfWeek.Sunday
        );
    }
}
