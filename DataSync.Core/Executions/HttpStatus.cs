using System.Text.RegularExpressions;
using DataSync.Core.N8n;

namespace DataSync.Core.Executions;

/// <summary>Finds the HTTP status a service answered a node with.</summary>
internal static partial class HttpStatus
{
    /// <summary>400 to 599; null: there is none.</summary>
    public static int? Of(ErrorDigest error) =>
        InCode().Match(error.HttpCode ?? "") is { Success: true } code ? int.Parse(code.ValueSpan)
        : InText().Match(error.Message) is { Success: true } text ? int.Parse(text.Groups["status"].ValueSpan)
        : null;

    [GeneratedRegex(@"^[45]\d\d$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex InCode();

    /// <summary>Only where it is said to be one: <c>status code 429</c>, <c>HTTP 503</c>, <c>403 - "…"</c> at the start.</summary>
    [GeneratedRegex(
        @"(?:\bstatus(?:\s*code)?\s*:?\s*|\bHTTP(?:/[\d.]+)?\s*:?\s*|^)(?<status>[45]\d\d)(?=$|[\s\W])",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex InText();
}
