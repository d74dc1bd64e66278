using System.Globalization;

namespace DataSync.Core.Live;

/// <summary>How a share reads, on pages as in mails.</summary>
public static class ShareWords
{
    /// <summary>In percent, never rounded up: 100 % means all. What a double cannot hold exactly is not taken for less.</summary>
    /// <param name="share">0 to 1; null reads as a dash.</param>
    public static string Percent(double? share) =>
        share is { } some
            ? $"{(Math.Floor((some * 1_000) + 1e-9) / 10).ToString("0.#", CultureInfo.InvariantCulture)} %"
            : "–";
}
