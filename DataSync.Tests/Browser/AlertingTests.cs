using DataSync.Core.Persistence;
using DataSync.Tests.Support;
using Microsoft.Playwright;
using static DataSync.Tests.Browser.SettingsSteps;
using static Microsoft.Playwright.Assertions;

namespace DataSync.Tests.Browser;

/// <summary>From a failure in n8n to a mail, an incident that is taken on, and its end: in the browser, over a real mail server.</summary>
public sealed class AlertingTests : IAsyncLifetime
{
    private TestSmtp smtp = null!;
    private TestN8n n8n = null!;
    private TestDatabase database = null!;
    private TestApp app = null!;
    private IPage page = null!;

    public async Task InitializeAsync()
    {
        smtp = TestSmtp.Start();
        n8n = await TestN8n.StartAsync();
        database = await TestDatabase.CreateAsync(Provider.Sqlite);
        n8n.AddWorkflow("AWS VPC Sync", cron: "0 * * * *");
        n8n.AddWorkflow("AWS Subnet Sync", cron: "0 * * * *");
        n8n.AddWorkflow("Azure VPN Sync", cron: "0 * * * *", credential: "AWS prod");
    }

    public async Task DisposeAsync()
    {
        await page.Context.CloseAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
        await n8n.DisposeAsync();
        await smtp.DisposeAsync();
    }

    [Fact]
    public async Task A_failure_is_told_taken_on_and_ends()
    {
        await OpenAsync("/data-sync/alerts?recipients=1", [.. smtp.Settings]);
        await Expect(Dialog).ToContainTextAsync("Nobody is told when something fails");
        await SoundAsync("recipients without any", "recipients-none");
        await Button(Dialog, "Add a recipient").ClickAsync();
        await Dialog.GetByLabel("E-mail address").FillAsync("nobody");
        await Button(Dialog, "Save").ClickAsync();
        await Expect(Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("no e-mail address");
        await Dialog.GetByLabel("E-mail address").FillAsync("ops@example.org");
        await Dialog.GetByLabel("Name").FillAsync("Operations");
        // A slip beside the dialog takes nothing away.
        await page.Mouse.ClickAsync(2, 2);
        await SoundAsync("a recipient being added", "recipient-new");
        await Button(Dialog, "Save").ClickAsync();
        await Expect(Dialog).ToContainTextAsync("everything: failure, recovery, late");

        await Button(Dialog, "Remove ops@example.org").ClickAsync();
        await Expect(Dialog.GetByRole(AriaRole.Alert))
            .ToHaveTextAsync("Then nobody is told when something fails. Remove ops@example.org?");
        await Button(Dialog, "Keep").ClickAsync();

        await Button(Dialog, "Send test to ops@example.org").ClickAsync();
        await Expect(Dialog).ToContainTextAsync("The mail server took the test mail.");
        await Expect(Dialog.Locator("pre")).ToContainTextAsync("250 taken");
        await Dialog.GetByText("Who would be told?").ClickAsync();
        await Dialog.GetByLabel("If this failed").SelectOptionAsync("AWS VPC Sync");
        await Button(Dialog, "Tell me").ClickAsync();
        await Expect(Dialog).ToContainTextAsync("ops@example.org would be told within a minute.");
        await Dialog.GetByText("Advanced: when they are told").ClickAsync();
        await SoundAsync("who is told, and when", "recipients");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".ds-empty")).ToContainTextAsync("Nothing is broken");
        await SoundAsync("no incident", "alerts-none");

        Fail(0, "AWS prod");
        Fail(1, "AWS prod");
        var incident = page.Locator(".ds-table")
            .GetByRole(AriaRole.Link, new() { Name = "Credential “AWS prod” is rejected" });
        await Expect(incident).ToBeVisibleAsync();
        await Expect(page.Locator(".ds-badge")).ToContainTextAsync("1");
        await Expect(page.Locator(".ds-toast"))
            .ToContainTextAsync("Failing: Credential “AWS prod” is rejected AWS VPC Sync");
        await Button(page.Locator(".ds-toast"), "Dismiss").ClickAsync();
        var mails = await smtp.UntilAsync(all => all.Count == 2, "the mail of the failure");
        Assert.EndsWith("Credential “AWS prod” is rejected", mails[1].Message.Subject, StringComparison.Ordinal);
        await SoundAsync("an incident", "alerts");
        await Button(page, "Export").ClickAsync();
        var export = page.GetByRole(AriaRole.Dialog);
        await Expect(export.Locator("li")).ToHaveTextAsync(["Incident: open"]);
        await export.GetByLabel("Messages sent").CheckAsync();
        await SoundAsync("what is exported", "alerts-export");
        var file = await ExportedAsync(export);
        Assert.Contains(",Alert,Credential “AWS prod” is rejected,", file, StringComparison.Ordinal);
        Assert.Contains(",E-mail,ops@example.org,Sent,1,", file, StringComparison.Ordinal);
        await page.GetByLabel("Kind of trouble").SelectOptionAsync("Late");
        await Expect(page.Locator(".ds-empty")).ToContainTextAsync("No incident matches");
        await page.GoBackAsync();

