using Bunit;
using DataSync.Core.Workflows;

namespace DataSync.Tests.Components;

/// <summary>The dashboard with a history open above it.</summary>
public sealed class OpenHistoryTests : HistoryPages
{
    [Fact]
    public void It_stays_open_while_one_filters()
    {
        Show(Tiles.Board(Tiles.One("AWS VPC", Health.Failing, "w/1"), Tiles.One("Azure VPN", Health.Late)));
        var page = Open("data-sync?workflow=w%2F1&run=7");
        page.Find("input[type=search]").Input("azure");
        Assert.EndsWith("data-sync?q=azure&workflow=w%2F1&run=7", Navigation.Uri, StringComparison.Ordinal);
        Assert.EndsWith(
            "q=azure&health=late&workflow=w%2F1&run=7",
            page.Find(".ds-chip.h-late").GetAttribute("href"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Running_it_from_there_keeps_the_place()
    {
        Show(Tiles.Board(Tiles.One("AWS VPC", Health.Failing, "w/1")));
        var page = Open("data-sync?q=aws&health=failing&view=list&workflow=w%2F1&run=7&embed=1&status=failure");
        Assert.Equal(
            "data-sync?q=aws&health=failing&view=list&embed=1&start=w%2F1",
            page.FindAll(".ds-about a").Single(link => link.TextContent == "Run now").GetAttribute("href")
        );
    }
}
