using DataSync.Tests.Support;
using Microsoft.Playwright;
using static DataSync.Tests.Browser.SettingsSteps;
using static Microsoft.Playwright.Assertions;

namespace DataSync.Tests.Browser;

/// <summary>What administrators say of workflows, one or many at a time, from the page to the dashboard.</summary>
public sealed class WorkflowEditingTests
{
    [Fact]
    public async Task Many_are_edited_at_once_by_keyboard_seen_on_the_dashboard_and_undone()
    {
        await using var fleet = await Fleet.StartAsync(12);
        fleet.N8n.AddWorkflow("Nightly copy");
        var page = await fleet.OpenAsync("/data-sync");
        var errors = Errors(page);
        await page.GotoAsync(new Uri(fleet.App.Url, "/settings/workflows?q=AWS").ToString());
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(Row(page, "AWS VPC 000")).ToBeVisibleAsync();
        await page.AliveAsync();

        await page.GetByLabel("Choose all 4 shown").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Expect(page.GetByText("4 chosen")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(Button(page, "Edit chosen")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog).ToContainTextAsync("4 workflows");
        // It has the focus once it is alive; what is typed sooner a first drawing takes away.
        await Expect(dialog.Locator(":focus")).ToHaveCountAsync(1);
        await dialog.GetByLabel("Owner").FillAsync("Network team");
        await dialog.GetByLabel("Runbook").FillAsync("nowhere");
        await dialog.GetByLabel("Runbook").PressAsync("Enter");
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("https://");
        await dialog.GetByLabel("Runbook").FillAsync("https://wiki.example.org/aws");
        await ChooseAsync(page, "Cloud", "OCI");
        await Button(dialog, "Save").ClickAsync();

        await Expect(page.GetByText("4 workflows were changed.")).ToBeVisibleAsync();
        await Expect(Row(page, "AWS VPC 000")).ToContainTextAsync("OCI VPC");
        await Expect(Row(page, "AWS VPC 000")).ToContainTextAsync("Network team");
        await Expect(Row(page, "AWS VPC 000")).ToContainTextAsync("Its name says AWS VPC.");
        await Row(page, "AWS VPC 000").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Locator(".ds-about")).ToContainTextAsync("Network team");
        await Expect(page.Locator(".ds-about").GetByRole(AriaRole.Link, new() { Name = "Runbook" }))
            .ToHaveAttributeAsync("href", "https://wiki.example.org/aws");
        var colleague = await fleet.OpenAsync("/data-sync?provider=oci");
        await Expect(colleague.Locator("article")).ToHaveCountAsync(4);

        await page.Locator(".ds-about").GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();
        await dialog.GetByLabel("Owner").FillAsync("");
        await ChooseAsync(page, "Cloud", "AWS");
        await Button(dialog, "Save").ClickAsync();
        await Expect(page.GetByText("AWS VPC 000 was changed.")).ToBeVisibleAsync();
        await Expect(colleague.Locator("article")).ToHaveCountAsync(3);
        await Button(page, "Undo").ClickAsync();
        await Expect(page.GetByText("It is as it was before.")).ToBeVisibleAsync();
        await Expect(Row(page, "AWS VPC 000")).ToContainTextAsync("Network team");
        await Expect(colleague.Locator("article")).ToHaveCountAsync(4);
        Assert.True(errors.Count == 0, string.Join('\n', errors));
    }

    [Fact]
    public async Task One_is_paused_with_its_reason_and_what_is_not_classified_is_listed()
    {
        await using var fleet = await Fleet.StartAsync(12);
        var odd = fleet.N8n.AddWorkflow("Nightly copy");
        var page = await fleet.OpenAsync("/data-sync");
        await Button(page, "Refresh").ClickAsync();
        await fleet.App.UntilAsync(board => board.Tiles.Any(tile => tile.WorkflowId == odd), "the new workflow");
        await page.GotoAsync(new Uri(fleet.App.Url, "/settings/workflows?show=attention").ToString());
        await page.AliveAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(page.Locator("tr[data-workflow]")).ToHaveCountAsync(1);
        await Expect(Row(page, "Nightly copy")).ToContainTextAsync("Say which cloud and type it copies.");

        await page.GotoAsync(new Uri(fleet.App.Url, $"/settings/workflows?edit={odd}").ToString());
        await page.AliveAsync();
        await Expect(dialog).ToContainTextAsync("Nightly copy");
        await ChooseAsync(page, "Cloud", "GCP");
        await ChooseAsync(page, "Type", "Transit gateway");
        await ChooseAsync(page, "Monitoring", "Paused until a certain day");
        await dialog
            .GetByLabel("Last day of the pause")
            .FillAsync(TimeProvider.System.GetUtcNow().AddDays(9).ToString("yyyy-MM-dd"));
        await Button(dialog, "Save").ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Say why monitoring is paused");
        await dialog.GetByLabel("Reason").FillAsync("The account moves");
        await Button(dialog, "Save").ClickAsync();

        await Expect(Row(page, "Nightly copy")).ToContainTextAsync("Paused, goes on in");
        await page.GotoAsync(new Uri(fleet.App.Url, "/data-sync?q=nightly").ToString());
        await Expect(page.Locator("article")).ToContainTextAsync("Monitoring is paused: The account moves.");
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task The_page_and_its_dialog_are_sound(int width)
    {
        await using var fleet = await Fleet.StartAsync(12);
        fleet.N8n.AddWorkflow("Nightly copy");
        var page = await fleet.OpenAsync("/settings/workflows", width);
        await Expect(Row(page, "AWS VPC 000")).ToBeVisibleAsync();
        await Looks.ExpectSoundAsync(page, "the page of workflows", "settings-workflows");
        await Button(page, "Edit AWS VPC 000").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog).GetByLabel("Owner")).ToBeVisibleAsync();
        await Looks.ExpectSoundAsync(page, "the dialog of a workflow", "workflow-edit");
        await Button(page.GetByRole(AriaRole.Dialog), "Cancel").ClickAsync();
        await page.GotoAsync(new Uri(fleet.App.Url, "/settings/workflows?q=nothing").ToString());
        await Expect(page.GetByText("No workflow passes")).ToBeVisibleAsync();
        await Looks.ExpectSoundAsync(page, "no workflow matches");
    }
}
