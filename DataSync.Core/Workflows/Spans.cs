using System.Globalization;

namespace DataSync.Core.Workflows;

/// <summary>Lengths of time and ranges as the reasons word them.</summary>
internal static class Spans
{
    public static string Duration(long milliseconds) => $"{Number(milliseconds, out var unit, milliseconds)} {unit}";

    /// <summary><c>1.2 to 1.9 s</c>, with the unit of the larger end.</summary>
    public static string DurationRange(long low, long high)
    {
        var (from, to) = (Number(low, out var unit, high), Number(high, out _, high));
        return string.Equals(from, to, StringComparison.Ordinal) ? $"{to} {unit}" : $"{from} to {to} {unit}";
    }

    public static string Range(long low, long high) => low == high ? $"{low}" : $"{low} to {high}";

    public static string Span(TimeSpan span) => Duration((long)span.TotalMilliseconds);

    private static string Number(long milliseconds, out string unit, long unitOf)
    {
        (unit, var size) = unitOf switch
        {
            < 120_000 => ("s", 1_000.0),
            < 7_200_000 => ("min", 60_000.0),
            < 172_800_000 => ("h", 3_600_000.0),
            _ => ("days", 86_400_000.0),
        };
        return Math.Round(milliseconds / size, 1).ToString("0.#", CultureInfo.InvariantCulture);
    }
}
