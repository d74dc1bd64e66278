using System.Text.RegularExpressions;
using DataSync.Tests.Support;

namespace DataSync.Tests.Unit.Docs;

public sealed partial class PictureFilesTests
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

    [GeneratedRegex(@"[\w-]+\.png", RegexOptions.None, 1000)]
    private static partial Regex Picture();
}
