using System.Globalization;
using DataSync.Core.Persistence;

namespace DataSync.Web.Components;

/// <summary>What a field for a day holds, in UTC.</summary>
public static class Days
{
    private const string Form = "yyyy-MM-dd";

    public static string Of(DateTime day) => day.ToString(Form, CultureInfo.InvariantCulture);

    /// <returns>The end of that day, which is the beginning of the next; null: it is none.</returns>
    public static DateTime? EndOf(string? day) =>
        DateTime.TryParseExact(
            day,
            Form,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var found
        ) && UtcTime.IsPlausible(found.Year)
            ? found.AddDays(1)
            : null;
}
