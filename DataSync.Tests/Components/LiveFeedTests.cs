using Bunit;
using DataSync.Core.Live;
using DataSync.Core.Workflows;
using DataSync.Web.Features.Dashboard;

namespace DataSync.Tests.Components;

public sealed class LiveFeedTests : PageTests
{
    private static readonly FeedEntry Failed = new(
        "r1",
        FeedKind.Failed,
        Tiles.Now.AddMinutes(-2),
        "w1",
        "AWS <b>VPC</b>",
        "failed",
        "List: Denied"
    );
    private static readonly FeedEntry Many = new(
        "e1",
        FeedKind.Registry,
        Tiles.Now.AddHours(-1),
        null,
        "12 workflows",
        "seen for the first time",
        Count: 12
    );

    [Fact]
    public void Each_entry_says_what_happened_to_what_and_when()
    {
        Show(Tiles.Board(Tiles.One()) with { Feed = [Failed, Many] });
        var page = Open();

        var lines = page.FindAll(".ds-feed li");
        Assert.Equal("f-failed f-registry", string.Join(' ', lines.Select(line => line.ClassName)));
        Assert.Equal("AWS <b>VPC</b>", lines[0].QuerySelector("a")!.TextContent);
        Assert.Equal("data-sync?workflow=w1", lines[0].QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("failed: List: Denied", lines[0].QuerySelector("p")!.TextContent.Trim());
        Assert.Equal("2 min ago", lines[0].QuerySelector("ds-age")!.TextContent);
        Assert.Null(lines[1].QuerySelector("a"));
        Assert.Equal("seen for the first time", lines[1].QuerySelector("p")!.TextContent.Trim());
    }

    [Fact]
    public void A_hostile_error_is_text_and_nothing_else()
    {
        const string Error = "\"><img src=x onerror=alert(1)>";
        Show(Tiles.Board(Tiles.One()) with { Feed = [Failed with { Detail = Error }] });
        var said = Open().Find(".ds-feed li p");

        Assert.Equal(Error, said.GetAttribute("title"));
        Assert.Equal($"failed: {Error}", said.TextContent);
        Assert.Empty(said.QuerySelectorAll("img"));
    }

    [Fact]
    public void It_is_drawn_again_only_when_something_happened()
    {
        Show(Tiles.Board(Tiles.One()) with { Feed = [Many] });
        var page = Open();
        var feed = page.FindComponent<LiveFeed>();
        var before = feed.RenderCount;

        Board.Update(board => board with { Tiles = [Tiles.One(health: Health.Failing)] });
        Settle();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".ds-tile.h-failing")));
        Assert.Equal(before, feed.RenderCount);

        Board.Update(board => board with { Feed = [Failed, Many] });
        Settle();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".ds-feed li").Count));
        Assert.Equal(before + 1, feed.RenderCount);
    }

    [Fact]
    public async Task On_a_telephone_it_opens_and_closes()
    {
        Show(Tiles.Board(Tiles.One()) with { Feed = [Many] });
        var page = Open();

        await page.Find(".ds-feed .ds-fold").ClickAsync(new());
        Assert.Equal("true", page.Find(".ds-feed .ds-fold").GetAttribute("aria-expanded"));
        Assert.NotEmpty(page.FindAll(".ds-feed.ds-open"));
        await page.Find(".ds-feed .ds-fold").ClickAsync(new());
        Assert.Empty(page.FindAll(".ds-feed.ds-open"));
    }

    [Fact]
    public void A_picture_nobody_refreshes_says_as_of_when_and_is_not_green()
    {
        var tile = Tiles.One() with { AsOf = Tiles.Now.AddHours(-3) };
        var system = Tiles.Well with { KnownUntil = tile.AsOf, UnobservedSince = tile.AsOf };
        Show(new BoardSnapshot([tile], system));
        var page = Open();

        Assert.NotEmpty(page.FindAll(".ds-page.ds-unseen"));
        Assert.Contains("as of 07:42 UTC", page.Find(".ds-tile-top").TextContent, StringComparison.Ordinal);
        Assert.Contains("The picture is not current", page.Find(".ds-banner").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zone_that_fits_better_is_named_once_with_what_to_do()
    {
        Show(new BoardSnapshot([Tiles.One()], Tiles.Well with { ZoneHint = new("Asia/Shanghai", "UTC") }));
        var banner = Assert.Single(Open().FindAll(".ds-banner")).TextContent;
        Assert.Contains("fit Asia/Shanghai rather than UTC", banner, StringComparison.Ordinal);
        Assert.Contains("N8n__TimeZone=Asia/Shanghai", banner, StringComparison.Ordinal);
    }
}
