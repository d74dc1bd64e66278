using System.Collections.Immutable;
using Bunit;
using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Core.Triggers;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;
using DataSync.Web.Features.Dashboard;
using DataSync.Web.Features.Settings;
using DataSync.Web.Features.Trends;
using DataSync.Web.Features.Triggers;
using DataSync.Web.Features.Workflows;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace DataSync.Tests.Components;

/// <summary>What pages keep and say while the database is away, slow, or answers in another order than it was asked.</summary>
public sealed class PagesInTroubleTests : WholePages
{
    private static readonly WorkflowTile Runnable = Tiles.One(id: "w") with
    {
        RunWays = new() { Webhooks = [new("path", "POST", N8nWebhookAuth.None)] },
    };

    [Fact]
    public void Pages_whose_reading_fails_say_so_and_stay()
    {
        Trouble.Fails = _ => true;

        Fails<TokensPage>();
        Fails<UsersPage>();
        Fails<RetentionPage>();
        Fails<AuditPage>();
        Fails<TrendsPage>();
        Fails<ReportsPage>();
        Assert.Equal(DatabaseCondition.Unreachable, Services.GetRequiredService<DatabaseState>().Condition);

        void Fails<T>()
            where T : IComponent
        {
            var page = Render<T>();
            page.WaitForAssertion(() =>
                Assert.Equal(
                    "The database file cannot be opened. Open the page again in a while.",
                    page.Find(".ds-problem").TextContent
                )
            );
            Assert.Empty(page.FindAll(".ds-table-ghost"));
        }
    }

