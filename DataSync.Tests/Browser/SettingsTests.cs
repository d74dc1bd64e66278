using System.Net;
using System.Text;
using System.Text.Json;
using DataSync.Core.Access;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DataSync.Tests.Browser;

/// <summary>What administrators do under /settings, from the page to what it brings about.</summary>
public sealed class SettingsTests
{
    private const string Password = "a horse that nobody stapled";

    [Fact]
    public async Task A_user_is_added_comes_in_by_the_link_and_follows_what_is_changed()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(database);
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/data-sync"));
        var errors = Errors(page);
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
    public async Task A_token_lets_a_program_in_until_it_is_revoked_and_the_audit_log_tells_all_of_it()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(database, ("Auth:Bootstrap:ApiToken", null));
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/settings/tokens"));
        var errors = Errors(page);
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(page.GetByText("curl")).ToContainTextAsync($"{app.Url}api/v1/workflows");

        await Button(page, "New token").ClickAsync();
        await dialog.GetByLabel("Name").FillAsync("=HYPERLINK(\"http://example.org\")");
        await ChooseAsync(page, "Role", "Admin");
        await ChooseAsync(page, "Expires", "after a certain day");
        await Button(dialog, "Make token").ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose the last day");
        await ChooseAsync(page, "Expires", "in 30 days");
        await Button(dialog, "Make token").ClickAsync();
        var token = await SecretAsync(dialog, "Token =HYPERLINK");
        await Assertions.Expect(page.Locator(".ds-table")).ToContainTextAsync(token[..11]);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await Button(dialog, "Copy").ClickAsync();
        await Assertions.Expect(dialog.Locator("ds-copy")).ToHaveAttributeAsync("data-state", "done");
        Assert.Equal(token, await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        await Button(dialog, "Done").ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        var row = Row(page, "=HYPERLINK");
        await Assertions.Expect(row).ToContainTextAsync(token[..11]);
        await Assertions.Expect(row).ToContainTextAsync("in 29 d");
        Assert.DoesNotContain(token, await page.ContentAsync(), StringComparison.Ordinal);

        using var http = new HttpClient { BaseAddress = app.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using (var answer = await http.GetAsync("settings/audit/export.json?action=token.created"))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            using var exported = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            var entry = Assert.Single(exported.RootElement.EnumerateArray());
            Assert.Equal("admin", entry.GetProperty("after").GetProperty("role").GetString());
        }
        await Button(page, "Revoke =HYPERLINK").ClickAsync();
        await Assertions.Expect(Button(dialog, "Cancel")).ToBeFocusedAsync();
        await Button(dialog, "Revoke").ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("Revoked");
        using (var answer = await http.GetAsync("data-sync"))
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);

        await Tab(page, "Audit log").ClickAsync();
        var entries = page.Locator(".ds-audit li");
        await Assertions.Expect(entries.First).ToContainTextAsync("Token revoked");
        await Assertions.Expect(entries.Nth(1)).ToContainTextAsync("Audit exported");
        await Assertions.Expect(entries.Nth(2)).ToContainTextAsync("Token created");
        await entries.Nth(2).Locator("summary").ClickAsync();
        await Assertions.Expect(entries.Nth(2)).ToContainTextAsync("Role admin");
        await Assertions.Expect(entries.Nth(2)).ToContainTextAsync("a person, from 127.0.0.1");
        Assert.EndsWith(
            " UTC",
            await entries.Nth(2).Locator("ds-age").GetAttributeAsync("title"),
            StringComparison.Ordinal
        );

