using System.Collections.Immutable;
using Bunit;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using DataSync.Web.Features.Alerts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Components;

/// <summary>What the pages of incidents claim, and what they do with what somebody types.</summary>
public sealed class AlertPagesTests : WholePages
{
    private AlertDesk Desk => Whole.GetRequiredService<AlertDesk>();

    [Fact]
    public void That_nothing_is_broken_is_said_only_while_that_is_seen()
    {
        Show(Tiles.Board(Tiles.One()));
        var page = Render<AlertsPage>();
        page.WaitForAssertion(() => Assert.Contains("Nothing is broken", Empty(page), StringComparison.Ordinal));

        Show(Tiles.Board(Tiles.One()) with { System = Tiles.Well with { N8n = N8nCondition.Unreachable } });
        Settle();

        page.WaitForAssertion(() =>
            Assert.Contains("No incident was open as of 10:41 UTC", Empty(page), StringComparison.Ordinal)
        );
        Assert.Empty(page.FindAll("use[href='#i-healthy']"));
        Assert.Contains("n8n is unreachable", page.Find(".ds-banner").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Older_ones_are_shown_below_and_none_twice_whatever_goes_meanwhile()
    {
        Show(Tiles.Board());
        await StoreAsync([.. Enumerable.Range(0, 60).Select(number => Incident($"cause {number}"))]);
        var page = Render<AlertsPage>();
        page.WaitForAssertion(() => Assert.Equal(50, page.FindAll("tbody").Count));

        var (gate, slow) = (new TaskCompletionSource(), true);
        Trouble.Waits = _ => slow ? gate.Task : Task.CompletedTask;

        var asked = page.Find("p > button.ds-button").ClickAsync(new());
        slow = false;
        await using (var db = await Database.Factory.CreateDbContextAsync())
            await db.Incidents.Where(one => one.Id > 55).ExecuteDeleteAsync();
        Desk.Show([new(1, IncidentKind.Late, "Another", Tiles.Now, 1, null, null, false)]);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("a[href*='incident=60']")));
        gate.SetResult();
        await asked;

        page.WaitForAssertion(() => Assert.Equal(55, page.FindAll("tbody").Count));
        Assert.Empty(page.FindAll("p > button.ds-button"));
    }

    [Fact]
    public async Task What_has_happened_has_also_where_the_clock_of_n8n_is_ahead()
    {
        Show(Tiles.Board());
        var incident = Incident("key");
        incident.OpenedAt = Tiles.Now.AddSeconds(5);
        await StoreAsync(incident);
        var page = Render<AlertsPage>();
        page.WaitForAssertion(() => Assert.Equal("0 s ago", page.Find("[data-name=Began]").TextContent));
    }

    [Fact]
    public async Task What_was_refused_stays_when_the_incident_is_read_again()
    {
        var dialog = await OpenAsync(Incident("key"));
        await using (var db = await Database.Factory.CreateDbContextAsync())
            await db.Incidents.ExecuteUpdateAsync(set => set.SetProperty(one => one.ResolvedAt, Tiles.Now));
        await Button(dialog, "Mark as over").ClickAsync(new());
        Assert.Equal("It is over already.", dialog.Find(".ds-problem").TextContent);

        Desk.Show([new(1, IncidentKind.Late, "Another", Tiles.Now, 1, null, null, false)]);

        dialog.WaitForAssertion(() => Assert.NotNull(Button(dialog, "Open it again")));
        Assert.Equal("It is over already.", dialog.Find(".ds-problem").TextContent);
    }

    [Fact]
    public async Task An_incident_that_cannot_be_read_is_read_again_by_itself()
    {
        Trouble.Fails = sql => sql.Contains("\"incidents\"", StringComparison.Ordinal);
        var dialog = await OpenAsync(Incident("key"));
        dialog.WaitForAssertion(() =>
            Assert.Contains("cannot be opened", dialog.Find(".ds-problem").TextContent, StringComparison.Ordinal)
        );

        Trouble.Fails = _ => false;
        Show(Tiles.Board() with { System = Tiles.Well with { Database = DatabaseCondition.Unreachable } });
        Settle();
        Show(Tiles.Board());
        Settle();

        dialog.WaitForAssertion(() => Assert.Equal("Trouble", dialog.Find("h2").TextContent));
        Assert.Empty(dialog.FindAll(".ds-problem"));
    }

