using System.Text.RegularExpressions;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;

namespace DataSync.Tests.Unit.Docs;

/// <summary>What is written for people is what they see.</summary>
public sealed partial class PagesTests
{
    [Fact]
    public void Every_picture_that_is_shown_is_there_and_no_other()
    {
        var pages = Directory
            .EnumerateFiles(Documentation.Folder, "*.md")
            .Append(Path.Combine(Documentation.Folder, "..", "README.md"));
        var shown = pages.SelectMany(page => Picture().Matches(File.ReadAllText(page))).Select(match => match.Value);
        var there = Directory
            .EnumerateFiles(Path.Combine(Documentation.Folder, "pictures"))
            .Select(file => Path.GetFileName(file));

        Assert.Equal(shown.Distinct(StringComparer.Ordinal).Order(), there.Order());
    }

    [Fact]
    public void Every_state_is_explained_as_the_page_explains_it()
    {
        var page = Documentation.Text("operators.md");

        foreach (var (word, meaning, _) in Enum.GetValues<Health>().Select(HealthWords.Of))
            Assert.Contains($"| {word} | {meaning} |", page, StringComparison.Ordinal);
    }

    [Fact]
    public void No_link_between_pages_leads_nowhere()
    {
        var root = Path.Combine(Documentation.Folder, "..");
        foreach (
            var page in Directory
                .EnumerateFiles(Documentation.Folder, "*.md", SearchOption.AllDirectories)
                .Concat(Directory.EnumerateFiles(root, "*.md"))
        )
        {
            foreach (Match link in Link().Matches(File.ReadAllText(page)))
            {
                var target = Path.Combine(Path.GetDirectoryName(page)!, link.Groups["path"].Value);
                Assert.True(Path.Exists(target), $"{Path.GetFileName(page)}: {link.Groups["path"].Value}");
            }
        }
    }

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#\s]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"[\w-]+\.png", RegexOptions.None, 1000)]
    private static partial Regex Picture();
}
