using System.Globalization;

namespace DataSync.Tests.Unit.Workflows;

internal static class Utc
{
    public static DateTime At(string time) =>
        DateTime.Parse(
            time,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
        );
}
