using System.Text.RegularExpressions;
using DataSync.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataSync.Tests.Browser;

/// <summary>What people do on the dashboard, in a real browser.</summary>
public sealed class JourneyTests
{
    [Fact]
    public async Task A_link_sent_to_a_colleague_shows_the_same_and_back_leads_back()
    {
        await using var fleet = await Fleet.StartAsync(24);
        var page = await fleet.OpenAsync("/data-sync");
        var tiles = page.Locator("[data-tile]");
        await Expect(tiles).ToHaveCountAsync(24);

        await page.Locator(".ds-coverage td a").First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(fleet.App.Url, "/data-sync?provider=aws&type=vpc").AbsoluteUri);
        await Expect(tiles).ToHaveCountAsync(2);
        await page.Locator(".ds-chip", new() { HasText = "Failing" }).ClickAsync();
        await Expect(tiles).ToHaveCountAsync(1);
        await page.GetByLabel("Group by").SelectOptionAsync("By cloud");
        await Expect(page.Locator(".ds-section-head h2")).ToHaveTextAsync(["AWS"]);
        await page.Locator("[data-tile] .ds-name a").ClickAsync();
        await Expect(page).ToHaveURLAsync(Ends("group=provider&workflow=wf"));

        var colleague = await fleet.OpenAsync(new Uri(page.Url).PathAndQuery);
        await Expect(colleague.Locator("[data-tile] h3"))
            .ToHaveTextAsync(await tiles.Locator("h3").AllInnerTextsAsync());
        await Expect(colleague.GetByLabel("Group by")).ToHaveValueAsync("Provider");
        Assert.Equal(page.Url, colleague.Url);

        for (var steps = 0; steps < 4; steps++)
            await page.GoBackAsync();
        await Expect(tiles).ToHaveCountAsync(24);
        await Expect(page.GetByLabel("Group by")).ToHaveValueAsync("None");
        await page.GoForwardAsync();
        await Expect(tiles).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Searching_keeps_one_entry_of_history_and_can_be_cleared()
    {
        await using var fleet = await Fleet.StartAsync(12);
        var page = await fleet.OpenAsync("/data-sync?view=list");
        var rows = page.Locator("tr[data-tile]");
        await page.GetByLabel("Search workflows by name").PressSequentiallyAsync("gcp");
        await Expect(rows).ToHaveCountAsync(4);
        await Expect(page).ToHaveURLAsync(new Uri(fleet.App.Url, "/data-sync?q=gcp&view=list").AbsoluteUri);
        await page.GetByText("Clear filters").ClickAsync();
        await Expect(rows).ToHaveCountAsync(12);
        await Expect(page.GetByLabel("Search workflows by name")).ToHaveValueAsync("");
        await page.GoBackAsync();
        await Expect(rows).ToHaveCountAsync(4);
        await Expect(page.GetByLabel("Search workflows by name")).ToHaveValueAsync("gcp");
    }

