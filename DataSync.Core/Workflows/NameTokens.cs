using System.Globalization;

namespace DataSync.Core.Workflows;

/// <summary>Cuts a name into its words, without copying it.</summary>
internal static class NameTokens
{
    /// <summary>Words looked at; names are at most a line long.</summary>
    public const int Most = 64;

    /// <summary>
    /// Ranges of words of Latin letters and digits; everything else separates, Han characters too. With
    /// <paramref name="splitCase"/> <c>AWSVpcSync2</c> is <c>AWS Vpc Sync 2</c>, without it one word, so that
    /// <c>VNet</c> and <c>IPsec</c> are found as people write them.
    /// </summary>
    public static int Split(ReadOnlySpan<char> text, Span<Range> tokens, bool splitCase)
    {
        var count = 0;
        var start = -1;
        for (var i = 0; i <= text.Length && count < tokens.Length; i++)
        {
            var inside = i < text.Length && IsWordCharacter(text[i]);
            if (start >= 0 && (!inside || (splitCase && IsBoundary(text, i))))
            {
                tokens[count++] = start..i;
                start = -1;
            }
            if (inside && start < 0)
                start = i;
        }
        return count;
    }

    private static bool IsBoundary(ReadOnlySpan<char> text, int at)
    {
        var (before, here) = (text[at - 1], text[at]);
        if (char.IsDigit(before) != char.IsDigit(here))
            return true;
        if (!char.IsUpper(here))
            return false;
        return char.IsLower(before) || (at + 1 < text.Length && char.IsLower(text[at + 1]));
    }

    private static bool IsWordCharacter(char character) =>
        char.IsLetterOrDigit(character) && char.GetUnicodeCategory(character) != UnicodeCategory.OtherLetter;
}
