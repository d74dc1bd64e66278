using System.Runtime.CompilerServices;

namespace DataSync.Tests.Support;

/// <summary>The code a page of <c>docs</c> tells people to use, so that it cannot say other than what is tested.</summary>
internal static class Documentation
{
    public static string Folder { get; } = Beside();

    /// <param name="page">Below <c>docs</c>.</param>
    public static string Text(string page) => File.ReadAllText(Path.Combine(Folder, page));

    /// <summary>The rows of all tables, without their heads; a cell is its text without the marks of code.</summary>
    public static IReadOnlyList<string[]> Rows(string text) =>
        [
            .. text.Split('\n')
                .Zip(text.Split('\n').Skip(1).Append(""))
                .Where(line => line.First.StartsWith("| ", StringComparison.Ordinal) && !IsRule(line.Second))
                .Select(line => line.First.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries))
                .Select(cells => cells.Select(cell => cell.Replace("`", "", StringComparison.Ordinal)).ToArray()),
        ];

    /// <summary>The fenced blocks of a language, in their order.</summary>
    public static IReadOnlyList<string> Blocks(string page, string language) =>
        [
            .. Text(page)
                .Split("\n```")
                .Where((_, index) => index % 2 == 1)
                .Select(block => block.Split('\n', 2))
                .Where(block => block[0].Equals(language, StringComparison.Ordinal))
                .Select(block => block[1]),
        ];

    private static bool IsRule(string line) => line.StartsWith("|---", StringComparison.Ordinal);

    private static string Beside([CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "docs"));
}