        await incident.ClickAsync();
        await Expect(Dialog).ToContainTextAsync("AWS Subnet Sync");
        await Expect(Dialog.Locator("li", new() { HasText = "Azure VPN Sync" }))
            .ToContainTextAsync("not hit yet: it uses the same credential");
        await Expect(Dialog).ToContainTextAsync("ops@example.org: Sent");
        await SoundAsync("one incident", "incident");
        await Dialog.GetByLabel("Note").FillAsync("The key is being renewed.");
        await Button(Dialog, "Take it on").ClickAsync();
        await Expect(Dialog.Locator("blockquote")).ToHaveTextAsync("The key is being renewed.");
        await Expect(Dialog).ToContainTextAsync($"Acknowledged by {TestApp.AdminEmail}");
        await Expect(page.Locator(".ds-badge")).ToHaveCountAsync(0);
        Assert.EndsWith(
            $"start={Uri.EscapeDataString($"{n8n.Workflows[0].Id},{n8n.Workflows[1].Id}")}",
            await Dialog.GetByRole(AriaRole.Link, new() { Name = "Run all affected" }).GetAttributeAsync("href"),
            StringComparison.Ordinal
        );

        foreach (var id in n8n.Workflows.Take(2).Select(one => one.Id))
            n8n.AddFinished(id, TimeProvider.System.UtcNow().AddSeconds(2), TimeSpan.FromSeconds(1));
        await Expect(Dialog).ToContainTextAsync("over after");
        await smtp.UntilAsync(
            all => all.Any(mail => mail.Message.Subject!.StartsWith("[DataSync] Over", StringComparison.Ordinal)),
            "the mail of the end"
        );
        await SoundAsync("an incident that is over", "incident-over");