    [Fact]
    public async Task A_token_is_shown_before_anything_can_go_wrong_with_the_list()
    {
        var dialogs = Render<MudDialogProvider>();
        Render<MudPopoverProvider>();
        var page = Render<TokensPage>();
        page.WaitForElement(".ds-empty");
        var creating = page.Find("button.ds-primary").ClickAsync(new());
        dialogs.Find("input[type=text]").Input("nightly report");
        Trouble.Fails = sql =>
            sql.Contains("\"api_tokens\"", StringComparison.Ordinal)
            && sql.Contains("ORDER BY", StringComparison.Ordinal);

        await dialogs.Find("form").SubmitAsync();

        dialogs.WaitForAssertion(() =>
            Assert.StartsWith(
                TokenService.Prefix,
                dialogs.Find("input[readonly]").GetAttribute("value"),
                StringComparison.Ordinal
            )
        );
        await dialogs.Find("button.ds-primary").ClickAsync(new());
        await creating;
        Assert.Contains("cannot be opened", page.Find(".ds-problem").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_undone_can_be_undone_later()
    {
        await StoreAsync(Row("w"));
        Show(Tiles.Board(Tiles.One("w")) with { System = Tiles.Well with { Loaded = true } });
        var dialogs = Render<MudDialogProvider>();
        Render<MudPopoverProvider>();
        var page = Render<WorkflowsPage>();
        var editing = page.Find("button[aria-label='Edit w']").ClickAsync(new());
        dialogs.FindAll("input").First(input => input.Id == Owner(dialogs)).Change("Ada");
        await dialogs.Find("form").SubmitAsync();
        await editing;
        Trouble.Fails = _ => true;

        await page.Find("button.ds-link").ClickAsync(new());

        Assert.Contains("Try again once it answers.", page.Find(".ds-problem").TextContent, StringComparison.Ordinal);
        Trouble.Fails = _ => false;
        await page.Find("button.ds-link").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("as it was before", page.Markup, StringComparison.Ordinal));
        await using var db = await Database.Factory.CreateDbContextAsync();
        Assert.Null((await db.Workflows.SingleAsync()).Owner);

        static string? Owner(IRenderedComponent<MudDialogProvider> dialogs) =>
            dialogs
                .FindAll("label")
                .First(label => label.TextContent.StartsWith("Owner", StringComparison.Ordinal))
                .GetAttribute("for");
    }

    [Fact]
    public async Task A_run_that_may_have_been_stored_is_not_said_to_be_lost()
    {
        await StoreAsync(Row("w"));
        Show(Tiles.Board(Runnable));
        var desk = Services.GetRequiredService<TriggerDesk>();
        var dialog = Open("data-sync?start=w").FindComponent<ManualSyncModal>();
        // Stored, but then not read.
        Trouble.Fails = sql =>
            sql.Contains("\"triggers\"", StringComparison.Ordinal)
            && sql.Contains("ORDER BY", StringComparison.Ordinal);

        await dialog.Find("button.ds-primary").ClickAsync(new());

        Assert.Contains(
            "may have been stored all the same",
            dialog.Find(".ds-problem").TextContent,
            StringComparison.Ordinal
        );
        Assert.True(desk.Hint.Given);
        Trouble.Fails = _ => false;
        await dialog.Find("button.ds-primary").ClickAsync(new());
        Assert.Contains("Waits for its turn", dialog.Find(".ds-start-state").TextContent, StringComparison.Ordinal);
        Assert.Equal(1, await TriggersAsync());

        Trouble.Fails = _ => true;
        await dialog.Find(".ds-start-state button").ClickAsync(new());
        Assert.Contains("may be sent still", dialog.Find(".ds-problem").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_confirmed_goes_on_when_its_dialog_is_closed()
    {
        WorkflowTile[] tiles =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(number => Runnable with { WorkflowId = $"w{number}", Name = $"w{number}" }),
        ];
        await StoreAsync([.. tiles.Select(tile => Row(tile.WorkflowId))]);
        Show(Tiles.Board(tiles));
        var page = Open("data-sync?start=w0,w1,w2");
        var gate = new TaskCompletionSource();
        Trouble.Waits = _ => gate.Task;
        var running = page.FindComponent<ManualSyncModal>().Find("button.ds-primary").ClickAsync(new());

        Navigation.NavigateTo("data-sync");
        Assert.Empty(page.FindComponents<ManualSyncModal>());
        gate.SetResult();
        await running;

        Assert.Equal(3, await TriggersAsync());
    }

    [Fact]
    public async Task Targets_that_cannot_be_saved_stay_as_they_were_typed()
    {
        var levels = await Whole
            .GetRequiredService<ServiceLevelReader>()
            .ReadAsync(Tiles.Now.AddDays(-1), Tiles.Now, default);
        var section = Render<ServiceLevelSection>(one => one.Add(x => x.Levels, levels).Add(x => x.MayEdit, true));
        await section.Find("input[type=number]").ChangeAsync("97");
        Trouble.Fails = _ => true;

        await section.Find("form").SubmitAsync();

        Assert.Contains(
            "Try again once it answers.",
            section.Find(".ds-problem").TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("97", section.Find("input[type=number]").GetAttribute("value"));
    }

    [Fact]
    public void Service_levels_are_of_the_period_that_was_asked_for_last()
    {
        Show(Tiles.Board());
        Navigation.NavigateTo("data-sync/trends?period=30d");
        var (gate, slow) = (new TaskCompletionSource(), true);
        Trouble.Waits = sql =>
            slow && sql.Contains("\"service_hours\"", StringComparison.Ordinal) ? gate.Task : Task.CompletedTask;
        var page = Render<TrendsPage>();

        slow = false;
        Navigation.NavigateTo("data-sync/trends?period=24h");
        var levels = page.WaitForComponent<ServiceLevelSection>();
        var day = levels.Instance.Levels;
        var drawn = page.RenderCount;
        gate.SetResult();
        page.WaitForState(() => page.RenderCount > drawn);

        Assert.Equal(TimeSpan.FromHours(24), day.To - day.From);
        Assert.Same(day, page.FindComponent<ServiceLevelSection>().Instance.Levels);
    }

    [Fact]
    public async Task Older_reports_end_with_the_last()
    {
        await StoreAsync([
            .. Enumerable
                .Range(0, ReportReader.MostPerPage)
                .Select(number => new Report
                {
                    Title = $"report {number}",
                    From = Tiles.Now.AddDays(-number),
                    To = Tiles.Now,
                    Version = 1,
                    IssuedAt = Tiles.Now,
                    IssuedBy = "Ada",
                    Content = "{}",
                    Sha256 = "",
                }),
        ]);
        var page = Render<ReportsPage>();
        page.WaitForAssertion(() => Assert.Equal(200, page.FindAll("tbody tr").Count));

        await page.Find("p > button").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("p > button")));
        Assert.Equal(200, page.FindAll("tbody tr").Count);
    }

    private async Task<int> TriggersAsync()
    {
        await using var db = await Database.Factory.CreateDbContextAsync();
        return await db.Triggers.CountAsync();
    }

    private static WorkflowRegistry Row(string id) =>
        new()
        {
            WorkflowId = id,
            WorkflowName = id,
            CreatedAt = Tiles.Now,
            UpdatedAt = Tiles.Now,
        };
}
