using Bunit;
using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Web.Features.Executions;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Tests.Components;

public sealed class RunListTests : HistoryPages
{
    [Fact]
    public async Task Each_run_says_how_it_went_when_for_how_long_and_what_went_wrong()
    {
        var skipped = Row("3");
        skipped.FailedNode = "Peerings";
        (skipped.ResourcesCreated, skipped.ResourcesFailed) = (12, 1);
        var failed = Row("2", ExecutionStatus.Failure);
        (failed.FailedNode, failed.ErrorMessage, failed.N8nStatus) = ("List", "<script>alert(1)</script>", "crashed");
        await StoreAsync(Row("1"), failed, skipped, Row("4", ExecutionStatus.Running));

        var rows = Rows(Open());

        Assert.Equal("Running|26:00|", Line(rows[0]));
        Assert.Equal("Succeeded|4.2 s|Peerings failed, the run went on", Line(rows[1]));
        Assert.Equal("+12~?−?✕1", rows[1].QuerySelector(".ds-log-counts")!.TextContent.Trim());
        Assert.Equal("Crashed|4.2 s|List: <script>alert(1)</script>", Line(rows[2]));
        Assert.Equal("Succeeded|4.2 s|", Line(rows[3]));
        Assert.Equal("not reported", rows[3].QuerySelector(".ds-log-counts")!.TextContent.Trim());
        Assert.EndsWith(
            "data-sync?workflow=w&run=3",
            rows[1].QuerySelector("a")!.GetAttribute("href"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Choosing_a_result_goes_into_the_address_and_narrows_the_list()
    {
        await StoreAsync(Row("1"), Row("2", ExecutionStatus.Failure), Row("3", ExecutionStatus.Cancelled));
        var modal = Open();

        await modal.Find(".ds-chip.x-failure").ClickAsync(new MouseEventArgs());

        Assert.EndsWith("workflow=w&status=failure", Navigation.Uri, StringComparison.Ordinal);
        modal.WaitForAssertion(() => Assert.Equal(["x-failure"], Rows(modal).Select(row => row.ClassName)));
        Assert.Equal("true", modal.Find(".ds-chip.x-failure").GetAttribute("aria-pressed"));
        await modal.Find("select[aria-label=Period]").ChangeAsync("24h");
        Assert.EndsWith("status=failure&period=24h", Navigation.Uri, StringComparison.Ordinal);
        await modal.Find("input[type=search]").ChangeAsync(" nothing like it ");
        Assert.EndsWith("find=nothing%20like%20it", Navigation.Uri, StringComparison.Ordinal);
        modal.WaitForAssertion(() =>
            Assert.Contains("No run matches", modal.Find(".ds-log-foot").TextContent, StringComparison.Ordinal)
        );
        await modal.Find(".ds-sift .ds-link").ClickAsync(new MouseEventArgs());
        Assert.EndsWith("data-sync?workflow=w", Navigation.Uri, StringComparison.Ordinal);
        modal.WaitForAssertion(() => Assert.Equal(3, Rows(modal).Count));
    }

    [Fact]
    public async Task Days_are_chosen_as_whole_days()
    {
        await StoreAsync(Row("1"));
        var modal = Open();

        await modal.Find("select[aria-label=Period]").ChangeAsync("days");
        await modal.Find("input[aria-label=From]").ChangeAsync("2026-11-20");
        await modal.Find("input[aria-label=To]").ChangeAsync("2026-11-21");

        Assert.EndsWith("from=2026-11-20T00%3A00Z&to=2026-11-22T00%3A00Z", Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal("2026-11-21", modal.Find("input[aria-label=To]").GetAttribute("value"));
    }

    [Fact]
    public async Task It_reads_again_and_is_drawn_again_only_when_something_happened_to_its_workflow()
    {
        await StoreAsync(Row("1"));
        var (own, other) = (Tiles.One(id: "w"), Tiles.One("Other"));
        Show(Tiles.Board(own, other));
        var modal = Open();
        var list = modal.FindComponent<RunList>();
        var before = list.RenderCount;

        await using (var context = await Database.Factory.CreateDbContextAsync())
        {
            context.Executions.Add(Row("2", ExecutionStatus.Running));
            await context.SaveChangesAsync();
        }
        Show(Tiles.Board(own, other with { RunningCount = 2 }));
        modal.Render(one => one.Add(x => x.Board, Board.Current));
        Assert.Equal(before, list.RenderCount);
        Assert.Single(Rows(modal));

        Show(Tiles.Board(own with { RunningCount = 1 }, other));
        modal.Render(one => one.Add(x => x.Board, Board.Current));
        modal.WaitForAssertion(() =>
            Assert.Equal(["x-running", "x-success"], Rows(modal).Select(row => row.ClassName))
        );
    }

    [Fact]
    public async Task A_list_goes_also_when_its_browser_does_not_answer()
    {
        await StoreAsync(Row("1"));
        var script = JSInterop.SetupModule(_ => true);
        script.SetupModule("watch", _ => true).SetupVoid("stop").SetCanceled();
        var list = Open().FindComponent<RunList>();

        await list.InvokeAsync(() => list.Instance.DisposeAsync().AsTask());

        script.VerifyInvoke("watch");
    }

    [Fact]
    public async Task A_workflow_without_runs_says_so()
    {
        await StoreAsync(Row("1"));
        Show(Tiles.Board(Tiles.One(id: "new")));
        Navigation.NavigateTo("data-sync?workflow=new");
        var modal = Modal("new", null);

        modal.WaitForAssertion(() =>
            Assert.Contains("No run yet", modal.Find(".ds-log-foot").TextContent, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_page_of_all_runs_names_their_workflows_and_can_choose_one()
    {
        var other = Row("2");
        other.WorkflowId = "v";
        await StoreAsync(Row("1"), other);
        Show(Tiles.Board(Tiles.One("W", id: "w"), Tiles.One("V", id: "v")));
        Navigation.NavigateTo("data-sync/executions");
        var page = Render<ExecutionsPage>();

        page.WaitForAssertion(() => Assert.Equal(["<b>v</b>", "<b>w</b>"], Names(page)));
        await page.Find("select[aria-label=Workflow]").ChangeAsync("w");
        Assert.EndsWith("data-sync/executions?workflow=w", Navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal(["<b>w</b>"], Names(page)));
        await page.Find("select[aria-label=Cloud]").ChangeAsync("aws");
        page.WaitForAssertion(() => Assert.Empty(Names(page)));
        static IEnumerable<string> Names(IRenderedComponent<ExecutionsPage> page) =>
            page.FindAll(".ds-log-workflow").Select(name => name.TextContent);
    }

    private IRenderedComponent<WorkflowHistoryModal> Open()
    {
        if (Board.Current.Tiles.IsEmpty)
            Show(Tiles.Board(Tiles.One(id: "w")));
        Navigation.NavigateTo("data-sync?workflow=w");
        var modal = Modal("w", null);
        modal.WaitForElement(".ds-log li");
        return modal;
    }

    private static IReadOnlyList<AngleSharp.Dom.IElement> Rows(IRenderedComponent<WorkflowHistoryModal> modal) =>
        modal.FindAll(".ds-log li");

    private static string Line(AngleSharp.Dom.IElement row) =>
        string.Join(
            '|',
            new[] { "result", "took", "error" }.Select(part => row.QuerySelector($".ds-log-{part}")!.TextContent.Trim())
        );
}
