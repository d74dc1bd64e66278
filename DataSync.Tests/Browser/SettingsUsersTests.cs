using DataSync.Core.Access;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static DataSync.Tests.Browser.SettingsSteps;

namespace DataSync.Tests.Browser;

/// <summary>What administrators do with accounts, from the page to what it brings about.</summary>
public sealed class SettingsUsersTests
{
    [Fact]
    public async Task A_user_is_added_comes_in_by_the_link_and_follows_what_is_changed()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(database);
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/settings/audit"));
        var errors = Errors(page);
        // Entries are there once the page is alive.
        await Assertions.Expect(page.Locator(".ds-audit li").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();
        await Assertions.Expect(Tab(page, "Users")).ToHaveAttributeAsync("aria-current", "page");

        // Refused in words, next to what was tried.
        await Button(page, "Add user").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        var address = dialog.GetByLabel("E-mail address");
        await Assertions.Expect(address).ToBeFocusedAsync();
        await address.FillAsync(TestApp.AdminEmail);
        await Button(dialog, "Add user").ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("already taken");
        await address.FillAsync("bo@example.org");
        await ChooseAsync(page, "Role", "Operator");
        await Button(dialog, "Add user").ClickAsync();

        var link = await SecretAsync(dialog, "Link for bo@example.org");
        Assert.StartsWith(new Uri(app.Url, "/set-password?id=").ToString(), link, StringComparison.Ordinal);
        await Button(dialog, "Done").ClickAsync();
        var row = Row(page, "bo@example.org");
        await Assertions.Expect(row).ToContainTextAsync("Invited");

        var bo = await TestBrowser.OpenAsync(new Uri(link), signedIn: false);
        await bo.GetByLabel("Password").FillAsync(Password);
        await Button(bo, "Set the password").ClickAsync();
        await Assertions.Expect(bo.GetByRole(AriaRole.Link, new() { Name = "bo@example.org" })).ToBeVisibleAsync();
        await Assertions.Expect(bo.GetByRole(AriaRole.Link, new() { Name = "Settings" })).ToHaveCountAsync(0);

        // An administrator's page opens for whoever becomes one, and closes again.
        await ChangeRoleAsync(page, "bo@example.org", "Admin");
        await Assertions.Expect(page.GetByText("bo@example.org now has the role Admin.")).ToBeVisibleAsync();
        await Assertions.Expect(row).ToContainTextAsync("Active");
        Assert.Equal(200, (await bo.GotoAsync(new Uri(app.Url, "/settings/users").ToString()))!.Status);
        await Assertions.Expect(Row(bo, "bo@example.org")).ToContainTextAsync("(you)");
        await ChangeRoleAsync(page, "bo@example.org", "Viewer");
        await Assertions.Expect(bo.GetByText("That is not for your role")).ToBeVisibleAsync(new() { Timeout = 10_000 });

        await AskAsync(page, "bo@example.org", "Disable", "Disable bo@example.org?");
        await Assertions.Expect(row).ToContainTextAsync("Disabled");
        await bo.ReloadAsync();
        await Assertions.Expect(bo).ToHaveTitleAsync("Sign in – DataSync");
        await AskAsync(page, "bo@example.org", "Enable", "Enable bo@example.org?");
        await AskAsync(
            page,
            "bo@example.org",
            "New password link",
            "New password link for bo@example.org?",
            "Make the link"
        );
        Assert.NotEqual(link, await SecretAsync(dialog, "Link for bo@example.org"));
        await Button(dialog, "Done").ClickAsync();

        Assert.True(errors.Count == 0, string.Join('\n', errors));
        await bo.Context.CloseAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Ones_own_right_is_not_given_away_unawares_and_the_last_administrator_stays()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(database);
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/settings/users"));
        var dialog = page.GetByRole(AriaRole.Dialog);

        await ManageAsync(page, TestApp.AdminEmail, "Disable");
        await Assertions.Expect(Button(dialog, "Cancel")).ToBeFocusedAsync();
        await Assertions.Expect(dialog).ToContainTextAsync("This is your own account");
        await Button(dialog, "Disable").ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("last administrator");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        await Assertions.Expect(Button(page, "Disable")).ToBeFocusedAsync();
        await Assertions.Expect(Row(page, TestApp.AdminEmail)).ToContainTextAsync("Active");

        await Button(page, "Change role").ClickAsync();
        await ChooseAsync(page, "Role", "Viewer");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is your own account");
        await Button(dialog, "Change role").ClickAsync();
        await Assertions.Expect(dialog.GetByText("This is the last administrator")).ToBeVisibleAsync();
        await Button(dialog, "Cancel").ClickAsync();

        await AskAsync(page, TestApp.AdminEmail, "Sign out everywhere", $"Sign {TestApp.AdminEmail} out everywhere?");
        await Assertions.Expect(page).ToHaveTitleAsync("Sign in – DataSync", new() { Timeout = 10_000 });
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_viewer_neither_sees_nor_reaches_the_settings()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(database);
        await app.SignInAsync();
        var accounts = app.Services.GetRequiredService<AccountService>();
        var link = await accounts.CreateAsync(Actor.Program, "vi@example.org", Role.Viewer, default);
        await accounts.UseLinkAsync(link.AccountId, link.Secret, Password, null, default);
        var page = await TestBrowser.OpenAsync(app.Url, account: ("vi@example.org", Password));
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "vi@example.org" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Settings" })).ToHaveCountAsync(0);

        foreach (var path in new[] { "", "/users", "/tokens", "/audit" })
        {
            var answer = await page.GotoAsync(new Uri(app.Url, $"/settings{path}").ToString());
            Assert.Equal(403, answer!.Status);
            await Assertions.Expect(page.GetByText("That is not for your role")).ToBeVisibleAsync();
        }
        await page.Context.CloseAsync();
    }
}
