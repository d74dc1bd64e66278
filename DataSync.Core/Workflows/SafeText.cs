namespace DataSync.Core.Workflows;

/// <summary>Shortens texts of others without breaking a character in two.</summary>
internal static class SafeText
{
    /// <summary>At most <paramref name="most"/> UTF-16 units; never ends in half a surrogate pair.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        return char.IsHighSurrogate(text[most - 1]) ? text[..(most - 1)] : text[..most];
    }

    /// <summary>One line, cut with an ellipsis.</summary>
    public static string OneLine(string text, int most)
    {
        // Only so much is looked at: an error can be megabytes long.
        var words = Cut(text, most * 4).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var line = string.Join(' ', words);
        return line.Length <= most ? line : Cut(line, most - 1).TrimEnd() + "…";
    }
}
