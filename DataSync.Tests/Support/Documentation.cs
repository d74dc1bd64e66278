using System.Runtime.CompilerServices;

namespace DataSync.Tests.Support;

/// <summary>The code a page of <c>docs</c> tells people to use, so that it cannot say other than what is tested.</summary>
internal static class Documentation
{
    public static string Folder { get; } = Beside();

    /// <summary>The fenced blocks of a language, in their order.</summary>
    public static IReadOnlyList<string> Blocks(string page, string language) =>
        [
            .. File.ReadAllText(Path.Combine(Folder, page))
                .Split("\n```")
                .Where((_, index) => index % 2 == 1)
                .Select(block => block.Split('\n', 2))
                .Where(block => block[0].Equals(language, StringComparison.Ordinal))
                .Select(block => block[1]),
        ];

    private static string Beside([CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "docs"));
}
