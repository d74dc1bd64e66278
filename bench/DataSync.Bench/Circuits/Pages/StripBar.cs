using DataSync.Core.Live;

namespace DataSync.Bench.Circuits.Pages;

/// <summary>One bar of a <see cref="RunStrip"/>, which the dashboard leaves to the browser to take apart.</summary>
internal readonly record struct StripBar(string Result, int Height, string Text)
{
    public static IEnumerable<StripBar> Of(string strip) =>
        strip.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(One);

    private static StripBar One(string bar)
    {
        var took = bar[(bar.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var (kind, word) = bar[0] switch
        {
            's' => ("mud-success", "succeeded"),
            'f' => ("mud-error", "failed"),
            _ => ("mud-info", "running"),
        };
        // The length of a number is near its logarithm.
        return new(kind, 4 * (1 + took.Length), $"{word}, took {took}");
    }
}
