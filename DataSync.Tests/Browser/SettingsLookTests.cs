using DataSync.Core.Access;
using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using DataSync.Core.Retention;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static DataSync.Tests.Browser.Looks;
using static DataSync.Tests.Browser.SettingsSteps;

namespace DataSync.Tests.Browser;

/// <summary>How the pages under /settings look.</summary>
public sealed class SettingsLookTests
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Every_page_and_dialog_fits_the_screen_and_axe_finds_nothing(int width)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(database);
        await app.SignInAsync();
        await FillAsync(app);
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/settings"), width, width > 1000 ? 1000 : 844);
        var errors = Errors(page);
        var dialog = page.GetByRole(AriaRole.Dialog);

        await Button(page, "Add user").ClickAsync();
        await dialog.GetByLabel("E-mail address").FillAsync("nobody");
        await Button(dialog, "Add user").ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("is not an e-mail address");
        await ExpectSoundAsync(page, "an address that is none");
        await Button(dialog, "Cancel").ClickAsync();
        await ManageAsync(page, TestApp.AdminEmail, "Change role");
        await ChooseAsync(page, "Role", "Viewer");
        await ExpectSoundAsync(page, "changing the own role");
        await Button(dialog, "Cancel").ClickAsync();
        await Button(page, "Manage bo@example.org").ClickAsync();
        await ExpectSoundAsync(page, "users", "settings-users");
        await Button(page, "Disable").ClickAsync();
        await ExpectSoundAsync(page, "disabling");
        await Button(dialog, "Cancel").ClickAsync();
        await Button(page, "New password link").ClickAsync();
        await Button(dialog, "Make the link").ClickAsync();
        await SecretAsync(dialog, "Link for bo@example.org");
        await ExpectSoundAsync(page, "a password link");
        await Button(dialog, "Done").ClickAsync();

        await Tab(page, "API tokens").ClickAsync();
        await Assertions.Expect(Button(page, "Revoke nightly report")).ToBeVisibleAsync();
        await ExpectSoundAsync(page, "tokens", "settings-tokens");
        await Button(page, "New token").ClickAsync();
        await ChooseAsync(page, "Expires", "after a certain day");
        await dialog.GetByLabel("Role").First.ClickAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Option, new() { Name = "Relay events only" }))
            .ToBeVisibleAsync();
        await ExpectSoundAsync(page, "the roles of a token");
        await page.GetByRole(AriaRole.Option, new() { Name = "Operator" }).ClickAsync();
        await ChooseAsync(page, "Expires", "never");
        await dialog.GetByLabel("Name").FillAsync("weekly report");
        await Button(dialog, "Make token").ClickAsync();
        await SecretAsync(dialog, "Token weekly report");
        await ExpectSoundAsync(page, "a token");
        await Button(dialog, "Done").ClickAsync();

        await Tab(page, "Audit log").ClickAsync();
        await page.Locator(".ds-audit li", new() { HasText = "Account role" }).First.Locator("summary").ClickAsync();
        await Button(page, "Verify").ClickAsync();
        await Assertions.Expect(page.GetByText("entries, unbroken")).ToBeVisibleAsync();
        await ExpectSoundAsync(page, "audit", "settings-audit");
        await page.GetByLabel("Subject").FillAsync("nothing has this name");
        await Button(page, "Filter").ClickAsync();
        await Assertions.Expect(page.GetByText("No entry matches")).ToBeVisibleAsync();
        await ExpectSoundAsync(page, "no entry");

        await Tab(page, "Retention").ClickAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Row, new() { Name = "Retention:Executions" }))
            .ToContainTextAsync("2 executions");
        await ExpectSoundAsync(page, "retention", "settings-retention");

        Assert.True(errors.Count == 0, string.Join('\n', errors));
        await page.Context.CloseAsync();
    }

    /// <summary>Something of each state.</summary>
    private static async Task FillAsync(TestApp app)
    {
        await GrowOldAsync(app, "1", "2", "3");
        await app.Services.GetRequiredService<RetentionService>().RunAsync(default);
        await GrowOldAsync(app, "4", "5");
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

    /// <summary>Executions of a day that has expired, stored before it had.</summary>
    private static async Task GrowOldAsync(TestApp app, params string[] ids)
    {
        var contexts = app.Services.GetRequiredService<IDbContextFactory<DataSyncDbContext>>();
        await using var db = await contexts.CreateDbContextAsync();
        var old = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-402);
        if (!await db.Workflows.AnyAsync())
        {
            db.Workflows.Add(
                new()
                {
                    WorkflowId = "w",
                    WorkflowName = "AWS VPC Sync",
                    CreatedAt = old,
                    UpdatedAt = old,
                }
            );
        }
        db.Executions.AddRange(
            ids.Select(id => new WorkflowExecution
            {
                WorkflowId = "w",
                ExecutionId = id,
                N8nExecutionId = id,
                StartTime = old,
                CreatedAt = old,
                DetailState = DetailState.Pending,
            })
        );
        await db.SaveChangesAsync();
    }
}
