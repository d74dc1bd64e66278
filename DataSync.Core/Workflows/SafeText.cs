using DataSync.Core.Persistence;

namespace DataSync.Core.Workflows;

/// <summary>Shortens texts of others without breaking a character in two.</summary>
internal static class SafeText
{
    /// <summary>One line, cut with an ellipsis.</summary>
    public static string OneLine(string text, int most)
    {
        // Only so much is looked at: an error can be megabytes long.
        var words = StoredText.Cut(text, most * 4).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var line = string.Join(' ', words);
        return line.Length <= most ? line : StoredText.Cut(line, most - 1).TrimEnd() + "…";
    }
}
