using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DataSync.Tests.Browser;

/// <summary>What people do with the history: open it, scroll, narrow it, read a failure, hand it on.</summary>
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

        await page.Locator(".ds-tile a").ClickAsync();
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
        await Assertions.Expect(dialog.Locator("ds-copy[data-state=done]")).ToContainTextAsync("Copied");
        var link = await page.EvaluateAsync<string>("navigator.clipboard.readText()");

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
        for (var presses = 0; presses < 40 && !await FocusIsAsync(page, "[data-tile] a"); presses++)
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

    [Theory, DatabaseData]
    public async Task It_scrolls_deep_and_back_without_a_jump_and_keeps_little(Provider provider)
    {
        const int Runs = 1_000;
        await using var database = await LoadedAsync(provider, workflows: 3, Runs);
        await using var app = await StartAsync(database);
        var page = await OpenAsync(app, "/data-sync/executions");
        var rows = page.Locator(".ds-log li");
        await Assertions.Expect(rows.First).ToHaveAttributeAsync("data-tile", $"{Runs}");
        await WatchJumpsAsync(page);

        await ScrollUntilAsync(page, 1, "1");
        await Assertions.Expect(page.Locator(".ds-log-foot")).ToContainTextAsync("No older runs");
        await ScrollUntilAsync(page, -1, $"{Runs}");

        var watched = await page.EvaluateAsync<int[]>("[window.most, window.jumps, window.disorder]");
        Assert.InRange(watched[0], 100, 200);
        Assert.Equal([0, 0], watched[1..]);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task New_runs_appear_and_what_is_being_read_stays_where_it_is()
    {
        await using var n8n = await TestN8n.StartAsync();
        var workflow = n8n.AddWorkflow("AWS VPC Sync");
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        for (var minutes = 60; minutes > 0; minutes--)
            n8n.AddFinished(workflow, now.AddMinutes(-minutes), TimeSpan.FromSeconds(1));
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(null, TestApp.For(n8n, database));
        await app.UntilAsync(board => board.Tiles is [{ LastRun.ExecutionId: "60" }], "all is read");
        var page = await OpenAsync(app, $"/data-sync?workflow={workflow}");
        var first = page.Locator(".ds-log li").First;
        await Assertions.Expect(first).ToHaveAttributeAsync("data-tile", "60");

        var id = n8n.Start(workflow);
        await Assertions.Expect(first).ToHaveClassAsync("x-running");
        n8n.Finish(id, created: 7);
        await Assertions.Expect(first).ToHaveClassAsync("x-success");
        await Assertions.Expect(first).ToContainTextAsync("+7");

        // Now the reader is further down.
        const string Offset = "document.querySelector('[data-tile=\"40\"]').getBoundingClientRect().top";
        await page.EvaluateAsync("document.querySelector('.ds-log').scrollTop = 400");
        await page.EvaluateAsync("new Promise(requestAnimationFrame)");
        var before = await page.EvaluateAsync<double>(Offset);
        n8n.Start(workflow);
        await Assertions.Expect(first).ToHaveAttributeAsync("data-tile", "62");
        Assert.Equal(before, await page.EvaluateAsync<double>(Offset), 1.0);
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

    private static async Task<IPage> OpenAsync(TestApp app, string address)
    {
        var page = await TestBrowser.OpenAsync(new Uri("about:blank"));
        await page.AddInitScriptAsync(
            """
            window.shift = 0;
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
            }).observe({ type: "layout-shift", buffered: true });
            """
        );
        await page.GotoAsync(new Uri(app.Url, address).ToString());
        // What the server drew first is replaced once the page is alive.
        await page.WaitForFunctionAsync(
            """
            () => {
              const log = document.querySelector(".ds-log");
              if (log) return "alive" in log.dataset;
              return [...document.querySelectorAll("main *")].some((one) => one.getAttributeNames().some((name) => name.startsWith("_bl_")));
            }
            """
        );
        return page;
    }

    /// <summary>Counts, at each change of the list: rows held at most, rows that jumped, rows out of order.</summary>
    private static async Task WatchJumpsAsync(IPage page) =>
        await page.EvaluateAsync(
            """
            () => {
              const list = document.querySelector(".ds-log");
              Object.assign(window, { most: 0, jumps: 0, disorder: 0, seen: new Map() });
              const rows = () => [...list.querySelectorAll("li")];
              window.note = () => (window.seen = new Map(rows().map((row) => [row.dataset.tile, row.getBoundingClientRect().top])));
              new MutationObserver(() => {
                const before = window.seen;
                const now = window.note();
                if ([...now].some(([key, top]) => before.has(key) && Math.abs(top - before.get(key)) > 1)) window.jumps++;
                const keys = [...now.keys()].map(Number);
                if (keys.some((key, at) => at && keys[at - 1] - key !== 1)) window.disorder++;
                window.most = Math.max(window.most, keys.length);
              }).observe(list.querySelector("ol"), { childList: true });
            }
            """
        );

    /// <summary>Scrolls a little at a time until the wanted row is held.</summary>
    private static async Task ScrollUntilAsync(IPage page, int direction, string wanted) =>
        await page.EvaluateAsync(
            """
            async ([direction, wanted]) => {
              const list = document.querySelector(".ds-log");
              for (let turn = 0; turn < 3000; turn++) {
                if (list.querySelector(`[data-tile="${wanted}"]`)) return;
                list.scrollTop += direction * 1000;
                window.note();
                await new Promise(requestAnimationFrame);
              }
              throw new Error("never reached " + wanted);
            }
            """,
            new object[] { direction, wanted }
        );

    private static async Task<bool> FocusIsAsync(IPage page, string selector) =>
        await page.EvaluateAsync<bool>("(selector) => document.activeElement.matches(selector)", selector);

    private static async Task<TestDatabase> LoadedAsync(Provider provider, int workflows, int executions)
    {
        var database = await TestDatabase.CreateAsync(provider);
        await using var context = await database.Factory.CreateDbContextAsync();
        await HistoryLoad.StoreAsync(context, workflows, executions);
        return database;
    }

    /// <summary>Without an n8n: what is stored is shown.</summary>
    private static async Task<TestApp> StartAsync(TestDatabase database)
    {
        var app = await TestApp.StartAsync(null, [.. database.Settings.Select(one => (one.Key, one.Value))]);
        await app.UntilAsync(board => !board.Tiles.IsEmpty, "what is stored");
        return app;
    }
}