        // It comes back, and so does what tells of it.
        await page.Keyboard.PressAsync("Escape");
        n8n.AddFinished(
            n8n.Workflows[0].Id,
            TimeProvider.System.UtcNow().AddSeconds(5),
            TimeSpan.FromSeconds(1),
            "error",
            error: "401 - no",
            credential: "AWS prod"
        );
        await Expect(page.Locator(".ds-toast")).ToContainTextAsync("Failing: Credential “AWS prod” is rejected");
    }

    [Fact]
    public async Task Without_a_mail_server_the_page_says_so_and_an_unknown_incident_is_told()
    {
        await OpenAsync("/data-sync/alerts?incident=77");
        await Expect(Dialog).ToContainTextAsync("There is no such incident");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".ds-notice")).ToContainTextAsync("No mails are sent: no mail server is set.");
    }

    [Fact]
    public async Task Who_wishes_so_in_this_browser_is_notified_of_new_incidents()
    {
        await OpenAsync("/data-sync/alerts");
        var box = page.GetByLabel("Notify me in this browser");
        await Expect(box).Not.ToBeCheckedAsync();
        await Expect(box).ToBeEnabledAsync();
        // What is not granted is refused.
        await page.Context.GrantPermissionsAsync([]);
        await page.ReloadAsync();
        await Expect(page.Locator("ds-notify-switch")).ToContainTextAsync("This browser blocks notifications");
        await Expect(box).ToBeDisabledAsync();
        await SoundAsync("notifications blocked", "notify-blocked");
        await page.Context.GrantPermissionsAsync(["notifications"]);
        await page.AddInitScriptAsync(
            """
            window.told = [];
            window.Notification = class extends Notification {
              constructor(title, options) {
                super(title, options);
                told.push({ said: `${title}: ${options.body}`, click: () => this.dispatchEvent(new Event("click")) });
              }
            };
            """
        );
        await page.ReloadAsync();
        await page.AliveAsync();
        Fail(0, "AWS prod");
        await Expect(page.Locator(".ds-toast")).ToContainTextAsync("AWS prod");
        Assert.Empty(await ToldAsync());

        await box.CheckAsync();
        await Expect(box).ToBeCheckedAsync();
        await SoundAsync("notifications wished for", "notify");
        await page.GotoAsync(new Uri(app.Url, "/data-sync").ToString());
        await page.AliveAsync();
        Fail(1, "AWS test");
        await Expect(page.Locator(".ds-toast")).ToContainTextAsync("AWS test");
        Assert.Equal(["Failing: Credential “AWS test” is rejected (AWS Subnet Sync)"], await ToldAsync());
        await page.EvaluateAsync("() => told[0].click()");
        await Expect(Dialog).ToContainTextAsync("Credential “AWS test” is rejected");

        await page.Keyboard.PressAsync("Escape");
        await page.AliveAsync();
        await Expect(box).ToBeCheckedAsync();
        await box.UncheckAsync();
        Fail(2, "Azure");
        await Expect(page.Locator(".ds-toast")).ToContainTextAsync("Azure");
        Assert.Empty(await ToldAsync());

        Task<string[]> ToldAsync() => page.EvaluateAsync<string[]>("() => told.map((one) => one.said)");
    }

    [Fact]
    public async Task Failure_push_is_shown_connected_and_undone()
    {
        n8n.ChangeWorkflow(n8n.Workflows[2].Id, one => one.ErrorWorkflow = "pager");
        var url = $"http://127.0.0.1:{OidcServer.FreePort()}";
        await OpenAsync("/data-sync/alerts?recipients=1", ("urls", url), ("Site:PublicUrl", url));
        var section = Dialog.Locator(
            "details",
            new() { Has = page.Locator("summary", new() { HasText = "Failure push" }) }
        );
        await section.GetByText("Failure push: not connected").ClickAsync();
        await SoundAsync("failure push, not connected", "push-none");

        await Button(section, "Connect failure push…").ClickAsync();
        await Expect(section).ToContainTextAsync("8 requests to n8n");
        await section.GetByText("1 workflow is left alone").ClickAsync();
        await Expect(section).ToContainTextAsync("Azure VPN Sync It has an error workflow of its own.");
        Assert.DoesNotContain(n8n.Arrivals, arrival => arrival.Method is not "GET");
        await SoundAsync("what connecting changes", "push-plan");
        await Button(section, "Connect 2 workflows").ClickAsync();
        await Expect(section).ToContainTextAsync("2 workflows tell DataSync of a failure at once");
        var relay = n8n.Workflows[^1];
        Assert.Equal([relay.Id, relay.Id, "pager"], n8n.Workflows.Take(3).Select(one => one.ErrorWorkflow));
        await SoundAsync("failure push, connected", "push-connected");

        n8n.EditDraft(n8n.Workflows[0].Id);
        await Button(section, "Undo…").ClickAsync();
        await SoundAsync("failure push before undoing", "push-undo");
        await Button(section, "Undo in n8n").ClickAsync();
        await Expect(section).ToContainTextAsync("1 workflow to go");
        await Expect(section).ToContainTextAsync("publish or discard them");
        await SoundAsync("failure push being undone", "push-undoing");
        await Button(section, "Finish without them").ClickAsync();
        await Expect(section).ToContainTextAsync("Failure push: not connected");
        Assert.Equal([relay.Id, null, "pager"], n8n.Workflows.Select(one => one.ErrorWorkflow));
    }

    [Fact]
    public async Task Failure_push_says_what_has_to_be_set_first()
    {
        await OpenAsync("/data-sync/alerts?recipients=1");
        await Dialog.GetByText("Failure push: not connected").ClickAsync();
        await Button(Dialog, "Connect failure push…").ClickAsync();
        await Expect(Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("set Site:PublicUrl");
    }

    private void Fail(int workflow, string credential) =>
        n8n.AddFinished(
            n8n.Workflows[workflow].Id,
            TimeProvider.System.UtcNow(),
            TimeSpan.FromSeconds(1),
            "error",
            error: "401 - no",
            credential: credential
        );

    private ILocator Dialog => page.Locator("dialog[open]");

    private async Task SoundAsync(string what, string picture)
    {
        foreach (var (width, height) in new[] { (390, 844), (1440, 1000) })
        {
            await page.SetViewportSizeAsync(width, height);
            await Looks.ExpectSoundAsync(page, what, picture);
        }
    }

    private async Task OpenAsync(string address, params (string Key, string? Value)[] settings)
    {
        app = await TestApp.StartAsync(null, TestApp.For(n8n, database, settings));
        await app.UntilAsync(board => board.Tiles.Length == 3 && board.System.KnownUntil is not null, "workflows");
        page = await TestBrowser.OpenAsync(new Uri(app.Url, address));
        await page.AliveAsync();
    }
}
