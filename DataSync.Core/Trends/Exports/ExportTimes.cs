using System.Globalization;

namespace DataSync.Core.Trends;

/// <summary>Times where they are text: ISO 8601 to the microsecond, UTC.</summary>
internal static class ExportTimes
{
    public static string Of(DateTime utc) => utc.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture);
}
