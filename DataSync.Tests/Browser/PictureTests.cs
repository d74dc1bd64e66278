using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Tests.Support;
using DataSync.Web.Demo;
using Microsoft.Playwright;

namespace DataSync.Tests.Browser;

/// <summary>
/// Draws the pictures of the documentation from the real page over the sample n8n, and holds each to what every picture
/// has to fulfil. Written into docs/pictures when DATASYNC_PICTURES names that folder, else into a temporary one.
/// </summary>
public sealed class PictureTests
{
    [Fact]
    public async Task The_dashboard_in_both_themes_wide_and_narrow_busy_and_in_trouble()
    {
        var folder =
            Environment.GetEnvironmentVariable("DATASYNC_PICTURES")
            ?? Directory.CreateTempSubdirectory("datasync-pictures-").FullName;
        await using var sample = await SampleN8n.StartAsync(TimeProvider.System, new SampleN8nOptions(), default);
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(
            null,
            [
                ("N8n:BaseUrl", sample.BaseUrl.ToString()),
                ("N8n:ApiKey", sample.ApiKey),
                ("N8n:RequestsPerMinute", "600"),
                ("N8n:MaxRetries", "0"),
                ("Polling:LiveInterval", "00:00:02"),
                .. database.Settings.Select(s => (s.Key, s.Value)),
            ]
        );
        await app.UntilAsync(
            b => b.System.Backfill is { Reading: false } && b.Tiles.Count(t => t.LastRun?.Resources.Any == true) > 15,
            "history and counts",
            120
        );

        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var width in new[] { 1440, 390 })
                await DrawAsync(app, folder, "dashboard", scheme, width);
        }
        await sample.DisposeAsync();
        await app.UntilAsync(b => b.System.N8n == N8nCondition.Unreachable, "the sample is gone");
        await DrawAsync(app, folder, "n8n-away", ColorScheme.Light, 1440);
        await DrawAsync(app, folder, "n8n-away", ColorScheme.Dark, 390);
    }

    private static async Task DrawAsync(TestApp app, string folder, string name, ColorScheme scheme, int width)
    {
        var page = await TestBrowser.OpenAsync(
            new Uri(app.Url, "/data-sync"),
            width,
            width > 1000 ? 1000 : 844,
            scheme
        );
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error")
                errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);
        await Assertions.Expect(page.Locator("article").First).ToBeVisibleAsync();
        // Run strips and ages are drawn once the page is alive.
        await Assertions.Expect(page.Locator("ds-runs").First.Locator("*").First).ToBeAttachedAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        var theme = scheme == ColorScheme.Dark ? "dark" : "light";
        var file = Path.Combine(folder, $"{name}-{theme}-{width}.png");
        await page.ScreenshotAsync(new() { Path = file });
        Assert.True(new FileInfo(file).Length > 20_000);
        Assert.Empty(errors);
        await page.Context.CloseAsync();
    }
}
