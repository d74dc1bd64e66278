using DataSync.Core.Access;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DataSync.Tests.Browser;

/// <summary>Single sign-on at a real OpenID provider.</summary>
public sealed class SingleSignOnTests
{
    [Fact]
    public async Task The_provider_says_who_somebody_is_and_what_they_may()
    {
        var (own, providers) = (OidcServer.FreePort(), OidcServer.FreePort());
        await using var provider = await OidcServer.StartAsync(providers, $"http://127.0.0.1:{own}");
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(
            null,
            [
                ("urls", $"http://127.0.0.1:{own}"),
                ("Auth:Oidc:Authority", provider.Url),
                ("Auth:Oidc:ClientId", "datasync"),
                ("Auth:Oidc:ClientSecret", "a secret of the tests"),
                ("Auth:Oidc:Label", "Company sign-in"),
                .. database.Settings.Select(s => (s.Key, s.Value)),
            ]
        );
        await app.SignInAsync();
        var access = app.Services.GetRequiredService<AccessDirectory>();
        var accounts = app.Services.GetRequiredService<AccountService>();

        var page = await SignInAsync(app, "operator@example.org");
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(app.Url, "/account").ToString());
        await Assertions.Expect(page.GetByText("Operator, may")).ToBeVisibleAsync();
        await page.Context.CloseAsync();

        page = await SignInAsync(app, "nobody@example.org");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("no role");
        await page.Context.CloseAsync();

        page = await SignInAsync(app, "unverified@example.org");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("no confirmed e-mail address");
        await page.Context.CloseAsync();

        // An address alone is no proof: the administrator's account has a password, and stays his.
        await accounts.CreateAsync(Actor.Program, "viewer@example.org", Role.Admin, default);
        page = await SignInAsync(app, "viewer@example.org");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("signs in with a password");
        await page.Context.CloseAsync();

        var row = (await accounts.ListAsync(Actor.Program, default)).Single(a => a.Email == "operator@example.org");
        await accounts.SetDisabledAsync(Actor.Program, row.Id, true, default);
        page = await SignInAsync(app, "operator@example.org");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("disabled");
        await page.Context.CloseAsync();
        Assert.Null(access.Account(row.Id));
    }

    private static async Task<IPage> SignInAsync(TestApp app, string email)
    {
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/account"), signedIn: false);
        await page.GetByRole(AriaRole.Link, new() { Name = "Company sign-in" }).ClickAsync();
        await page.GetByLabel("Who are you?").FillAsync(email);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        return page;
    }
}
