using System.Text.RegularExpressions;
using DataSync.Tests.Support;
using Microsoft.Playwright;
using static DataSync.Tests.Browser.StoredHistory;

namespace DataSync.Tests.Browser;

/// <summary>What people do with the history: open it, narrow it, read a failure, hand it on.</summary>
[Collection(TestBrowser.Clipboard)]
public sealed class HistoryTests
{
    private const string Hostile = "<img src=x onerror=document.title='owned'> & 'VPC'";

    [Theory, DatabaseData]
    public async Task A_failure_is_opened_read_handed_on_and_closed_again(Provider provider)
    {
        await using var n8n = await TestN8n.StartAsync();
        var workflow = n8n.AddWorkflow(Hostile);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        foreach (var minutes in new[] { 9, 6, 3 })
            n8n.AddFinished(
                workflow,
                now.AddMinutes(-minutes),
                TimeSpan.FromSeconds(1),
                "error",
                error: $"{Hostile} 401 after {minutes} s"
            );
        n8n.AddFinished(workflow, now.AddMinutes(-1), TimeSpan.FromSeconds(2), created: 3);
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = await TestApp.StartAsync(null, TestApp.For(n8n, database));
        await app.UntilAsync(board => board.Tiles is [{ LastRun.Resources.Any: true }], "all is read");
        var page = await OpenAsync(app, "/data-sync");

        await page.Locator(".ds-tile .ds-name a").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToHaveTextAsync(Hostile);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Failed" }).ClickAsync();
        await Assertions.Expect(dialog.Locator(".ds-log li")).ToHaveCountAsync(3);
        await dialog.Locator(".ds-log li").First.GetByRole(AriaRole.Link).ClickAsync();

        await ExpectReportAsync(page);
        await Assertions.Expect(dialog.Locator("details dl")).ToBeHiddenAsync();
        await dialog.GetByText("Technical text").ClickAsync();
        await Assertions.Expect(dialog.Locator("details dl")).ToContainTextAsync(Hostile);
        await Assertions
            .Expect(dialog.GetByRole(AriaRole.Link, new() { Name = "Open in n8n" }))
            .ToHaveAttributeAsync("href", $"{n8n.Origin}/workflow/{workflow}/executions/3");
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Copy link" }).ClickAsync();
        await Assertions.Expect(dialog.Locator("ds-copy").Last).ToHaveAttributeAsync("data-state", "done");
        var link = await page.EvaluateAsync<string>("navigator.clipboard.readText()");

        // As over plain HTTP, where the browser offers no clipboard.
        await page.EvaluateAsync("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Copy as text" }).ClickAsync();
        await Assertions.Expect(dialog.Locator("ds-copy").First).ToHaveAttributeAsync("data-state", "done");
        await dialog.GetByRole(AriaRole.Searchbox).FocusAsync();
        await page.Keyboard.PressAsync("Control+V");
        await Assertions
            .Expect(dialog.GetByRole(AriaRole.Searchbox))
            .ToHaveValueAsync(
                new Regex($"^{Regex.Escape(Hostile)}: failed", RegexOptions.None, TimeSpan.FromSeconds(1))
            );
        await dialog.GetByRole(AriaRole.Searchbox).FillAsync("");

