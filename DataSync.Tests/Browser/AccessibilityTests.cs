using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataSync.Tests.Browser;

/// <summary>axe finds nothing, whatever is shown.</summary>
public sealed class AccessibilityTests
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_on_the_dashboard(ColorScheme scheme)
    {
        await using var fleet = await Fleet.StartAsync(8);
        fleet.N8n.Start(fleet.N8n.Workflows[3].Id);
        var page = await fleet.OpenAsync("/data-sync", scheme: scheme);
        await ClearAsync("/data-sync");
        await ClearAsync("/data-sync?group=health");
        await ClearAsync("/data-sync?view=list&sort=-took&group=type");
        await ClearAsync("/data-sync?q=nothing");
        await ClearAsync("/data-sync?embed=1&provider=aws&type=vpc&health=failing,healthy");
        await ClearAsync("/data-sync?kiosk=1", width: 1920);
        await ClearAsync("/data-sync", width: 390, open: ".ds-fold");
        await ClearAsync("/data-sync", open: "[data-ds-keys]");
        fleet.N8n.Fault = Support.TestN8nFault.Unauthorized;
        await fleet.App.UntilAsync(b => b.System.N8n == Core.N8n.N8nCondition.Unauthorised, "trouble");
        await ClearAsync("/data-sync");

        async Task ClearAsync(string address, int width = 1440, string? open = null)
        {
            await page.SetViewportSizeAsync(width, 1000);
            await page.GotoAsync(new Uri(fleet.App.Url, address).ToString());
            await page.Locator("[data-alive]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
            await Expect(page.Locator("h1")).ToBeVisibleAsync();
            if (open is not null)
            {
                foreach (var button in await page.Locator(open).AllAsync())
                    await button.ClickAsync();
            }
            var found = (await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] })).Violations;
            Assert.True(
                found.Length == 0,
                $"{address} at {width}: "
                    + string.Join("; ", found.Select(one => $"{one.Id}: {one.Help}: {one.Nodes[0].Html}"))
            );
        }
    }
}
