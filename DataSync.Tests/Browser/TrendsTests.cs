using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Tests.Support;
using DataSync.Web.Demo;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataSync.Tests.Browser;

/// <summary>The numbers of the sample n8n's fortnight, as managers read them.</summary>
public sealed class TrendsTests : IAsyncLifetime
{
    private SampleN8n sample = null!;
    private TestDatabase database = null!;
    private TestApp app = null!;
    private IPage page = null!;

    public async Task InitializeAsync()
    {
        sample = await SampleN8n.StartAsync(TimeProvider.System, new SampleN8nOptions(), default);
        database = await TestDatabase.CreateAsync(Provider.Sqlite);
        var now = TimeProvider.System.UtcNow();
        await using (var context = await database.Factory.CreateDbContextAsync())
        {
            context.UnobservedIntervals.Add(
                new UnobservedInterval
                {
                    StartedAt = now.AddDays(-3),
                    EndedAt = now.AddDays(-3).AddHours(9),
                    Reason = "not_running",
                }
            );
            await context.SaveChangesAsync();
        }
        app = await TestApp.StartAsync(
            null,
            [
                ("N8n:BaseUrl", sample.BaseUrl.ToString()),
                ("N8n:ApiKey", sample.ApiKey),
                ("N8n:RequestsPerMinute", "600"),
                .. database.Settings.Select(s => (s.Key, s.Value)),
            ]
        );
        await app.UntilAsync(
            b => b.System.Backfill is { Reading: false } && b.Tiles.Count(t => t.LastRun?.Resources.Any == true) > 15,
            "history and counts",
            120
        );
    }

    public async Task DisposeAsync()
    {
        await page.Context.CloseAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
        await sample.DisposeAsync();
    }

    [Fact]
    public async Task A_manager_reads_a_fortnight_and_gets_to_the_runs_behind_it()
    {
        page = await TestBrowser.OpenAsync(new Uri(app.Url, "/data-sync/trends"), 1440, 1000);
        await Expect(page.Locator(".ds-chart")).ToHaveCountAsync(5);
        await Expect(page.Locator(".ds-notice").First).ToContainTextAsync("9 h 00 min");
        await Expect(page.GetByText("nobody looked at n8n")).ToHaveCountAsync(1);
        await Expect(page.Locator(".ds-chart-plot .ds-unseen").First).ToBeAttachedAsync();
        await SoundAsync("thirty days", "trends");
        await SizeAsync(390, 844);
        await SoundAsync("thirty days, narrow", "trends");
        await SizeAsync(1440, 1000);

        // The numbers of the picture and of its table are the same, and lead to the same runs.
        var chart = page.Locator(".ds-chart").First;
        await chart.Locator("summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var last = chart.Locator("tbody tr").Last;
        await Expect(last).ToBeVisibleAsync();
        var link = await last.Locator("a").GetAttributeAsync("href");
        Assert.Equal(link, await chart.Locator(".ds-chart-column").Last.GetAttributeAsync("href"));
        var cells = await last.Locator("td").AllInnerTextsAsync();
        Assert.Contains(
            $"{cells[0]} succeeded, {cells[1]} failed",
            await chart.Locator(".ds-chart-column").Last.GetAttributeAsync("title"),
            StringComparison.Ordinal
        );

        await page.GetByRole(AriaRole.Link, new() { Name = "24 h" }).ClickAsync();
        await Expect(page.Locator(".ds-chart").First.Locator(".ds-chart-column")).ToHaveCountAsync(24);
        await page.GetByLabel("All clouds").SelectOptionAsync("AWS");
        await Expect(page.GetByText("All of them")).ToBeVisibleAsync();
        Assert.Contains("provider=aws", page.Url, StringComparison.Ordinal);
        await Expect(page.Locator("[aria-labelledby=ds-groups] tbody tr")).ToHaveCountAsync(1);
        await SoundAsync("a day of one cloud", "trends-day");
        await page.GetByRole(AriaRole.Link, new() { Name = "By workflow" }).ClickAsync();
        await page.Locator("[aria-labelledby=ds-groups] tbody a[href*='workflow=']").First.ClickAsync();
        await Expect(page.Locator(".ds-log li").First).ToBeVisibleAsync();
        Assert.Contains("workflow=", page.Url, StringComparison.Ordinal);

        await page.GotoAsync(new Uri(app.Url, "/data-sync/trends?from=2020-01-01&to=2020-01-31").ToString());
        await Expect(page.Locator(".ds-empty")).ToContainTextAsync("Nothing ran in this time");
        await SoundAsync("a time without runs", "trends-none");
        // Ends before it begins: the usual period is shown.
        await page.GotoAsync(new Uri(app.Url, "/data-sync/trends?from=2020-01-31&to=2020-01-01").ToString());
        await Expect(page.Locator(".ds-chart")).ToHaveCountAsync(5);
    }

    private Task SoundAsync(string what, string picture) => Looks.ExpectSoundAsync(page, what, picture);

    private Task SizeAsync(int width, int height) => page.SetViewportSizeAsync(width, height);
}