        foreach (var address in new[] { link, page.Url })
        {
            var elsewhere = await TestBrowser.OpenAsync(new Uri(address), 390, 844);
            await ExpectReportAsync(elsewhere);
            Assert.Equal(0, await elsewhere.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
            await elsewhere.Context.CloseAsync();
        }

        await dialog.Locator(".ds-report-runs a").First.ClickAsync();
        await Assertions.Expect(dialog.Locator("h3")).ToContainTextAsync("run 2");
        await page.GoBackAsync();
        await Assertions.Expect(dialog.Locator("h3")).ToContainTextAsync("run 3");
        await page.GoBackAsync();
        await Assertions.Expect(dialog.Locator(".ds-report")).ToBeHiddenAsync();
        await Assertions.Expect(dialog.Locator(".ds-log li")).ToHaveCountAsync(3);
        await page.GoBackAsync();
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        Assert.EndsWith("/data-sync", page.Url, StringComparison.Ordinal);
        Assert.NotEqual("owned", await page.TitleAsync());
        await page.Context.CloseAsync();

        static async Task ExpectReportAsync(IPage page)
        {
            var report = page.Locator(".ds-report");
            await Assertions.Expect(report).ToContainTextAsync("Failed");
            await Assertions.Expect(report.Locator(".ds-report-error p")).ToContainTextAsync("n8n reports");
            await Assertions.Expect(report.Locator(".ds-nodes li.x-failure")).ToHaveCountAsync(1);
            await Assertions.Expect(report.Locator(".ds-report-runs a")).ToHaveCountAsync(2);
            await Assertions.Expect(report.Locator("img")).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task With_the_keyboard_alone_and_the_focus_comes_back()
    {
        await using var database = await LoadedAsync(Provider.Sqlite, workflows: 2, executions: 300);
        await using var app = await StartAsync(database);
        var page = await OpenAsync(app, "/data-sync");
        // Whatever stands before the grid.
        for (var presses = 0; presses < 40 && !await FocusIsAsync(page, "[data-tile] .ds-name a"); presses++)
            await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("ArrowRight");
        var name = await page.EvaluateAsync<string>("document.activeElement.textContent");
        await page.Keyboard.PressAsync("Enter");

        var dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToHaveAccessibleNameAsync(name);
        await Assertions.Expect(dialog.Locator(".ds-log li")).Not.ToHaveCountAsync(0);
        for (var presses = 0; presses < 20 && !await FocusIsAsync(page, ".ds-log li a"); presses++)
            await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        var row = await page.EvaluateAsync<string>("document.activeElement.closest('li').dataset.tile");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(dialog.Locator("h3")).ToContainTextAsync($"run {row}");
        await Assertions.Expect(dialog.Locator("h3")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog.Locator(".ds-report")).ToBeHiddenAsync();
        await Assertions.Expect(dialog.Locator($"[data-tile='{row}'] a")).ToBeFocusedAsync();
        // Inside the dialog it goes round; the page below is out of reach.
        for (var presses = 0; presses < 15; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            Assert.True(await FocusIsAsync(page, "dialog *, dialog, body"));
        }
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByTitle(name).First).ToBeFocusedAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Opening_moves_nothing_of_the_page_below()
    {
        await using var database = await LoadedAsync(Provider.Sqlite, workflows: 12, executions: 600);
        await using var app = await StartAsync(database);
        var page = await OpenAsync(app, "/data-sync?workflow=w3&run=600");
        await Assertions.Expect(page.Locator(".ds-report")).ToContainTextAsync("Failed");
        await Assertions.Expect(page.Locator(".ds-log li")).Not.ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Close", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();

        Assert.InRange(await page.EvaluateAsync<double>("window.shift"), 0, 0.02);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task While_the_database_is_away_it_says_so_and_reads_on_by_itself()
    {
        await using var server = await MariaDbServer.StartAsync();
        await using var database = await TestDatabase.CreateAsync(Provider.MariaDb, server: server);
        await using (var context = await database.Factory.CreateDbContextAsync())
            await HistoryLoad.StoreAsync(context, workflows: 1, executions: 200);
        await using var app = await StartAsync(database);
        var page = await OpenAsync(app, "/data-sync?workflow=w0");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog.Locator(".ds-log li").First).ToHaveAttributeAsync("data-tile", "200");

        await server.StopAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Failed" }).ClickAsync();
        await Assertions
            .Expect(dialog.GetByRole(AriaRole.Alert))
            .ToContainTextAsync("The database does not answer", new() { Timeout = 30_000 });

        await server.StartAgainAsync();
        await Assertions.Expect(dialog.Locator(".ds-log li")).ToHaveCountAsync(2, new() { Timeout = 60_000 });
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToBeHiddenAsync();
        await page.Context.CloseAsync();
    }

    private static async Task<bool> FocusIsAsync(IPage page, string selector) =>
        await page.EvaluateAsync<bool>("(selector) => document.activeElement.matches(selector)", selector);
}
