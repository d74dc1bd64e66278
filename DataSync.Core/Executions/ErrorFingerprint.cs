using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DataSync.Core.N8n;

namespace DataSync.Core.Executions;

/// <summary>
/// Tells whether two errors are the same but for what differs from run to run: numbers, ids, times and quoted parts. Pure.
/// </summary>
public static partial class ErrorFingerprint
{
    /// <summary>Characters of a fingerprint.</summary>
    public const int Length = 16;

    private const string Masked = "#";

    /// <summary>Of the message and, where there is one, the status the service answered with.</summary>
    public static string Of(ErrorDigest error)
    {
        var text = $"{HttpStatus.Of(error)}|{Mask(error.Message)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Length];
    }

    /// <summary>What stays the same of a message, in lower case.</summary>
    public static string Mask(string message) =>
        Spaces().Replace(WithDigit().Replace(Quoted().Replace(message, Masked), Masked), " ").Trim().ToLowerInvariant();

    // An apostrophe inside a word quotes nothing.
    [GeneratedRegex(
        """(?<![\p{L}\p{N}])(?:'[^'\r\n]{0,300}'(?![\p{L}\p{N}])|"[^"\r\n]{0,300}"|`[^`\r\n]{0,300}`|“[^”\r\n]{0,300}”|«[^»\r\n]{0,300}»)""",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Quoted();

    /// <summary>Numbers, times, addresses, and words with a digit in them, which are ids of some kind; also letters that are hexadecimal only.</summary>
    [GeneratedRegex(
        @"[+-]?\b(?:(?:[\p{L}_-]*\p{Nd}[\p{L}\p{Nd}_-]*)(?:[.:,/][\p{L}\p{Nd}_-]*\p{Nd}[\p{L}\p{Nd}_-]*)*|[a-fA-F]{8,})\b",
        RegexOptions.None,
        1000
    )]
    private static partial Regex WithDigit();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
