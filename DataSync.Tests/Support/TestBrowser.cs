using Microsoft.Playwright;

namespace DataSync.Tests.Support;

/// <summary>One Chromium for the whole run; each test opens a context of its own.</summary>
public static class TestBrowser
{
    /// <summary>Collection of the tests that copy and paste: the browser has one clipboard.</summary>
    public const string Clipboard = "Clipboard";

    /// <summary>Milliseconds.</summary>
    private const float MostPatience = 15_000;
    private static readonly Lazy<Task<IBrowser>> Shared = new(LaunchAsync);

    /// <param name="signedIn">Where the address is a <see cref="TestApp"/>'s.</param>
    /// <param name="account">Null: the administrator.</param>
    /// <param name="init">Runs in each document before anything else.</param>
    public static async Task<IPage> OpenAsync(
        Uri url,
        int width = 1440,
        int height = 1000,
        ColorScheme scheme = ColorScheme.Light,
        bool signedIn = true,
        (string Email, string Password)? account = null,
        bool script = true,
        string? init = null
    )
    {
        var browser = await Shared.Value;
        var context = await browser.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = height },
                ColorScheme = scheme,
                TimezoneId = "UTC",
                Locale = "en-GB",
                JavaScriptEnabled = script,
                // Certificates of tests are their own.
                IgnoreHTTPSErrors = true,
            }
        );
        if (signedIn && TestApp.At(url) is { } app)
        {
            var (email, password) = account ?? (TestApp.AdminEmail, TestApp.AdminPassword);
            var cookies = await app.SignInAsync(email, password);
            await context.AddCookiesAsync(
                cookies.Select(cookie => new Cookie
                {
                    Name = cookie.Name,
                    Value = cookie.Value,
                    Url = app.Url.ToString(),
                })
            );
        }
        var page = await context.NewPageAsync();
        if (init is not null)
            await page.AddInitScriptAsync(init);
        await page.GotoAsync(url.ToString());
        return page;
    }

    /// <summary>Keys and clicks reach the server, and the heading, or a dialog, has been given the focus: that takes it from
    /// wherever it is.</summary>
    public static async Task AliveAsync(this IPage page)
    {
        await page.Locator("[data-alive]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Locator("body :focus").WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    private static async Task<IBrowser> LaunchAsync()
    {
        // A state is waited for; how long it may take is not what these tests are about.
        Assertions.SetDefaultExpectTimeout(MostPatience);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = "/usr/bin/chromium",
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
    }
}
