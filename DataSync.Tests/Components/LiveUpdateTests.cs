using Bunit;
using DataSync.Core.Live;
using DataSync.Core.Workflows;
using DataSync.Web.Features.Dashboard;

namespace DataSync.Tests.Components;

public sealed class LiveUpdateTests : PageTests
{
    [Fact]
    public void Only_the_tile_that_changed_is_drawn_again()
    {
        var steady = Tiles.One("Steady");
        var changing = Tiles.One("Changing");
        Show(Tiles.Board(changing, steady));
        var page = Open();
        var cards = page.FindComponents<WorkflowTileCard>()
            .ToDictionary(card => card.Instance.Tile.Name, StringComparer.Ordinal);
        var before = cards["Steady"].RenderCount;

        Show(Tiles.Board(changing with { Health = Health.Failing }, steady));
        Settle();

        page.WaitForAssertion(() => Assert.Contains("Failing", cards["Changing"].Markup, StringComparison.Ordinal));
        Assert.Contains("ds-flash", cards["Changing"].Markup, StringComparison.Ordinal);
        Assert.Equal(before, cards["Steady"].RenderCount);
    }

    [Fact]
    public void Many_signals_are_one_picture_and_the_last_one_is_shown()
    {
        Show(Tiles.Board(Tiles.One("0")));
        var page = Open();
        var figures = page.FindComponent<FigureRow>();
        var before = figures.RenderCount;

        for (var change = 1; change <= 50; change++)
            Show(Tiles.Board(Tiles.One($"{change}")));
        Time.Advance(SignalCoalescer.Interval - TimeSpan.FromMilliseconds(1));
        Assert.Equal(before, figures.RenderCount);

        Time.Advance(TimeSpan.FromMilliseconds(1));
        page.WaitForAssertion(() => Assert.Equal(["50"], Names(page)));
        Assert.Equal(before + 1, figures.RenderCount);
    }

    [Fact]
    public async Task A_closed_page_is_no_longer_signalled()
    {
        var page = Open().Instance;
        Assert.Equal(1, Board.Watchers);

        await DisposeComponentsAsync();
        page.Dispose();

        Assert.Equal(0, Board.Watchers);
        Show(Tiles.Board(Tiles.One()));
        Settle();
    }

    [Fact]
    public void A_changed_verdict_is_announced_and_named_in_the_title_of_the_tab()
    {
        Show(Tiles.Board(Tiles.One("AWS VPC")));
        var page = Open();
        Assert.Equal("", page.Find("[aria-live=polite]").TextContent);

        Show(Tiles.Board(Tiles.One("AWS VPC", Health.Failing)));
        Settle();

        page.WaitForAssertion(() => Assert.Equal("AWS VPC: Failing", page.Find("[aria-live=polite]").TextContent));
    }

    [Fact]
    public async Task Refresh_asks_for_a_pass_once_and_says_so_until_it_is_over()
    {
        Show(Tiles.Board(Tiles.One()));
        var page = Open();

        await page.Find("button.ds-refresh").ClickAsync(new());
        Assert.True(Refreshes.Take());
        Assert.True(page.Find("button.ds-refresh").HasAttribute("disabled"));

        Board.Update(board => board with { System = Tiles.Well with { PassStartedAt = Tiles.Now } });
        Settle();
        page.WaitForAssertion(() => Assert.Contains("Refreshing", Refresh(page), StringComparison.Ordinal));

        Board.Update(board => board with { System = Tiles.Well });
        Settle();
        page.WaitForAssertion(() => Assert.Equal("Refresh", Refresh(page)));
    }

    [Fact]
    public async Task Refresh_of_two_viewers_is_one_pass_that_both_are_shown()
    {
        Show(Tiles.Board(Tiles.One()));
        var pages = new[] { Open(), Open(), Open() };

        foreach (var page in pages[..2])
            await page.Find("button.ds-refresh").ClickAsync(new());
        Assert.True(Refreshes.Take());
        Assert.False(Refreshes.Take());

        Board.Update(board => board with { System = Tiles.Well with { PassStartedAt = Tiles.Now } });
        Settle();
        foreach (var page in pages)
            page.WaitForAssertion(() => Assert.Contains("Refreshing", Refresh(page), StringComparison.Ordinal));
    }

    [Fact]
    public void Refresh_waits_for_the_budget_and_comes_back_by_itself()
    {
        Show(
            Tiles.Board(Tiles.One()) with
            {
                System = Tiles.Well with { RefreshAllowedAt = Tiles.Now.AddSeconds(14) },
            }
        );
        var page = Open();
        Assert.Equal("Next allowed in 14 s", Refresh(page));
        Assert.True(page.Find("button.ds-refresh").HasAttribute("disabled"));

        Time.Advance(TimeSpan.FromSeconds(14));
        Settle();

        page.WaitForAssertion(() => Assert.Equal("Refresh", Refresh(page)));
        Assert.False(page.Find("button.ds-refresh").HasAttribute("disabled"));
    }

    private static string Refresh(IRenderedComponent<DataSyncPage> page) =>
        page.Find("button.ds-refresh").TextContent.Trim();
}