        await page.GetByLabel("Action").SelectOptionAsync("Sign in: all");
        await page.GetByLabel("Who").FillAsync("ADMIN@");
        await Button(page, "Filter").ClickAsync();
        await Assertions.Expect(entries).ToHaveCountAsync(1);
        Assert.EndsWith("/settings/audit?who=ADMIN%40&action=sign_in", page.Url, StringComparison.Ordinal);
        var csv = await DownloadAsync(page, "Export CSV");
        Assert.Equal(2, csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear" }).ClickAsync();
        await Assertions.Expect(entries.First).ToContainTextAsync("Audit exported");

        csv = await DownloadAsync(page, "Export CSV");
        Assert.StartsWith("\uFEFFseq,at,actorKind,", csv, StringComparison.Ordinal);
        Assert.Contains("\"'=HYPERLINK(\"\"http://example.org\"\")\"", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",=", csv, StringComparison.Ordinal);

        await Button(page, "Verify").ClickAsync();
        await Assertions.Expect(page.GetByText("entries, unbroken")).ToBeVisibleAsync();
        await using (var db = await database.Factory.CreateDbContextAsync())
            await db
                .AuditEntries.Where(entry => entry.Seq == 2)
                .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.Subject, "somebody else"));
        await Button(page, "Verify").ClickAsync();
        await Assertions.Expect(page.GetByText("Broken at entry 2.")).ToBeVisibleAsync();

        await page.GotoAsync(new Uri(app.Url, "/settings/audit?from=yesterday").ToString());
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("'from' is no day");
        Assert.True(errors.Count == 0, string.Join('\n', errors));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_audit_log_is_read_on_towards_the_past()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await database.AddAuditEntriesAsync(60);
        await using var app = await StartAsync(database);
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/settings/audit?subject=entry"));
        var entries = page.Locator(".ds-audit li");
        await Assertions.Expect(entries).ToHaveCountAsync(50);
        await Assertions.Expect(entries.First).ToContainTextAsync("entry 60");

        await Button(page, "Load more").ClickAsync();

        await Assertions.Expect(entries).ToHaveCountAsync(60);
        await Assertions.Expect(entries.Nth(50)).ToContainTextAsync("entry 10");
        await Assertions.Expect(Button(page, "Load more")).ToHaveCountAsync(0);
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

        foreach (var path in new[] { "", "/users", "/tokens", "/audit", "/audit/export.csv", "/audit/export.json" })
        {
            var answer = await page.GotoAsync(new Uri(app.Url, $"/settings{path}").ToString());
            Assert.Equal(403, answer!.Status);
            await Assertions.Expect(page.GetByText("That is not for your role")).ToBeVisibleAsync();
        }
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Every_page_and_dialog_fits_the_screen_in_both_themes(ColorScheme scheme, int width)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(database);
        await app.SignInAsync();
        await FillAsync(app);
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/settings"), width, width > 1000 ? 1000 : 844, scheme);
        var errors = Errors(page);
        var look = $"{scheme.ToString().ToLowerInvariant()}-{width}";
        var dialog = page.GetByRole(AriaRole.Dialog);

        await Button(page, "Add user").ClickAsync();
        await dialog.GetByLabel("E-mail address").FillAsync("nobody");
        await Button(dialog, "Add user").ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("is not an e-mail address");
        await FitsAsync(page);
        await Button(dialog, "Cancel").ClickAsync();
        await ManageAsync(page, TestApp.AdminEmail, "Change role");
        await ChooseAsync(page, "Role", "Viewer");
        await FitsAsync(page);
        await Button(dialog, "Cancel").ClickAsync();
        await Button(page, "Manage bo@example.org").ClickAsync();
        await FitsAsync(page, $"users-{look}");
        await Button(page, "Disable").ClickAsync();
        await FitsAsync(page);
        await Button(dialog, "Cancel").ClickAsync();
        await Button(page, "New password link").ClickAsync();
        await Button(dialog, "Make the link").ClickAsync();
        await SecretAsync(dialog, "Link for bo@example.org");
        await FitsAsync(page);
        await Button(dialog, "Done").ClickAsync();

        await Tab(page, "API tokens").ClickAsync();
        await Assertions.Expect(Button(page, "Revoke nightly report")).ToBeVisibleAsync();
        await FitsAsync(page, $"tokens-{look}");
        await Button(page, "New token").ClickAsync();
        await ChooseAsync(page, "Expires", "after a certain day");
        await dialog.GetByLabel("Role").First.ClickAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Option, new() { Name = "Relay events only" }))
            .ToBeVisibleAsync();
        await FitsAsync(page);
        await page.GetByRole(AriaRole.Option, new() { Name = "Operator" }).ClickAsync();
        await ChooseAsync(page, "Expires", "never");
        await dialog.GetByLabel("Name").FillAsync("weekly report");
        await Button(dialog, "Make token").ClickAsync();
        await SecretAsync(dialog, "Token weekly report");
        await FitsAsync(page);
        await Button(dialog, "Done").ClickAsync();

        await Tab(page, "Audit log").ClickAsync();
        await page.Locator(".ds-audit li", new() { HasText = "Account role" }).First.Locator("summary").ClickAsync();
        await Button(page, "Verify").ClickAsync();
        await Assertions.Expect(page.GetByText("entries, unbroken")).ToBeVisibleAsync();
        await FitsAsync(page, $"audit-{look}");
        await page.GetByLabel("Subject").FillAsync("nothing has this name");
        await Button(page, "Filter").ClickAsync();
        await Assertions.Expect(page.GetByText("No entry matches")).ToBeVisibleAsync();
        await FitsAsync(page);

        Assert.True(errors.Count == 0, string.Join('\n', errors));
        await page.Context.CloseAsync();
    }

    /// <summary>Something of each state.</summary>
    private static async Task FillAsync(TestApp app)
    {
        var accounts = app.Services.GetRequiredService<AccountService>();
        var tokens = app.Services.GetRequiredService<TokenService>();
        var link = await accounts.CreateAsync(Actor.Program, "bo@example.org", Role.Operator, default);
        await accounts.UseLinkAsync(link.AccountId, link.Secret, Password, "192.0.2.7", default);
        await accounts.SetRoleAsync(Actor.Program, link.AccountId, Role.Viewer, default);
        await accounts.CreateAsync(
            Actor.Program,
            "a.person.with.a.very.long.name.indeed@networks.example.org",
            Role.Viewer,
            default
        );
        var away = await accounts.CreateAsync(Actor.Program, "zoe@example.org", Role.Viewer, default);
        await accounts.SetDisabledAsync(Actor.Program, away.AccountId, disabled: true, default);
        await accounts.SignInAsync("bo@example.org", "wrong", "198.51.100.9", null, default);
        var soon = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(30);
        await tokens.CreateAsync(Actor.Program, "nightly report", Role.Viewer, soon, default);
        await tokens.CreateAsync(Actor.Program, "n8n relay", null, null, default);
        await tokens.CreateAsync(Actor.Program, "retired pipeline", Role.Operator, soon, default);
        var admin = app.Services.GetRequiredService<AccessDirectory>().FirstAdmin!;
        var actor = new Actor(ActorKind.Account, admin.Id, admin.Email, null);
        var retired = (await tokens.ListAsync(actor, default)).Single(token => token.Name == "retired pipeline");
        await tokens.RevokeAsync(actor, retired.Id, default);
    }

    private static Task<TestApp> StartAsync(TestDatabase database, params (string Key, string? Value)[] settings) =>
        TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value)), .. settings]);

    private static List<string> Errors(IPage page)
    {
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);
        return errors;
    }

    /// <summary>Neither the page nor a dialog is wider than the screen.</summary>
    /// <param name="picture">Drawn under this name where DATASYNC_PICTURES names a folder.</param>
    private static async Task FitsAsync(IPage page, string? picture = null)
    {
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        Assert.Equal(
            0,
            await page.EvaluateAsync<int>(
                "Math.max(0, ...[...document.querySelectorAll('.mud-dialog')].map(one => one.scrollWidth - one.clientWidth))"
            )
        );
        if (picture is not null && Environment.GetEnvironmentVariable("DATASYNC_PICTURES") is { } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"settings-{picture}.png") });
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name });

    private static ILocator Button(ILocator part, string name) =>
        part.GetByRole(AriaRole.Button, new() { Name = name });

    private static ILocator Tab(IPage page, string name) =>
        page.GetByRole(AriaRole.Navigation, new() { Name = "Settings" }).GetByText(name);

    private static ILocator Row(IPage page, string name) =>
        page.Locator(".ds-table tr", new() { HasText = name }).First;

    private static async Task ManageAsync(IPage page, string email, string act)
    {
        var manage = Button(page, $"Manage {email}");
        if (await manage.GetAttributeAsync("aria-expanded") is not "true")
            await manage.ClickAsync();
        await Button(page, act).ClickAsync();
    }

    private static async Task ChangeRoleAsync(IPage page, string email, string role)
    {
        await ManageAsync(page, email, "Change role");
        await ChooseAsync(page, "Role", role);
        await Button(page.GetByRole(AriaRole.Dialog), "Change role").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    private static async Task AskAsync(IPage page, string email, string act, string question, string? yes = null)
    {
        var dialog = page.GetByRole(AriaRole.Dialog);
        await ManageAsync(page, email, act);
        await Assertions.Expect(dialog).ToContainTextAsync(question);
        await Assertions.Expect(Button(dialog, "Cancel")).ToBeFocusedAsync();
        await Button(dialog, yes ?? act).ClickAsync();
        await Assertions.Expect(page.GetByText(question)).ToHaveCountAsync(0);
    }

    private static async Task ChooseAsync(IPage page, string label, string option)
    {
        await page.GetByRole(AriaRole.Dialog).GetByLabel(label).First.ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(0);
    }

    private static async Task<string> SecretAsync(ILocator dialog, string title)
    {
        await Assertions.Expect(dialog).ToContainTextAsync(title);
        var field = dialog.Locator("input[readonly]");
        await Assertions.Expect(field).ToBeFocusedAsync();
        return await field.InputValueAsync();
    }

    private static async Task<string> DownloadAsync(IPage page, string link)
    {
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync()
        );
        return Encoding.UTF8.GetString(await File.ReadAllBytesAsync(await download.PathAsync()));
    }
}
