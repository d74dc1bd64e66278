using DataSync.Core.Access;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DataSync.Tests.Browser;

/// <summary>What an open browser notices of its rights, and what it does with hostile texts.</summary>
public sealed class AccessTests
{
    private const string Bomb = "<img src=x onerror=\"window.bombed=true\"><script>window.bombed=true</script>";

    [Fact]
    public async Task A_person_signs_in_by_keyboard_without_script_and_lands_where_they_wanted()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        await app.SignInAsync();
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/data-sync?q=vpc"), signedIn: false, script: false);

        await Assertions.Expect(page.GetByLabel("E-mail address")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(TestApp.AdminEmail);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("a wrong password");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("do not belong together");
        await Assertions.Expect(page.GetByLabel("Password")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(TestApp.AdminPassword);
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page).ToHaveURLAsync(new Uri(app.Url, "/data-sync?q=vpc").ToString());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_open_page_leaves_with_its_browser_follows_a_changed_role_and_leaves_when_its_account_is_disabled()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        await app.SignInAsync();
        var accounts = app.Services.GetRequiredService<AccountService>();
        var link = await accounts.CreateAsync(Actor.Program, "op@example.org", Role.Operator, default);
        await accounts.UseLinkAsync(link.AccountId, link.Secret, "a password of the tests", null, default);
        var page = await TestBrowser.OpenAsync(
            new Uri(app.Url, "/account"),
            account: ("op@example.org", "a password of the tests")
        );
        await Assertions.Expect(page.GetByText("Operator, may")).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => window.Blazor && document.querySelector('.ds-who')");

        // Signed out in another tab.
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(page.Url);
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await Assertions.Expect(page).ToHaveTitleAsync("Sign in – DataSync");
        await other.CloseAsync();
        await page.GetByLabel("E-mail address").FillAsync("op@example.org");
        await page.GetByLabel("Password").FillAsync("a password of the tests");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("Operator, may")).ToBeVisibleAsync();
        await page.AliveAsync();

        await accounts.SetRoleAsync(Actor.Program, link.AccountId, Role.Viewer, default);
        await Assertions.Expect(page.GetByText("Viewer, may")).ToBeVisibleAsync(new() { Timeout = 10_000 });
        // The page was loaded anew; only one that is alive is told to leave.
        await page.AliveAsync();
        await accounts.SetDisabledAsync(Actor.Program, link.AccountId, true, default);

        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" }))
            .ToBeVisibleAsync(new() { Timeout = 10_000 });
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Hostile_names_and_errors_are_text_and_no_script_runs()
    {
        await using var n8n = await TestN8n.StartAsync();
        var workflow = n8n.AddWorkflow($"AWS VPC {Bomb}");
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        n8n.Finish(
            n8n.Start(workflow, at: now.AddMinutes(-5)),
            "error",
            error: $"refused {Bomb}",
            node: $"Node {Bomb}"
        );
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(null, TestApp.For(n8n, database));
        await app.UntilAsync(b => b.Tiles is [{ LastRun.FailedNode: not null }], "the failure's detail");
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/data-sync"));

        await Assertions.Expect(page.Locator("article")).ToContainTextAsync("onerror");
        await page.WaitForFunctionAsync("() => document.querySelector('ds-runs').children.length > 0");
        Assert.False(await page.EvaluateAsync<bool>("window.bombed === true"));
        Assert.Equal(0, await page.Locator("article img").CountAsync());
        await page.Context.CloseAsync();
    }
}
