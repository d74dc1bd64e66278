using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataSync.Tests.Browser;

/// <summary>From choosing a month to the paper, and what browsers measure of the pages themselves.</summary>
public sealed class ReportTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private TestApp app = null!;
    private IPage page = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(Provider.Sqlite);
        app = await TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        await app.Services.GetRequiredService<RollupBuilder>().CompleteAsync(default);
    }

    public async Task DisposeAsync()
    {
        await page.Context.CloseAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_month_is_issued_read_corrected_and_printed()
    {
        var month = ReportPeriod.MonthOf(
            DateOnly
                .FromDateTime(TimeProvider.System.UtcNow())
                .AddDays(1 - TimeProvider.System.UtcNow().Day)
                .AddDays(-1)
        );
        var start = month.First.ToDateTime(new TimeOnly(5, 0), DateTimeKind.Utc);
        await app
            .Services.GetRequiredService<ExecutionIngestor>()
            .IngestAsync(
                [
                    .. Enumerable
                        .Range(1, 60)
                        .Select(id => new N8nExecution(
                            $"{id}",
                            $"wörkflow{id % 7}",
                            id % 9 == 0 ? "error" : "success",
                            id % 9 != 0,
                            "trigger",
                            null,
                            null,
                            start.AddHours(id),
                            start.AddHours(id).AddSeconds(id),
                            null
                        )),
                ],
                [],
                null,
                default
            );
        page = await TestBrowser.OpenAsync(new Uri(app.Url, "/data-sync/reports"), 1440, 1000);
        await page.AliveAsync();
        await Expect(page.Locator(".ds-empty")).ToContainTextAsync("No report was issued yet");
        await SoundAsync("no report", "reports-none");

        await page.GetByRole(AriaRole.Button, new() { Name = "Issue the report" }).ClickAsync();
        await Expect(page.Locator(".ds-paper h1")).ToContainTextAsync(month.Title);
        await Expect(page.Locator(".ds-paper")).ToContainTextAsync("SHA-256 of its content");
        await SoundAsync("a report", "report");
        await PrintsAsync(month.Title);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(page.Locator(".ds-side")).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Print" })).ToBeHiddenAsync();
        await Expect(page.Locator(".ds-paper table").First).ToBeVisibleAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Null });

        await page.GetByRole(AriaRole.Link, new() { Name = "All reports" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue the report" }).ClickAsync();
        await page.GetByLabel("What the new version corrects").FillAsync("A workflow was missing.");
        await SoundAsync("a correction", "reports");
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue the report" }).ClickAsync();
        await Expect(page.Locator(".ds-paper"))
            .ToContainTextAsync("Corrects the version before it: A workflow was missing.");
        await page.GetByRole(AriaRole.Link, new() { Name = "All reports" }).ClickAsync();
        await page.Locator(".ds-table a").Last.ClickAsync();
        await Expect(page.Locator(".ds-problem")).ToContainTextAsync("This version was corrected");
    }

    [Fact]
    public async Task Browsers_measure_how_long_a_page_took()
    {
        page = await TestBrowser.OpenAsync(new Uri(app.Url, "/data-sync/reports"), 1440, 1000);
        await page.AliveAsync();
        Assert.InRange((await MeasuredAsync(app, database, hour => hour.Loads)).Quantile(1)!.Value, 1, 60_000);
    }

    [Fact]
    public async Task Browsers_measure_how_long_a_change_took_to_show()
    {
        await using var n8n = await TestN8n.StartAsync();
        var workflow = n8n.AddWorkflow("AWS VPC Sync");
        await using var own = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var live = await TestApp.StartAsync(null, TestApp.For(n8n, own));
        page = await TestBrowser.OpenAsync(new Uri(live.Url, "/data-sync"), 1440, 1000);
        await page.AliveAsync();
        n8n.Finish(n8n.Start(workflow), created: 3);
        await Expect(page.Locator("#ds-feed-list .f-succeeded ds-age").First).ToBeVisibleAsync();
        // What was measured is sent once a while, or when the page is left.
        await page.GotoAsync("about:blank");

        var updates = await MeasuredAsync(live, own, hour => hour.Updates);

        Assert.InRange(updates.Quantile(1)!.Value, 1, 30_000);
        Assert.InRange(updates.Count, 1, 2);
    }

    private static async Task<DurationSketch> MeasuredAsync(
        TestApp app,
        TestDatabase database,
        Func<ServiceHour, DurationSketch> of
    )
    {
        var meter = app.Services.GetRequiredService<ServiceMeter>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            await meter.FlushAsync(default);
            await using var context = await database.Factory.CreateDbContextAsync();
            var measured = (await context.ServiceHours.AsNoTracking().ToListAsync()).Select(of);
            if (measured.FirstOrDefault(one => one.Count > 0) is { } found)
                return found;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, patience.Token);
        }
    }

    /// <summary>What the browser makes of it as a PDF: on paper, whole, and nothing of the page around it.</summary>
    private async Task PrintsAsync(string title)
    {
        var folder = Environment.GetEnvironmentVariable("DATASYNC_PICTURES");
        var path = folder is null ? null : Path.Combine(folder, "report.pdf");
        var pages = await PdfText.ReadAsync(await page.PdfAsync(new() { Path = path, PreferCSSPageSize = true }));

        Assert.InRange(pages.Count, 2, 10);
        Assert.All(pages, one => Assert.False(string.IsNullOrWhiteSpace(one)));
        Assert.Contains($"Network synchronization, {title}", pages[0], StringComparison.Ordinal);
        Assert.Matches(@"Runs\s+60\s", pages[0]);
        var all = string.Join('\n', pages);
        foreach (var heading in await page.Locator(".ds-paper h2").AllInnerTextsAsync())
            Assert.Contains(heading, all, StringComparison.Ordinal);
        Assert.Matches(@"wörkflow3\s+9\s", all);
        Assert.Matches("SHA-256 of its content:\\s+[0-9a-f]{20}", pages[^1]);
        Assert.DoesNotContain("save as PDF", all, StringComparison.Ordinal);
        Assert.DoesNotContain("Settings", all, StringComparison.Ordinal);
    }

    private async Task SoundAsync(string what, string picture)
    {
        foreach (var (width, height) in new[] { (390, 844), (1440, 1000) })
        {
            await page.SetViewportSizeAsync(width, height);
            await Looks.ExpectSoundAsync(page, what, picture);
        }
    }
}
