using Bunit;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;
using DataSync.Web.Features.Triggers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataSync.Tests.Components;

/// <summary>What is said before several workflows are run.</summary>
public sealed class StartDialogTests : PageTests
{
    private static readonly WorkflowRunWays Called = new() { Webhooks = [new("path", "POST", N8nWebhookAuth.None)] };
    private static readonly WorkflowRunWays Mcp = new() { AvailableInMcp = true, McpCanStart = true };

    public StartDialogTests() =>
        Services.AddSingleton(
            Options.Create(
                new N8nOptions
                {
                    BaseUrl = "http://n8n.example.org/api/v1",
                    ApiKey = "-",
                    McpKey = "-",
                }
            )
        );

    [Fact]
    public void The_way_is_said_once_for_all()
    {
        var dialog = Ask(Runnable("a", Called), Runnable("b", Called), Runnable("c", WorkflowRunWays.None));

        Assert.StartsWith("They are run over their own webhooks,", OfAll(dialog), StringComparison.Ordinal);
        Assert.All(Rows(dialog), row => Assert.DoesNotContain("is run over", row, StringComparison.Ordinal));
        Assert.Contains("no way to run it", Rows(dialog)[2], StringComparison.Ordinal);
        Assert.Equal("Run 2 now", dialog.Find("button.ds-primary").TextContent);
    }

    [Fact]
    public void Where_one_is_run_otherwise_it_says_so_itself()
    {
        var dialog = Ask(Runnable("a", Mcp), Runnable("b", Called), Runnable("c", Mcp));

        Assert.StartsWith(
            "Where nothing else is said they are run over n8n's MCP server,",
            OfAll(dialog),
            StringComparison.Ordinal
        );
        Assert.Equal(
            [false, true, false],
            Rows(dialog).Select(row => row.Contains("over its own webhook", StringComparison.Ordinal))
        );
        Assert.All(Rows(dialog), row => Assert.DoesNotContain("MCP", row, StringComparison.Ordinal));
    }

    [Fact]
    public void Where_none_can_be_run_no_way_is_claimed()
    {
        var dialog = Ask(Runnable("a", WorkflowRunWays.None), Runnable("b", WorkflowRunWays.None));

        Assert.Empty(dialog.FindAll(".ds-start > p"));
        Assert.True(dialog.Find("button.ds-primary").HasAttribute("disabled"));
    }

    [Fact]
    public void More_than_are_run_at_once_are_said_to_be_more()
    {
        var dialog = Ask([.. Enumerable.Range(0, 60).Select(number => Runnable($"w{number}", Called))]);

        Assert.Equal("Run the first 50 of 60 workflows?", dialog.Find("h2").TextContent);
        Assert.Equal("Run 50 now", dialog.Find("button.ds-primary").TextContent);
    }

    private IRenderedComponent<ManualSyncModal> Ask(params WorkflowTile[] tiles)
    {
        Show(Tiles.Board(tiles));
        var ids = string.Join(',', tiles.Select(tile => tile.WorkflowId));
        return Open($"data-sync?start={ids}").FindComponent<ManualSyncModal>();
    }

    private static WorkflowTile Runnable(string id, WorkflowRunWays ways) =>
        Tiles.One(id, id: id) with
        {
            RunWays = ways,
        };

    private static string OfAll(IRenderedComponent<ManualSyncModal> dialog) => dialog.Find(".ds-start > p").TextContent;

    private static string[] Rows(IRenderedComponent<ManualSyncModal> dialog) =>
        [.. dialog.FindAll(".ds-start-list > li").Select(row => row.TextContent)];
}