    [Theory]
    [InlineData("Silence for 8 h")]
    [InlineData("Open it again")]
    [InlineData("Take it on")]
    public async Task A_note_is_kept_with_whatever_is_done(string act)
    {
        var incident = Incident("key");
        incident.ResolvedAt = act is "Open it again" ? Tiles.Now : null;
        var dialog = await OpenAsync(incident);

        await dialog.Find("textarea").ChangeAsync("The key is being renewed.");
        if (act is "Take it on")
            await dialog.Find("form").SubmitAsync();
        else
            await Button(dialog, act).ClickAsync(new());

        dialog.WaitForAssertion(() => Assert.Equal("The key is being renewed.", dialog.Find("blockquote").TextContent));
        Assert.Contains("The key is being renewed.", dialog.Find("ol").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_affected_it_says_how_many_are_run()
    {
        var incident = Incident("key");
        foreach (var number in Enumerable.Range(0, 60))
            incident.Workflows.Add(new() { WorkflowId = $"w{number}", FailedAt = Tiles.Now });
        var dialog = await OpenAsync(incident);

        var run = dialog.Find("a[href*='start=']");
        Assert.Equal("Run the first 50 of 60 affected", run.TextContent);
        Assert.Equal(50, Uri.UnescapeDataString(run.GetAttribute("href")!).Split(',').Length);
    }

    [Fact]
    public async Task After_how_many_failures_somebody_is_told_is_said_in_words()
    {
        var tile = Tiles.One(id: "w");
        Show(Tiles.Board(tile));
        await StoreAsync(Workflow("w"));
        var recipients = Whole.GetRequiredService<RecipientService>();
        await recipients.SaveAsync(Actor.Program, null, "ops@example.org", null, [Everything], default);
        await recipients.SetRulesAsync(Actor.Program, new() { AfterFailures = 2 }, default);
        var dialog = Render<AlertConfigModal>();
        dialog.WaitForElement(".ds-recipients");

        await dialog.Find("details select").ChangeAsync("w");
        await dialog.Find("details form").SubmitAsync();

        dialog.WaitForAssertion(() =>
            Assert.Contains(
                "ops@example.org would be told within a minute once 2 runs in a row have failed.",
                dialog.Markup,
                StringComparison.Ordinal
            )
        );
    }

    private static Subscription Everything => new(SubscriptionScope.All, null, [AlertEvent.Failure]);

    private static string Empty(IRenderedComponent<AlertsPage> page) =>
        string.Join(
            ' ',
            page.Find(".ds-empty").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<IncidentDialog> dialog, string word) =>
        dialog.FindAll("button").First(button => button.TextContent == word);

    private async Task<IRenderedComponent<IncidentDialog>> OpenAsync(Incident incident)
    {
        Show(Tiles.Board());
        await StoreAsync(incident);
        var ids = incident.Workflows.Select(one => one.WorkflowId);
        await StoreAsync([.. ids.Select(Workflow)]);
        var dialog = Render<IncidentDialog>(one => one.Add(x => x.Id, incident.Id).Add(x => x.MayAct, true));
        dialog.WaitForAssertion(() => Assert.NotEmpty(dialog.FindAll("form, .ds-problem")));
        return dialog;
    }

    private static WorkflowRegistry Workflow(string id) =>
        new()
        {
            WorkflowId = id,
            WorkflowName = id,
            Provider = CloudProvider.Aws,
            WorkflowType = WorkflowType.Vpc,
            CreatedAt = Tiles.Now,
            UpdatedAt = Tiles.Now,
        };

    private static Incident Incident(string cause) =>
        new()
        {
            CauseKey = cause,
            Title = "Trouble",
            OpenedAt = Tiles.Now,
            DetectedAt = Tiles.Now,
            NotifyAt = Tiles.Now,
            LastFailureAt = Tiles.Now,
        };
}
