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
        if (Environment.GetEnvironmentVariable("DATASYNC_PICTURES") is { } folder)
            await page.PdfAsync(new() { Path = Path.Combine(folder, "report.pdf"), PreferCSSPageSize = true });
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
        var meter = app.Services.GetRequiredService<ServiceMeter>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            await meter.FlushAsync(default);
            await using var context = await database.Factory.CreateDbContextAsync();
            if ((await context.ServiceHours.AsNoTracking().ToListAsync()).Any(one => one.Loads.Count > 0))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, patience.Token);
        }
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
