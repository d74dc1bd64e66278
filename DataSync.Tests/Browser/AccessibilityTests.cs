using DataSync.Core.Access;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static DataSync.Tests.Browser.Looks;
using static Microsoft.Playwright.Assertions;

namespace DataSync.Tests.Browser;

/// <summary>Every page fits the screen and axe finds nothing on it. Of the settings: <see cref="SettingsLookTests"/>.</summary>
public sealed class AccessibilityTests
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task The_dashboard_in_every_form(int width)
    {
        await using var fleet = await Fleet.StartAsync(8);
        fleet.N8n.Start(fleet.N8n.Workflows[3].Id);
        var page = await fleet.OpenAsync("/data-sync", width);
        await Expect(page.Locator(".ds-badge")).ToBeInViewportAsync();
        await SoundAsync("/data-sync", open: width < 800 ? ".ds-fold" : null);
        await SoundAsync("/data-sync?group=health");
        await SoundAsync("/data-sync?view=list&sort=-took&group=type");
        await SoundAsync("/data-sync?q=nothing");
        await SoundAsync("/data-sync?embed=1&provider=aws&type=vpc&health=failing,healthy");
        await SoundAsync("/data-sync", open: "[data-ds-keys]");
        await SoundAsync("/nothing");
        if (width > 800)
        {
            await page.SetViewportSizeAsync(1920, 1080);
            await SoundAsync("/data-sync?kiosk=1");
            await page.SetViewportSizeAsync(width, 1000);
        }
        fleet.N8n.Fault = TestN8nFault.Unauthorized;
        await fleet.App.UntilAsync(b => b.System.N8n == N8nCondition.Unauthorised, "trouble");
        await SoundAsync("/data-sync");

        Task SoundAsync(string address, string? open = null) => GoAsync(page, fleet.App, address, open);
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Histories_and_runs(int width)
    {
        await using var fleet = await Fleet.StartAsync(6);
        var page = await fleet.OpenAsync("/data-sync", width);
        var (workflow, running) = (fleet.N8n.Workflows[0].Id, fleet.N8n.Start(fleet.N8n.Workflows[1].Id));
        var often = fleet.N8n.Workflows[2].Id;
        for (var run = 6; run > 0; run--)
            fleet.N8n.AddFinished(
                often,
                TimeProvider.System.UtcNow().AddSeconds(-run),
                TimeSpan.FromMilliseconds(1_000 + (run * 150)),
                updated: 12 + run
            );
        var board = await fleet.App.UntilAsync(
            b =>
                b.Tiles.Any(tile => tile.RunningCount == 1)
                && b.Tiles.Any(tile => tile.Usual?.Contains("updated", StringComparison.Ordinal) == true)
                && b.System.Backfill is { DetailsPending: 0 },
            "details"
        );
        var failed = board.Tiles.Single(tile => tile.WorkflowId == workflow).LastRun!.ExecutionId;
        await SoundAsync($"/data-sync?workflow={often}", ".ds-modal-head p", "history");
        await SoundAsync($"/data-sync?workflow={workflow}&status=cancelled", "dialog .ds-empty");
        await SoundAsync($"/data-sync?workflow={workflow}&run={failed}", ".ds-report-error", "history-run");
        await page.Locator(".ds-report summary").ClickAsync();
        await ExpectSoundAsync(page, "a run's technical text");
        await SoundAsync($"/data-sync?run={failed}", ".ds-report-error", "run");
        await SoundAsync($"/data-sync?run={running}", ".ds-report");
        await SoundAsync("/data-sync?run=nothing", "dialog .ds-empty");
        await SoundAsync("/data-sync?workflow=nothing", "dialog .ds-empty");
        await SoundAsync("/data-sync/executions", ".ds-log li", "executions");
        await SoundAsync("/data-sync/executions?from=2026-01-01T00:00Z&find=nothing", ".ds-empty");
        await SoundAsync($"/data-sync/executions?run={failed}", ".ds-report-error");

        Task SoundAsync(string address, string shown, string? picture = null) =>
            GoAsync(page, fleet.App, address, shown: shown, picture: picture);
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task The_door_the_account_and_the_first_page(int width)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await SettingsSteps.StartAsync(database, ("Auth:AttemptsPerMinute", "3"));
        var accounts = app.Services.GetRequiredService<AccountService>();
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/account"), width);
        await GoAsync(page, app, "/account", picture: "account");
        await GoAsync(page, app, "/data-sync", shown: ".ds-first", picture: "first-page");
        await PlainAsync("/account/password", "Change your password");
        await PlainAsync("/not-allowed", "That is not for your role");
        await page.Context.ClearCookiesAsync();
        await PlainAsync("/sign-in?returnUrl=%2Faccount", "Sign in");
        await PlainAsync("/set-up", "Set up DataSync");
        var link = await accounts.CreateAsync(Actor.Program, "new@example.org", Role.Viewer, default);
        await PlainAsync(
            $"/set-password?id={link.AccountId}&key={Uri.EscapeDataString(link.Secret)}",
            "Choose a password"
        );
        await page.GotoAsync(new Uri(app.Url, "/sign-in?embed=1").ToString());
        foreach (var shown in new[] { "do not belong together", "more attempts" })
        {
            await page.GetByLabel("E-mail address").FillAsync("nobody@example.org");
            await page.GetByLabel("Password").FillAsync("wrong");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(shown);
            await ExpectSoundAsync(page, shown);
        }
        await page.Context.CloseAsync();

        async Task PlainAsync(string address, string title)
        {
            await page.GotoAsync(new Uri(app.Url, address).ToString());
            await Expect(page.Locator("h1")).ToHaveTextAsync(title);
            await ExpectSoundAsync(page, address, title.Replace(' ', '-'));
        }
    }

    private static async Task GoAsync(
        IPage page,
        TestApp app,
        string address,
        string? open = null,
        string? shown = null,
        string? picture = null
    )
    {
        await page.GotoAsync(new Uri(app.Url, address).ToString());
        await page.AliveAsync();
        await Expect(page.Locator("h1")).ToBeVisibleAsync();
        if (shown is not null)
            await Expect(page.Locator(shown).First).ToBeVisibleAsync();
        if (open is not null)
        {
            foreach (var button in await page.Locator(open).AllAsync())
                await button.ClickAsync();
        }
        await ExpectSoundAsync(page, address, picture);
    }
}
