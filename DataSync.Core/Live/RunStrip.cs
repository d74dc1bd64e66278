using System.Globalization;
using System.Text;
using DataSync.Core.Executions;

namespace DataSync.Core.Live;

/// <summary>
/// The last runs of a workflow as one short string that all circuits share; <c>ds-elements.js</c> draws it.
/// Bars are separated by commas, oldest first. A bar is a letter for its result, the start in whole seconds since the
/// bar before it (since 1970 for the first), a colon, and the duration in milliseconds or nothing; numbers in base 36. A
/// missed start is a bar too.
/// </summary>
public static class RunStrip
{
    public const int MaxBars = 30;

    private const char Missed = 'm';
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>Keeps the newest <see cref="MaxBars"/>.</summary>
    public static string Encode(IEnumerable<RunBar> oldestFirst)
    {
        var text = new StringBuilder(12 * MaxBars);
        long before = 0;
        foreach (var bar in oldestFirst.TakeLast(MaxBars))
        {
            if (text.Length > 0)
                text.Append(',');
            var start = new DateTimeOffset(bar.StartTime, TimeSpan.Zero).ToUnixTimeSeconds();
            text.Append(bar.Status is { } status ? Letter(status) : Missed);
            AppendNumber(text, start - before);
            text.Append(':');
            if (bar.DurationMs is { } duration)
                AppendNumber(text, Math.Max(0, duration));
            before = start;
        }
        return text.ToString();
    }

    private static char Letter(ExecutionStatus status) =>
        status switch
        {
            ExecutionStatus.Success => 's',
            ExecutionStatus.Failure => 'f',
            ExecutionStatus.Running => 'r',
            ExecutionStatus.Cancelled => 'c',
            _ => throw new ArgumentOutOfRangeException(
                nameof(status),
                status,
                string.Create(CultureInfo.InvariantCulture, $"No letter for status {status}")
            ),
        };

    private static void AppendNumber(StringBuilder text, long number)
    {
        if (number < 0)
            text.Append('-');
        var rest = (ulong)Math.Abs(number);
        Span<char> reversed = stackalloc char[13];
        var length = 0;
        do
        {
            reversed[length++] = Digits[(int)(rest % 36)];
            rest /= 36;
        } while (rest > 0);
        while (length > 0)
            text.Append(reversed[--length]);
    }
}

/// <summary>One run as the strip draws it.</summary>
/// <param name="StartTime">UTC.</param>
/// <param name="Status">Null: a start that was due and did not happen.</param>
/// <param name="DurationMs">Null while it runs.</param>
public readonly record struct RunBar(DateTime StartTime, ExecutionStatus? Status, long? DurationMs);
