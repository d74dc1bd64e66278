using DataSync.Core.Access;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static DataSync.Tests.Browser.SettingsSteps;
using static Microsoft.Playwright.Assertions;

namespace DataSync.Tests.Browser;

/// <summary>Running, retrying and stopping from the page, each followed to its end.</summary>
public sealed class ActingTests : IAsyncLifetime
{
    private TestN8n n8n = null!;
    private TestDatabase database = null!;
    private TestApp app = null!;
    private IPage page = null!;

    public async Task InitializeAsync()
    {
        n8n = await TestN8n.StartAsync();
        n8n.RunsEndAfter = TimeSpan.FromSeconds(3);
        database = await TestDatabase.CreateAsync(Provider.Sqlite);
    }

    public async Task DisposeAsync()
    {
        await page.Context.CloseAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
        await n8n.DisposeAsync();
    }

    [Fact]
    public async Task A_workflow_is_run_over_its_webhook_and_followed_to_its_end()
    {
        var id = n8n.AddWorkflow("AWS VPC Sync");
        await OpenAsync("/data-sync", 1);

        await page.GetByRole(AriaRole.Link, new() { Name = "Run AWS VPC Sync" }).ClickAsync();
        await Expect(Dialog).ToContainTextAsync("Run AWS VPC Sync?");
        await Expect(Dialog).ToContainTextAsync("over its own webhook");
        await SoundAsync("the dialog that runs a workflow", "run-now");
        await Button(Dialog, "Run now").DblClickAsync();

        await Expect(Dialog).ToContainTextAsync("Running");
        await Expect(page.Locator("article")).ToContainTextAsync("Running");
        await Expect(Dialog).ToContainTextAsync("Succeeded after");
        var run = Assert.Single(n8n.Executions);
        Assert.Equal((id, "webhook"), (run.WorkflowId, run.Mode));
        await page.Keyboard.PressAsync("Escape");
        await Expect(Dialog).ToHaveCountAsync(0);
        await Expect(page.Locator("article")).ToContainTextAsync("Healthy");
    }

