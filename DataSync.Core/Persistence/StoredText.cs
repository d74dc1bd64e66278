using System.Diagnostics.CodeAnalysis;

namespace DataSync.Core.Persistence;

/// <summary>How many characters a text column takes.</summary>
internal static class StoredText
{
    public const int Id = 255;
    public const int Name = 255;
    public const int Word = 64;

    /// <summary>A MySQL TEXT is 65,535 bytes and a character up to four of them.</summary>
    public const int Text = 16_000;

    /// <summary>At most <paramref name="length"/> UTF-16 units, not cut through a surrogate pair.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Cut(string? text, int length) =>
        text is null || text.Length <= length
            ? text
            : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
