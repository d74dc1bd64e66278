using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DataSync.Core.N8n;

/// <summary>n8n's texts as we keep them. JavaScript writes half surrogates, which .NET refuses: they become U+FFFD.</summary>
internal static partial class ExecutionText
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static string Of(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Repaired(text.GetRawText().AsSpan()[1..^1].ToString());
        }
    }

    public static string Of(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Repaired(Encoding.UTF8.GetString(reader.ValueSpan));
        }
    }

    /// <summary>UTC; null for what is not a point in time.</summary>
    public static DateTime? Time(string? text) =>
        DateTime.TryParse(
            text,
            Invariant,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : null;

    /// <summary>UTC; null for numbers that are no plausible milliseconds since 1970.</summary>
    public static DateTime? Time(double milliseconds) =>
        milliseconds is >= 0 and < 253_402_300_800_000 ? DateTime.UnixEpoch.AddMilliseconds(milliseconds) : null;

    private static string Repaired(string escaped) =>
        JsonSerializer.Deserialize<string>("\"" + SurrogateEscape().Replace(escaped, "\\uFFFD") + "\"")!;

    [GeneratedRegex(@"\\u[dD][89a-fA-F][0-9a-fA-F]{2}", RegexOptions.None, 1000)]
    private static partial Regex SurrogateEscape();
}
