using DataSync.Core.N8n;
using DataSync.Tests.Support;
using Microsoft.Playwright;

namespace DataSync.Tests.Browser;

/// <summary>An open page changes by itself.</summary>
public sealed class LiveTileTests
{
    [Theory, DatabaseData]
    public async Task A_tile_turns_running_and_then_healthy_without_reload(Provider provider)
    {
        await using var n8n = await TestN8n.StartAsync();
        var workflow = n8n.AddWorkflow("AWS VPC Sync");
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = await TestApp.StartAsync(null, TestApp.For(n8n, database));
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/"));
        var tile = page.Locator("article", new() { HasText = "AWS VPC Sync" });
        await Assertions.Expect(tile).ToContainTextAsync("Never ran");
        await page.EvaluateAsync("window.sameDocument = true");

        var id = n8n.Start(workflow);
        await Assertions.Expect(tile).ToContainTextAsync("Running");
        n8n.Finish(id, created: 3, updated: 12);
        await Assertions.Expect(tile).ToContainTextAsync("Healthy");
        await Assertions.Expect(tile).Not.ToContainTextAsync("Running");
        await Assertions.Expect(tile).ToContainTextAsync("12");

        Assert.True(await page.EvaluateAsync<bool>("window.sameDocument === true"));
        Assert.EndsWith("/data-sync", page.Url, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_page_says_what_is_wrong_keeps_its_tiles_and_recovers()
    {
        await using var n8n = await TestN8n.StartAsync();
        n8n.AddFinished(
            n8n.AddWorkflow("AWS VPC Sync"),
            TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-5),
            TimeSpan.FromSeconds(1)
        );
        await using var server = await MariaDbServer.StartAsync();
        await using var database = await TestDatabase.CreateAsync(Provider.MariaDb, server: server);
        await using var app = await TestApp.StartAsync(null, TestApp.For(n8n, database, ("N8n:MaxRetries", "0")));
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/data-sync"));
        var tile = page.Locator("article", new() { HasText = "AWS VPC Sync" });
        var banner = page.Locator("[role=alert], .ds-banner").First;
        await Assertions.Expect(tile).ToBeVisibleAsync();

        n8n.Fault = TestN8nFault.Unauthorized;
        await Assertions.Expect(banner).ToContainTextAsync("key");
        await Assertions.Expect(tile).ToBeVisibleAsync();
        n8n.Fault = null;
        await Assertions.Expect(banner).ToBeHiddenAsync(new() { Timeout = 30_000 });

        await server.StopAsync();
        await Assertions.Expect(banner).ToContainTextAsync("database", new() { IgnoreCase = true, Timeout = 30_000 });
        await Assertions.Expect(tile).ToBeVisibleAsync();
        await server.StartAgainAsync();
        await Assertions.Expect(banner).ToBeHiddenAsync(new() { Timeout = 60_000 });
        await page.Context.CloseAsync();
    }
}
