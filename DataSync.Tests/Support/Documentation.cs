using System.Runtime.CompilerServices;

namespace DataSync.Tests.Support;

/// <summary>The code a page of <c>docs</c> tells people to use, so that it cannot say other than what is tested.</summary>
internal static class Documentation
{
    /// <summary>The fenced blocks of a language, in their order.</summary>
    public static IReadOnlyList<string> Blocks(string page, string language, [CallerFilePath] string source = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "docs", page);
        return
        [
            .. File.ReadAllText(file)
                .Split("\n```")
                .Where((_, index) => index % 2 == 1)
                .Select(block => block.Split('\n', 2))
                .Where(block => block[0].Equals(language, StringComparison.Ordinal))
                .Select(block => block[1]),
        ];
    }
}
