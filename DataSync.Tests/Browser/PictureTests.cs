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
            {
                await DrawAsync(app, folder, "dashboard", scheme, width);
                await DrawAsync(app, folder, "list", scheme, width, "?view=list&group=health", "tr[data-tile]");
            }
            await DrawAsync(app, folder, "wall", scheme, 1920, "?kiosk=1");
        }
        await sample.DisposeAsync();
        await app.UntilAsync(b => b.System.N8n == N8nCondition.Unreachable, "the sample is gone");
        await DrawAsync(app, folder, "n8n-away", ColorScheme.Light, 1440);
        await DrawAsync(app, folder, "n8n-away", ColorScheme.Dark, 390);
    }

    private static async Task DrawAsync(
        TestApp app,
        string folder,
        string name,
        ColorScheme scheme,
        int width,
        string query = "",
        string first = "article"
    )
    {
        var height = width switch
        {
            > 1900 => 1080,
            > 1000 => 1000,
            _ => 844,
        };
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/data-sync" + query), width, height, scheme);
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error")
                errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);
        await Assertions.Expect(page.Locator(first).First).ToBeVisibleAsync();
        // Run strips and ages are drawn once the page is alive.
        await page.AliveAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        var theme = scheme == ColorScheme.Dark ? "dark" : "light";
        var file = Path.Combine(folder, $"{name}-{theme}-{width}.png");
        await page.ScreenshotAsync(new() { Path = file });
        Assert.True(new FileInfo(file).Length > 20_000);
        Assert.Empty(errors);
        await page.Context.CloseAsync();
    }
}
