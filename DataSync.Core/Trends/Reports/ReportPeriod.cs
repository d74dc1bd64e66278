using System.Globalization;
using DataSync.Core.Access;
using DataSync.Core.Persistence;

namespace DataSync.Core.Trends;

/// <summary>Days a report is of, in the site's zone; both ends are included.</summary>
public sealed record ReportPeriod(ReportKind Kind, DateOnly First, DateOnly Last)
{
    private const int MostDays = 1_100;

    public string Title =>
        Kind switch
        {
            ReportKind.Month => First.ToString("MMMM yyyy", CultureInfo.InvariantCulture),
            ReportKind.Quarter => $"Quarter {((First.Month - 1) / 3) + 1} of {First.Year}",
            _ => $"{Day(First)} to {Day(Last)}",
        };

    public static ReportPeriod MonthOf(DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return new(ReportKind.Month, first, first.AddMonths(1).AddDays(-1));
    }

    public static ReportPeriod QuarterOf(DateOnly day)
    {
        var first = new DateOnly(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1);
        return new(ReportKind.Quarter, first, first.AddMonths(3).AddDays(-1));
    }

    /// <summary>A whole month or quarter is called so.</summary>
    /// <exception cref="RefusedException">A day is of no year that can be meant.</exception>
    public static ReportPeriod Of(DateOnly first, DateOnly last)
    {
        foreach (var (field, day) in new[] { ("from", first), ("to", last) })
        {
            if (!UtcTime.IsPlausible(day.Year))
                throw RefusedException.Invalid(field, "No such year is in question.");
        }
        var own = new ReportPeriod(ReportKind.Period, first, last);
        return new[] { MonthOf(first), QuarterOf(first) }.FirstOrDefault(one => one.First == first && one.Last == last)
            ?? own;
    }

    /// <exception cref="RefusedException">There can be no report of it.</exception>
    internal void Check(SiteCalendar calendar, DateTime now)
    {
        if (Last < First)
            throw RefusedException.Invalid("from", "The first day must not be after the last.");
        if (Last.DayNumber - First.DayNumber >= MostDays)
            throw RefusedException.Invalid("from", $"A report is of {MostDays} days at most.");
        if (calendar.Start(Last.AddDays(1)) > now)
            throw RefusedException.Invalid("to", "The last day has not ended yet.");
    }

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
