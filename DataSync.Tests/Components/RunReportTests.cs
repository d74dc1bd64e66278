using Bunit;
using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Web.Features.Executions;

namespace DataSync.Tests.Components;

public sealed class RunReportTests : HistoryPages
{
    private static readonly ExecutionDigest Denied = new(
        [
            new("Trigger", "success", Tiles.Now, 1, 1, 1, null),
            new("Peerings", "error", Tiles.Now.AddSeconds(1), 500, 3, 1_200, "skipped <i>one</i>"),
            new("List", "error", Tiles.Now.AddSeconds(2), 2_000, 1, 0, "Denied"),
        ],
        "List",
        new(
            "NodeApiError",
            "<img src=x onerror=alert(1)>",
            "more",
            "List",
            "n8n.http",
            "401",
            new("aws", "7", "prod <key>")
        ),
        ResourceCounts.None
    );

    [Fact]
    public async Task A_failure_is_told_in_plain_words_and_its_technical_text_is_folded()
    {
        var report = await OpenAsync(
            "2",
            Row("1", ExecutionStatus.Failure, digest: Denied),
            Row("2", ExecutionStatus.Failure, digest: Denied)
        );

        Assert.StartsWith("Failed", report.Find("h3").TextContent.Trim(), StringComparison.Ordinal);
        var error = report.Find(".ds-report-error");
        Assert.Contains(
            "did not accept the credential “prod <key>” (401)",
            error.QuerySelector("p")!.TextContent,
            StringComparison.Ordinal
        );
        var folded = error.QuerySelector("details")!;
        Assert.False(folded.HasAttribute("open"));
        Assert.Contains("<img src=x onerror=alert(1)>", folded.TextContent, StringComparison.Ordinal);
        Assert.Empty(report.FindAll("img, i:not([style]):not([class]), b"));
        Assert.Equal(
            "http://n8n.example.org/workflow/w/executions/2",
            report.Find("a[target=_blank]").GetAttribute("href")
        );
        Assert.Equal("<b>w</b>", report.Find(".ds-report-runs a").TextContent);
        Assert.EndsWith("run=1", report.Find(".ds-report-runs a").GetAttribute("href"), StringComparison.Ordinal);
        Assert.EndsWith(
            $"executions?error={ErrorFingerprint.Of(Denied.Error!)}",
            report.FindAll("section a")[^1].GetAttribute("href"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Each_node_has_its_bar_and_a_failed_one_says_whether_the_run_went_on()
    {
        var report = await OpenAsync("1", Row("1", ExecutionStatus.Failure, digest: Denied));

        var nodes = report.FindAll(".ds-nodes li");
        Assert.Equal(
            ["Trigger", "Peerings", "List"],
            nodes.Select(node => node.QuerySelector(".ds-nodes-name")!.TextContent)
        );
        Assert.Equal("left:25%;width:12.5%", nodes[1].QuerySelector("i")!.GetAttribute("style"));
        Assert.Equal("left:50%;width:50%", nodes[2].QuerySelector("i")!.GetAttribute("style"));
        Assert.Equal("1,200 items, ×3", nodes[1].QuerySelector(".ds-nodes-items")!.TextContent);
        Assert.Equal(
            "Failed, the run went on: skipped <i>one</i>",
            nodes[1].QuerySelector(".ds-nodes-error")!.TextContent
        );
        Assert.Equal("Failed", nodes[2].QuerySelector(".ds-nodes-error")!.TextContent);
        Assert.Null(nodes[0].QuerySelector(".ds-nodes-error"));
    }

    [Theory]
    [InlineData(ExecutionStatus.Running, DetailState.Open, null, "It is not over")]
    [InlineData(ExecutionStatus.Success, DetailState.Pending, null, "have not been read from n8n yet")]
    [InlineData(ExecutionStatus.Success, DetailState.Unavailable, null, "n8n has no details of it")]
    [InlineData(ExecutionStatus.Cancelled, DetailState.Unavailable, "gone", "How it ended is not known")]
    [InlineData(ExecutionStatus.Success, DetailState.Stored, null, "What its nodes did has expired")]
    public async Task What_is_not_known_is_said(ExecutionStatus status, DetailState state, string? word, string part)
    {
        var row = Row("1", status, state);
        row.N8nStatus = word;
        var report = await OpenAsync("1", row);

        Assert.Contains(part, report.Find(".ds-notice").TextContent, StringComparison.Ordinal);
        Assert.Equal(word is null ? 1 : 0, report.FindAll("a[target=_blank]").Count);
        Assert.Contains("not reported", report.Find(".ds-report-facts").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_an_earlier_n8n_is_not_offered_to_be_opened_there()
    {
        var row = Row("1");
        row.Generation = 2;
        var report = await OpenAsync("1", row);

        Assert.Empty(report.FindAll("a[target=_blank]"));
        Assert.Contains(
            report.FindAll(".ds-notice"),
            notice => notice.TextContent.Contains("n8n no longer has it", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Retries_are_linked_and_this_run_is_marked_among_them()
    {
        var retry = Row("2");
        retry.RetryOf = "1";
        var report = await OpenAsync("1", Row("1", ExecutionStatus.Failure), retry);

        var members = report.FindAll(".ds-report-runs li").Select(li => li.TextContent.Trim()).ToList();
        Assert.StartsWith("Failed, this run", members[0], StringComparison.Ordinal);
        Assert.StartsWith("Succeeded", members[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_about_one_run_is_not_about_the_next()
    {
        var report = await OpenAsync("1", Row("1", ExecutionStatus.Failure), Row("2", ExecutionStatus.Failure));
        await report.Find(".ds-report-acts button").ClickAsync(new());
        Assert.NotEmpty(report.FindAll(".ds-run-act"));

        report.Render(modal => modal.Add(one => one.Run, "2"));

        report.WaitForAssertion(() => Assert.Equal("Run 2", report.Find("h2").TextContent));
        Assert.Empty(report.FindAll(".ds-run-act"));
    }

    [Fact]
    public async Task As_text_it_has_all_that_a_ticket_needs()
    {
        await StoreAsync(
            Row("1", ExecutionStatus.Failure, digest: Denied),
            Row("2", ExecutionStatus.Failure, digest: Denied)
        );

        var text = RunText.Of((await Database.History().FindAsync("2", default))!, "http://here/data-sync?run=2");

        Assert.Equal(
            """
            <b>w</b>: failed
            Run 2 of workflow w
            Started 23 Nov 2026, 10:14:00 UTC by its schedule or trigger
            Ended 23 Nov 2026, 10:42:00 UTC, took 4.2 s
            Resources: not reported
            Failed in List: The service did not accept the credential “prod <key>” (401): it is wrong, expired or revoked.
            n8n says: <img src=x onerror=alert(1)>
            The same error was first seen 23 Nov 2026, 10:13:00 UTC
            http://here/data-sync?run=2
            """,
            text.ReplaceLineEndings("\n")
        );
    }

    [Fact]
    public async Task The_head_of_a_history_says_how_its_runs_usually_are()
    {
        await StoreAsync(Row("1"));
        Show(Tiles.Board(Tiles.One(id: "w") with { Usual = "Usually 1.2 to 1.9 s." }));

        Assert.Equal("Usually 1.2 to 1.9 s.", Modal("w", null).Find(".ds-modal-head p").TextContent);
        Assert.Empty(Modal(null, "1").FindAll(".ds-modal-head p"));
    }

    [Fact]
    public async Task An_unknown_run_and_an_unknown_workflow_are_said_to_be_so()
    {
        await StoreAsync(Row("1"));
        Show(Tiles.Board(Tiles.One(id: "w")) with { System = Tiles.Well with { Loaded = true } });

        var run = Modal(null, "99");
        run.WaitForAssertion(() =>
            Assert.Contains("no such run", run.Find(".ds-modal-report").TextContent, StringComparison.Ordinal)
        );
        Assert.Contains(
            "no such workflow",
            Modal("nobody", null).Find(".ds-modal-list").TextContent,
            StringComparison.Ordinal
        );
    }

    private async Task<IRenderedComponent<WorkflowHistoryModal>> OpenAsync(string run, params WorkflowExecution[] rows)
    {
        await StoreAsync(rows);
        var modal = Modal(null, run);
        modal.WaitForElement(".ds-report");
        return modal;
    }
}
