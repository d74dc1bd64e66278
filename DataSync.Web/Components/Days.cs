using System.Globalization;
using DataSync.Core.Persistence;

namespace DataSync.Web.Components;

/// <summary>Days as fields and addresses hold them: 2026-03-01.</summary>
public static class Days
{
    private const string Form = "yyyy-MM-dd";

    public static string Of(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);

    public static string Of(DateTime day) => Of(DateOnly.FromDateTime(day));

    /// <returns>Null: it is none, or of a year nobody means.</returns>
    public static DateOnly? Parse(string? text) =>
        DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && UtcTime.IsPlausible(day.Year)
            ? day
            : null;

    /// <returns>The end of that day in UTC, which is the beginning of the next; null: it is none.</returns>
    public static DateTime? EndOf(string? day) =>
        Parse(day)?.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
}
