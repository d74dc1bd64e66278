using DataSync.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataSync.Tests.Browser;

/// <summary>What <c>deploy/try</c> has installed by the guide, as its first administrator finds it.</summary>
[Trait("Category", "Guide")]
public sealed class GuideTests
{
    private const string Password = "a password of the guide";
    private const string LongRun = "OCI VPN Sync";

    [Fact]
    public async Task The_link_opens_a_page_over_the_proxy_that_changes_by_itself()
    {
        var link = new Uri(Setting("DATASYNC_GUIDE_LINK"));
        var page = await TestBrowser.OpenAsync(link);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set the password" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("set-password", StringComparison.Ordinal));

        await page.GotoAsync(new Uri(link, "/sync/data-sync").ToString());
        await page.AliveAsync();
        var tile = page.Locator("article", new() { HasText = LongRun }).First;
        await Expect(tile).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await page.EvaluateAsync("window.sameDocument = true");
        // All times the tile tells: of its last run, or since when it runs.
        const string Times = "tile => [...tile.querySelectorAll('[at]')].map(age => age.getAttribute('at')).join()";
        var before = await tile.EvaluateAsync<string>(Times);
        using var http = new HttpClient();
        using var fired = await http.PostAsync(
            new Uri(new Uri(Setting("DATASYNC_GUIDE_N8N")), "/webhook/oci-vpn"),
            null
        );
        Assert.True(fired.IsSuccessStatusCode, $"n8n answered {fired.StatusCode}");

        // The start, the check and the history have used up the first minute's requests.
        using var look = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var seconds = 0; await tile.EvaluateAsync<string>(Times) == before; seconds++)
        {
            Assert.True(seconds < 150, "The tile does not change.");
            await look.WaitForNextTickAsync();
        }
        Assert.True(await page.EvaluateAsync<bool>("window.sameDocument === true"));
        await page.Context.CloseAsync();
    }

    private static string Setting(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is set by deploy/try");
}