    [Fact]
    public async Task One_with_a_schedule_alone_is_run_over_MCP_by_keyboard()
    {
        n8n.AddWorkflow("AWS VPC Sync", cron: "0 0 1 1 *", availableInMcp: true);
        await OpenAsync("/data-sync", 1, ("N8n:McpKey", n8n.McpKey));

        await page.Locator("[data-grid]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Dialog).ToContainTextAsync("AWS VPC Sync");
        await Dialog.GetByRole(AriaRole.Link, new() { Name = "Run now" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(Dialog).ToContainTextAsync("over n8n's MCP server");
        await Expect(Dialog.GetByRole(AriaRole.Link, new() { Name = "Cancel" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await Expect(Dialog).ToContainTextAsync("Succeeded after");
        Assert.Equal("trigger", Assert.Single(n8n.Executions).Mode);
    }

    [Fact]
    public async Task What_cannot_be_run_says_what_to_change_and_an_administrator_can_and_undo_it()
    {
        n8n.AddWorkflow("AWS VPC Sync", cron: "0 0 1 1 *");
        await OpenAsync("/data-sync", 1, ("N8n:McpKey", n8n.McpKey));

        await page.GetByRole(AriaRole.Link, new() { Name = "Run AWS VPC Sync" }).ClickAsync();

        await Expect(Dialog).ToContainTextAsync("Switch on 'Available in MCP'");
        await Expect(Button(Dialog, "Run now")).ToBeDisabledAsync();
        await Button(Dialog, "Make it available in MCP").ClickAsync();
        await Expect(Dialog).ToContainTextAsync("settings.availableInMCP: false → true");
        await Expect(Dialog.GetByText("Cancel")).ToHaveCountAsync(1);
        await SoundAsync("the change in n8n", "mcp-setting");
        n8n.EditDraft(n8n.Workflows[0].Id);
        await Button(Dialog, "Change it in n8n").ClickAsync();
        await Expect(Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("not published");
        Assert.False(n8n.Workflows[0].AvailableInMcp ?? false);

        n8n.ChangeWorkflow(n8n.Workflows[0].Id, workflow => workflow.DraftVersionId = null);
        await Button(Dialog, "Make it available in MCP").ClickAsync();
        await Button(Dialog, "Change it in n8n").ClickAsync();
        await Expect(Button(Dialog, "Make it unavailable in MCP again")).ToBeVisibleAsync();
        Assert.True(n8n.Workflows[0].AvailableInMcp);
        await Expect(Button(Dialog, "Run now")).ToBeEnabledAsync();
        await Button(Dialog, "Make it unavailable in MCP again").ClickAsync();
        await Button(Dialog, "Change it in n8n").ClickAsync();
        await Expect(Button(Dialog, "Run now")).ToBeDisabledAsync();
        Assert.False(n8n.Workflows[0].AvailableInMcp);
    }

    [Fact]
    public async Task A_run_already_going_is_confirmed_and_a_deleting_one_is_named()
    {
        var id = n8n.AddWorkflow("AWS VPC Sync");
        n8n.RunsEndAfter = null;
        n8n.Start(id, "webhook");
        await OpenAsync("/data-sync", 1);
        await page.GotoAsync(new Uri(app.Url, $"/settings/workflows?edit={id}").ToString());
        await page.AliveAsync();
        await ChooseAsync(page, "Run from here", "Operators who type its name");
        await Button(page.GetByRole(AriaRole.Dialog), "Save").ClickAsync();
        await Expect(page.GetByText("AWS VPC Sync was changed.")).ToBeVisibleAsync();
        await page.GotoAsync(new Uri(app.Url, $"/data-sync?start={id}").ToString());
        await page.AliveAsync();

        await Expect(Dialog).ToContainTextAsync("It runs already");
        await Dialog.GetByRole(AriaRole.Checkbox).CheckAsync();
        await Expect(Button(Dialog, "Run now")).ToBeDisabledAsync();
        await Dialog.GetByLabel("Name of AWS VPC Sync").FillAsync("AWS VPC Sync");
        await Button(Dialog, "Run now").ClickAsync();

        await Expect(Dialog.GetByRole(AriaRole.Link, new() { Name = "Show the run" })).ToBeVisibleAsync();
        Assert.Equal(2, n8n.Executions.Count);
    }

    [Fact]
    public async Task A_failure_is_retried_and_a_run_is_stopped()
    {
        var id = n8n.AddWorkflow("AWS VPC Sync");
        var failed = n8n.AddFinished(id, DateTime.UnixEpoch.AddYears(56), TimeSpan.FromSeconds(2), "error");
        await OpenAsync($"/data-sync?run={failed}", 1);

        await Button(Dialog, "Retry").ClickAsync();
        await Expect(Dialog).ToContainTextAsync("with the data of this run");
        await SoundAsync("the question before a retry", "retry");
        await Button(Dialog, "Cancel").ClickAsync();
        await app
            .Services.GetRequiredService<WorkflowEditor>()
            .ChangeAsync(Actor.Program, [id], new(RunPolicy: RunPolicy.OperatorsByName), default);
        await app.UntilAsync(board => board.Tiles[0].Settings.RunPolicy is not null, "the policy");
        await Button(Dialog, "Retry").ClickAsync();
        await Expect(Button(Dialog, "Retry")).ToBeDisabledAsync();
        await Dialog.GetByLabel("Name of AWS VPC Sync").FillAsync("AWS VPC Sync");
        await Button(Dialog, "Retry").ClickAsync();
        await Expect(Dialog).ToContainTextAsync("Retry asked for by");
        await Expect(Dialog).ToContainTextAsync("Succeeded after");
        var retry = Assert.Single(n8n.Executions, run => run.RetryOf == failed);

        n8n.RunsEndAfter = null;
        var running = n8n.Start(id, "webhook");
        await app.UntilAsync(board => board.Tiles[0].RunningCount == 1, "the run");
        await page.GotoAsync(new Uri(app.Url, $"/data-sync?run={running}").ToString());
        await page.AliveAsync();
        await Button(Dialog, "Stop").ClickAsync();
        await Button(Dialog, "Stop it").ClickAsync();
        await Expect(Dialog.Locator("#ds-report-title")).ToContainTextAsync("Cancelled");
        Assert.Equal("canceled", n8n.Executions.Single(run => run.Id == running).Status);
        Assert.Equal("success", retry.Status);
    }

    [Fact]
    public async Task Twenty_at_once_run_once_each_within_the_budget()
    {
        for (var number = 0; number < 20; number++)
            n8n.AddWorkflow($"AWS VPC {number:00}");
        // Looks as often as in other tests would use the budget up.
        await OpenAsync("/data-sync?q=aws", 20, ("N8n:RequestsPerMinute", "60"), ("Polling:LiveInterval", "00:00:05"));

        await page.GetByRole(AriaRole.Link, new() { Name = "Run these" }).ClickAsync();
        await Expect(Dialog).ToContainTextAsync("Run 20 workflows?");
        await Expect(Dialog.GetByText("over their own webhook")).ToHaveCountAsync(1);
        await SoundAsync("the dialog that runs several", "run-several");
        await page.SetViewportSizeAsync(390, 600);
        await page.ReloadAsync();
        await page.AliveAsync();
        await Expect(Dialog.GetByRole(AriaRole.Link, new() { Name = "Cancel" })).ToBeFocusedAsync();
        await Expect(Dialog.GetByLabel("AWS VPC 00")).ToBeInViewportAsync();
        await Expect(Dialog.GetByLabel("AWS VPC 19")).Not.ToBeInViewportAsync();
        await Expect(Button(Dialog, "Run 20 now")).ToBeInViewportAsync(new() { Ratio = 1 });
        await Dialog.GetByLabel("AWS VPC 07").UncheckAsync();
        await Button(Dialog, "Run 19 now").ClickAsync();

        await Expect(Dialog.GetByText("Succeeded after")).ToHaveCountAsync(19, new() { Timeout = 90_000 });
        await Expect(Dialog.Locator("#ds-start-title")).ToHaveTextAsync("19 runs");
        await SoundAsync("how several ended", "run-ended");
        Assert.Equal(19, n8n.Executions.Select(run => run.WorkflowId).Distinct().Count());
        Assert.Equal(19, n8n.Executions.Count);
        Assert.True(n8n.BusiestMinute <= 60);
    }

    private async Task SoundAsync(string what, string picture)
    {
        foreach (var (width, height) in new[] { (390, 844), (1440, 1000) })
        {
            await page.SetViewportSizeAsync(width, height);
            await Looks.ExpectSoundAsync(page, what, picture);
        }
    }

    private ILocator Dialog => page.Locator("dialog[open]");

    private async Task OpenAsync(string address, int workflows, params (string Key, string? Value)[] settings)
    {
        app = await TestApp.StartAsync(null, TestApp.For(n8n, database, settings));
        await app.UntilAsync(
            board => board.Tiles.Length == workflows && board.System.KnownUntil is not null,
            "workflows"
        );
        page = await TestBrowser.OpenAsync(new Uri(app.Url, address));
        await page.AliveAsync();
    }
}