    [Fact]
    public async Task Three_hundred_are_sorted_grouped_and_scrolled_through()
    {
        await using var fleet = await Fleet.StartAsync(300);
        var page = await fleet.OpenAsync("/data-sync");
        await page.GetByRole(AriaRole.Link, new() { Name = "List" }).ClickAsync();
        var rows = page.Locator("tr[data-tile]");
        await Expect(rows.First).ToContainTextAsync("Failing");

        await page.GetByRole(AriaRole.Link, new() { Name = "Workflow", Exact = true }).ClickAsync();
        await Expect(rows.First).ToContainTextAsync("AWS NAT Gateway 003");
        await page.GetByRole(AriaRole.Link, new() { Name = "Workflow", Exact = true }).ClickAsync();
        await Expect(rows.First).ToContainTextAsync("GCP VPN 290");
        await Expect(page.Locator("th[aria-sort=descending]")).ToHaveTextAsync("Workflow");

        // Only what is near the screen is there, and the end of the list is where it belongs.
        Assert.InRange(await rows.CountAsync(), 24, 120);
        await page.EvaluateAsync("scrollTo(0, document.querySelector('.ds-list').offsetHeight)");
        await Expect(rows.Last).ToContainTextAsync("AWS NAT Gateway 003");
        Assert.InRange(await rows.CountAsync(), 24, 120);

        await page.EvaluateAsync("scrollTo(0, 0)");
        await page.GetByLabel("Group by").SelectOptionAsync("By health");
        await Expect(page.Locator(".ds-section-head h2")).ToHaveTextAsync(["Failing", "Healthy"]);
        await page.GetByRole(AriaRole.Link, new() { Name = "Tiles" }).ClickAsync();
        await Expect(page.Locator("article[data-tile]").First).ToContainTextAsync("Failing");
        await page.Locator(".ds-section-head", new() { HasText = "Healthy" }).ScrollIntoViewIfNeededAsync();
        await Expect(page.Locator("article[data-tile].h-healthy").First).ToBeVisibleAsync();
        for (var steps = 0; steps < 5; steps++)
            await page.GoBackAsync();
        await Expect(page).ToHaveURLAsync(new Uri(fleet.App.Url, "/data-sync").AbsoluteUri);
        await Expect(page.Locator(".ds-section-head")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Everything_is_reached_by_keys_alone()
    {
        await using var fleet = await Fleet.StartAsync(12);
        var page = await fleet.OpenAsync("/data-sync");
        var keys = page.Keyboard;
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" });

        await keys.PressAsync("?");
        await Expect(dialog).ToBeVisibleAsync();
        Assert.True(await FocusIsInAsync(page, "#ds-keys"));
        // Keys of the page rest while a dialog covers it.
        await keys.PressAsync("/");
        Assert.True(await FocusIsInAsync(page, "#ds-keys"));
        await keys.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();

        await keys.PressAsync("/");
        await Expect(page.GetByLabel("Search workflows by name")).ToBeFocusedAsync();
        await keys.TypeAsync("vpc");
        await Expect(page.Locator("[data-tile]")).ToHaveCountAsync(3);
        await keys.PressAsync("Escape");

        // On from the search with Tab to the tiles, which are one stop; the arrows lead inside.
        for (var stops = 0; stops < 60 && !await FocusIsInAsync(page, "[data-tile]"); stops++)
        {
            await keys.PressAsync("Tab");
            Assert.Equal("", await page.EvaluateAsync<string>(FocusIsSeen));
        }
        var names = await page.Locator("[data-tile] h3").AllInnerTextsAsync();
        Assert.Equal(names[0], await FocusedAsync(page));
        await keys.PressAsync("ArrowRight");
        Assert.Equal(names[1], await FocusedAsync(page));
        Assert.Equal("", await page.EvaluateAsync<string>(FocusIsSeen));
        await keys.PressAsync("End");
        Assert.Equal(names[^1], await FocusedAsync(page));
        await keys.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(Ends("q=vpc&workflow=wf"));
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Expect(page).ToHaveURLAsync(new Uri(fleet.App.Url, "/data-sync?q=vpc").AbsoluteUri);
        await Expect(page.Locator("[data-tile] .ds-name a").Last).ToBeFocusedAsync();

        await keys.PressAsync("g");
        await keys.PressAsync("d");
        await Expect(page).ToHaveURLAsync(new Uri(fleet.App.Url, "/data-sync").AbsoluteUri);
        await Expect(page.Locator("[data-tile]")).ToHaveCountAsync(12);

        var passes = fleet.N8n.Arrivals.Count;
        await keys.PressAsync("r");
        await fleet.App.UntilAsync(_ => fleet.N8n.Arrivals.Count > passes, "a look at n8n");
        await Expect(page.Locator("button.ds-refresh")).ToHaveTextAsync("Refresh");
    }

    [Fact]
    public async Task Arrows_keep_their_column_across_rows_and_groups()
    {
        await using var fleet = await Fleet.StartAsync(12);
        var page = await fleet.OpenAsync("/data-sync?group=type");
        await page.Locator("[data-tile] .ds-name a").First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        var column = await LeftOfFocusAsync(page);
        for (var rows = 0; rows < 3; rows++)
        {
            await page.Keyboard.PressAsync("ArrowDown");
            Assert.Equal(column, await LeftOfFocusAsync(page));
        }
        var below = await FocusedAsync(page);
        await page.Keyboard.PressAsync("ArrowUp");
        Assert.NotEqual(below, await FocusedAsync(page));
    }

    [Fact]
    public async Task Single_keys_can_be_turned_off()
    {
        await using var fleet = await Fleet.StartAsync(1);
        var page = await fleet.OpenAsync("/data-sync");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keys" }).ClickAsync();
        await page.GetByLabel("Single keys act").UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await page.ReloadAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Inside_another_page_it_comes_without_its_own_frame_and_stays_so()
    {
        await using var fleet = await Fleet.StartAsync(3);
        var page = await fleet.OpenAsync("/data-sync?embed=1");
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Main" })).ToHaveCountAsync(0);
        foreach (var link in await page.Locator("main a").AllAsync())
            Assert.Contains("embed=1", await link.GetAttributeAsync("href") ?? "", StringComparison.Ordinal);
        await page.GotoAsync(new Uri(fleet.App.Url, "/nothing?embed=1").AbsoluteUri);
        await page.AliveAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Go to Data Synchronization" }).ClickAsync();
        await Expect(page.Locator("[data-tile]")).ToHaveCountAsync(3);
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Main" })).ToHaveCountAsync(0);
    }

    /// <summary>What has the focus without an outline on it or on the tile or row it stands for.</summary>
    private const string FocusIsSeen = """
        () => {
          const focused = document.activeElement;
          const seen = [focused, focused.closest("[data-tile]")].some((one) => one && getComputedStyle(one).outlineStyle !== "none");
          return seen || focused === document.body ? "" : focused.outerHTML;
        }
        """;

    private static Regex Ends(string query) =>
        new(Regex.Escape(query) + @"\w+$", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static Task<bool> FocusIsInAsync(IPage page, string selector) =>
        page.EvaluateAsync<bool>("selector => !!document.activeElement.closest(selector)", selector);

    private static Task<string> FocusedAsync(IPage page) =>
        page.EvaluateAsync<string>("document.activeElement.innerText");

    private static Task<float> LeftOfFocusAsync(IPage page) =>
        page.EvaluateAsync<float>("document.activeElement.closest('[data-tile]').getBoundingClientRect().left");
}
