using Cronos;

namespace DataSync.Core.Workflows;

/// <summary>Cron as n8n understands it, computed by Cronos.</summary>
internal static class CronText
{
    private const int MostCharacters = 200;

    /// <summary>The expression with a seconds field, or null where n8n or Cronos would refuse it.</summary>
    public static string? Normalize(string? expression)
    {
        if (expression is null || expression.Length > MostCharacters)
            return null;
        var fields = Fields(expression);
        var text = fields switch
        {
            ["@hourly"] => "0 0 * * * *",
            ["@daily"] => "0 0 0 * * *",
            ["@weekly"] => "0 0 0 * * 0",
            ["@monthly"] => "0 0 0 1 * *",
            ["@yearly"] or ["@annually"] => "0 0 0 1 1 *",
            { Length: 5 } => "0 " + string.Join(' ', fields),
            { Length: 6 } => string.Join(' ', fields),
            _ => null,
        };
        if (text is null || text.Contains('#') || HasExtension(text))
            return null;
        return Array.TrueForAll(Split(text), part => CronExpression.TryParse(part, CronFormat.IncludeSeconds, out _))
            ? text
            : null;
    }

    public static CronExpression[] Parse(string normalized) =>
        Array.ConvertAll(Split(normalized), part => CronExpression.Parse(part, CronFormat.IncludeSeconds));

    /// <summary>Strictly after the moment; null: never again.</summary>
    public static DateTime? Next(CronExpression[] expressions, DateTime afterUtc, TimeZoneInfo zone)
    {
        DateTime? earliest = null;
        foreach (var expression in expressions)
        {
            if (expression.GetNextOccurrence(afterUtc, zone) is { } next && !(earliest <= next))
                earliest = next;
        }
        return earliest;
    }

    /// <summary>Day of month and day of week, both restricted, mean either of them to n8n and both at once to Cronos.</summary>
    private static string[] Split(string normalized)
    {
        var f = Fields(normalized);
        return IsAny(f[3]) || IsAny(f[5])
            ? [normalized]
            : [$"{f[0]} {f[1]} {f[2]} {f[3]} {f[4]} *", $"{f[0]} {f[1]} {f[2]} * {f[4]} {f[5]}"];
    }

    // n8n knows no last day (L) and no nearest weekday (W), which Cronos would read.
    private static bool HasExtension(string text)
    {
        var f = Fields(text);
        return f[3].AsSpan().IndexOfAny("LWlw") >= 0 || f[5].EndsWith('L') || f[5].EndsWith('l');
    }

    private static bool IsAny(string field) => field is "*" or "?" or "*/1";

    private static string[] Fields(string text) =>
        text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
