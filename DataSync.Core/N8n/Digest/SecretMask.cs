using System.Text.RegularExpressions;

namespace DataSync.Core.N8n;

/// <summary>
/// Blots out what looks like a secret in a text n8n gives. A net under the rule that only listed fields are kept: nodes
/// quote the requests they made in their error messages.
/// </summary>
internal static class SecretMask
{
    private const string Blot = "***";

    // None of these can backtrack, so that no text can make them slow.
    private static readonly (Regex Pattern, string Replacement)[] Rules =
    [
        (Rule(@"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)"), Blot),
        (Rule(@"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*(\.[A-Za-z0-9_-]*)?"), Blot),
        (Rule(@"\b(Bearer|Basic|ApiKey)\s+[A-Za-z0-9._~+/=-]{6,}"), "$1 " + Blot),
        (Rule(@"(://)[^/\s@]+@"), "$1" + Blot + "@"),
        (Rule(@"\b(AKIA|ASIA)[0-9A-Z]{16}\b"), Blot),
        (Rule(@"\b(gh[pousr]_|github_pat_|xox[a-z]-|sk-|LTAI)[A-Za-z0-9_-]{12,}"), Blot),
        (
            Rule(
                @"([A-Za-z0-9_.-]*(password|passwd|passphrase|pwd|secret|token|credential|signature|authorization|api[_ -]?key|access[_ -]?key|private[_ -]?key|account[_ -]?key|x-n8n-api-key)[A-Za-z0-9_-]*[""']?\s*[=:]\s*)(""[^""]*""|'[^']*'|[^\s""'&,;}]+)"
            ),
            "$1" + Blot
        ),
        (Rule(@"\b(key|sig|pass|auth|code|session)=[^\s""'&,;}]+"), "$1=" + Blot),
    ];

    public static string Apply(string text)
    {
        foreach (var (pattern, replacement) in Rules)
            text = pattern.Replace(text, replacement);
        return text;
    }

    private static Regex Rule(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}
