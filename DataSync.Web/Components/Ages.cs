namespace DataSync.Web.Components;

/// <summary>
/// How times read. The server writes the first text; <c>ds-elements.js</c> words it the same way and keeps it counting,
/// so nothing jumps when it takes over.
/// </summary>
public static class Ages
{
    public static string Iso(DateTime at) =>
        DateTime.SpecifyKind(at, DateTimeKind.Utc).ToString("yyyy-MM-ddTHH:mm:ss.fffZ");

    /// <summary>As markup.</summary>
    /// <param name="now">Null: without words, which the browser puts in at once.</param>
    public static string Element(string mode, DateTime at, DateTime? now)
    {
        var words = (mode, now) switch
        {
            (_, null) => "",
            ("ago", { } then) => Ago(at, then),
            ("old", { } then) => Old(at, then),
            ("in", { } then) => In(at, then),
            ("since", { } then) => Since(at, then),
            ("clock", _) => Clock(at),
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "A mode without words"),
        };
        return $"<ds-age mode=\"{mode}\" at=\"{Iso(at)}\">{words}</ds-age>";
    }

    /// <summary>"12 s ago".</summary>
    public static string Ago(DateTime at, DateTime now) => Span(now - at) + " ago";

    /// <summary>"12 s".</summary>
    public static string Old(DateTime at, DateTime now) => Span(now - at);

    /// <summary>"in 14 s", and once it has passed "14 s overdue".</summary>
    public static string In(DateTime at, DateTime now) =>
        at > now ? "in " + Span(at - now)
        : now - at < TimeSpan.FromMinutes(1) ? "due now"
        : Span(now - at) + " overdue";

    /// <summary>A stopwatch: "0:42", "1:02:03".</summary>
    public static string Since(DateTime at, DateTime now)
    {
        var span = now > at ? now - at : TimeSpan.Zero;
        return span.TotalHours >= 1
            ? $"{(int)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}"
            : $"{span.Minutes}:{span.Seconds:00}";
    }

    /// <summary>Time of day until the browser, which knows the viewer's zone, words it.</summary>
    public static string Clock(DateTime at) => at.ToString("HH:mm 'UTC'");

    /// <summary>Day and time to the second, likewise.</summary>
    public static string Exact(DateTime at) => at.ToString("d MMM yyyy, HH:mm:ss 'UTC'");

    /// <summary>A length in the largest unit that keeps it honest: "820 ms", "4.2 s", "3 min 05 s", "2 h 10 min".</summary>
    public static string Duration(long milliseconds) =>
        milliseconds switch
        {
            < 1000 => $"{milliseconds} ms",
            < 10_000 => $"{milliseconds / 100 / 10.0:0.0} s",
            < 60_000 => $"{milliseconds / 1000} s",
            < 3_600_000 => $"{milliseconds / 60_000} min {milliseconds / 1000 % 60:00} s",
            < 86_400_000 => $"{milliseconds / 3_600_000} h {milliseconds / 60_000 % 60:00} min",
            _ => $"{milliseconds / 86_400_000} d {milliseconds / 3_600_000 % 24} h",
        };

    private static string Span(TimeSpan span) =>
        span.TotalSeconds switch
        {
            < 1 => "0 s",
            < 60 => $"{(int)span.TotalSeconds} s",
            < 3600 => $"{(int)span.TotalMinutes} min",
            < 2 * 86_400 => $"{(int)span.TotalHours} h",
            _ => $"{(int)span.TotalDays} d",
        };
}
