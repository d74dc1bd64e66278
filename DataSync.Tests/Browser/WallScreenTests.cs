using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataSync.Tests.Browser;

public sealed class WallScreenTests
{
    [Fact]
    public async Task It_turns_its_pages_and_goes_on_by_itself_after_the_server_was_restarted()
    {
        await using var fleet = await Fleet.StartAsync(30);
        var page = await fleet.OpenAsync("/data-sync?kiosk=1&pause=1", 1920, 1080);
        await Expect(page.GetByRole(AriaRole.Navigation)).ToHaveCountAsync(0);
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollHeight - innerHeight"));
        await TurnsAsync(page);
        await page.EvaluateAsync("window.sameDocument = true");

        await fleet.RestartAsync(async () =>
        {
            await Expect(page.GetByText("Connection lost.")).ToBeVisibleAsync();
            await Expect(page.Locator("[data-tile]").First).ToBeAttachedAsync();
        });

        await page.WaitForFunctionAsync(
            "() => window.sameDocument === undefined && !!document.querySelector('[data-alive]')"
        );
        Assert.EndsWith("/data-sync?kiosk=1&pause=1", page.Url, StringComparison.Ordinal);
        await Expect(page.GetByText("Connection lost.")).ToBeHiddenAsync();
        await TurnsAsync(page);
    }

    [Fact]
    public async Task A_page_whose_connection_never_came_is_loaded_again_once_it_can_be()
    {
        await using var fleet = await Fleet.StartAsync(3);
        var page = await fleet.OpenAsync("/data-sync");
        await page.Clock.InstallAsync();
        await page.RouteAsync("**/_blazor/**", route => route.AbortAsync());
        await page.RouteAsync("**/_blazor?*", route => route.AbortAsync());
        await page.ReloadAsync();
        await Expect(page.Locator("[data-tile]")).ToHaveCountAsync(3);
        await page.EvaluateAsync("window.sameDocument = true");
        await page.UnrouteAllAsync();
        await page.Clock.FastForwardAsync(21_000);
        await page.WaitForFunctionAsync(
            "() => window.sameDocument === undefined && !!document.querySelector('[data-alive]')"
        );
    }

    /// <summary>From one page over the last to the first again; no tile is cut.</summary>
    private static async Task TurnsAsync(IPage page)
    {
        var counter = page.Locator("[data-wall-page]");
        foreach (var number in new[] { "2", "3", "1" })
        {
            await Expect(counter).ToHaveTextAsync($"Page {number} of 3");
            Assert.True(
                await page.EvaluateAsync<bool>(
                    """
                    () => {
                      const wall = document.querySelector("[data-wall]").getBoundingClientRect();
                      return [...document.querySelectorAll(".ds-tile")].map((tile) => tile.getBoundingClientRect())
                        .filter((box) => box.bottom > wall.top + 1 && box.top < wall.bottom - 1)
                        .every((box) => box.top > wall.top - 2 && box.bottom < wall.bottom + 2);
                    }
                    """
                ),
                "a tile is cut"
            );
        }
        await Expect(page.Locator("article[data-tile]").First).ToContainTextAsync("Failing");
    }
}
