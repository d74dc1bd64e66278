using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace DataSync.Tests.Browser;

/// <summary>What holds for every page and dialog, whatever is shown.</summary>
internal static class Looks
{
    /// <summary>Page or open dialog that is wider than its room, with what sticks out of it most.</summary>
    private const string TooWide = """
        () => [document.documentElement, ...document.querySelectorAll(".mud-dialog, dialog[open]")]
          .filter((one) => one.scrollWidth > one.clientWidth)
          .map((one) => {
            const right = (part) => part.getBoundingClientRect().right;
            const most = [...one.querySelectorAll("*")].sort((a, b) => right(b) - right(a))[0];
            return `${one.scrollWidth} in ${one.clientWidth}: ${most?.outerHTML.slice(0, 200)}`;
          })
          .join("; ")
        """;

    /// <summary>All that another theme can change.</summary>
    private static readonly AxeRunOptions Contrast = new()
    {
        ResultTypes = [ResultType.Violations],
        RunOnly = RunOnlyOptions.Rules("color-contrast"),
    };

    /// <summary>A narrow screen has the colours of a wide one, and axe takes its time to look at them.</summary>
    private const int Wide = 800;

    /// <summary>It fits the screen, and axe finds nothing in either theme; contrast is looked at on wide screens.</summary>
    /// <param name="picture">Drawn under this name in both themes where DATASYNC_PICTURES names a folder.</param>
    public static async Task ExpectSoundAsync(IPage page, string what, string? picture = null)
    {
        var isWide = page.ViewportSize!.Width > Wide;
        // MudBlazor puts an open list behind all of the page, where no landmark can be around it.
        var hasOpenList = await page.Locator(".mud-popover-open").CountAsync() > 0;
        var all = new AxeRunOptions
        {
            ResultTypes = [ResultType.Violations],
            Rules = new()
            {
                ["region"] = new() { Enabled = !hasOpenList },
                ["color-contrast"] = new() { Enabled = isWide },
            },
        };
        await ExpectSoundAsync(page, what, ColorScheme.Light, all, picture);
        await ExpectSoundAsync(page, what, ColorScheme.Dark, isWide ? Contrast : null, picture);
    }

    private static async Task ExpectSoundAsync(
        IPage page,
        string what,
        ColorScheme scheme,
        AxeRunOptions? options,
        string? picture
    )
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        var wide = await page.EvaluateAsync<string>(TooWide);
        var found = options is null
            ? []
            : (await page.RunAxe(options)).Violations.Select(one =>
                $"{one.Id}: {one.Help}: {string.Join(" ", one.Nodes.Select(node => node.Html))}"
            );
        var width = page.ViewportSize!.Width;
        if (picture is not null && Environment.GetEnvironmentVariable("DATASYNC_PICTURES") is { } folder)
        {
            var file = $"{picture}-{scheme}-{width}.png".ToLowerInvariant();
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, file) });
        }
        Assert.True(wide.Length == 0, $"{what} at {width}: {wide}");
        var troubles = string.Join("\n", found);
        Assert.True(troubles.Length == 0, $"{what} at {width}, {scheme}: {troubles}");
    }
}
