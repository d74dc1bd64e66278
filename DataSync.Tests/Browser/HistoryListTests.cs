using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static DataSync.Tests.Browser.StoredHistory;

namespace DataSync.Tests.Browser;

/// <summary>The list of runs under a reader's hands: it goes on, stays where it is, and takes in what is new.</summary>
public sealed class HistoryListTests
{
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
    public async Task A_search_goes_on_by_itself_to_the_oldest_run()
    {
        await using var database = await LoadedAsync(Provider.MariaDb, workflows: 2, executions: 45_000);
        await using (var context = await database.Factory.CreateDbContextAsync())
        {
            await context
                .Executions.Where(row => row.ExecutionId == "3")
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.ErrorMessage, "needle"));
        }
        await using var app = await StartAsync(database);
        var page = await OpenAsync(app, "/data-sync/executions");

        await page.GetByRole(AriaRole.Searchbox).FillAsync("Needle");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator(".ds-log li")).ToHaveCountAsync(1, new() { Timeout = 20_000 });
        await Assertions.Expect(page.Locator(".ds-log li")).ToHaveAttributeAsync("data-tile", "3");
        await Assertions.Expect(page.Locator(".ds-log-foot")).ToContainTextAsync("No older runs match");
        Assert.EndsWith("executions?find=Needle", page.Url, StringComparison.Ordinal);
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
}
