using Bunit;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using DataSync.Web.Features.Dashboard;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataSync.Tests.Components;

public sealed class StatesOfThePageTests : PageTests
{
    [Theory]
    [InlineData(N8nCondition.Unreachable, "n8n is unreachable")]
    [InlineData(N8nCondition.Unauthorised, "refuses the API key")]
    [InlineData(N8nCondition.ForbiddenScope, "lacks a permission")]
    [InlineData(N8nCondition.NotAnN8n, "does not look like n8n")]
    [InlineData(N8nCondition.RateLimited, "asks for a pause")]
    [InlineData(N8nCondition.ServerError, "error of its own")]
    [InlineData(N8nCondition.NotConfigured, "n8n is not set up")]
    public void When_n8n_is_in_trouble_the_picture_stays_and_a_banner_says_why(N8nCondition condition, string words)
    {
        Show(
            Tiles.Board(Tiles.One()) with
            {
                System = Tiles.Well with { N8n = condition, N8nMessage = "<b>said</b>", N8nConditionSince = Tiles.Now },
            }
        );
        var page = Open();

        var banner = page.Find(".ds-banner");
        Assert.Contains(words, banner.TextContent, StringComparison.Ordinal);
        Assert.Contains("as of 10:41 UTC", banner.TextContent, StringComparison.Ordinal);
        Assert.Contains("What to do:", banner.TextContent, StringComparison.Ordinal);
        Assert.Empty(banner.QuerySelectorAll("b"));
        Assert.Single(Names(page));
    }

    [Fact]
    public void What_happened_to_n8n_and_passes_that_break_off_are_said()
    {
        Show(Tiles.Board(Tiles.One()));
        Board.Update(board =>
            board with
            {
                System = Tiles.Well with { Notice = "n8n was rebuilt.", PassProblem = "The disk is full." },
            }
        );

        var page = Open();
        Assert.Contains("n8n was rebuilt.", page.Find(".ds-notice").TextContent, StringComparison.Ordinal);
        Assert.Contains("The disk is full.", page.Find(".ds-banner").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_live_dot_is_for_a_picture_that_is_current()
    {
        Show(Tiles.Board(Tiles.One()));
        Assert.NotEmpty(Open().FindAll(".ds-is-live"));

        foreach (
            var system in (SystemStatus[])
                [Tiles.Well with { UnobservedSince = Tiles.Now }, Tiles.Well with { PassProblem = "The disk is full." }]
        )
        {
            Show(Tiles.Board(Tiles.One()) with { System = system });
            var page = Open();
            Assert.Empty(page.FindAll(".ds-is-live"));
            Assert.Equal("last updated 12 s ago", Line(page));
        }
    }

    [Fact]
    public void That_a_refresh_is_refused_is_seen()
    {
        Services.AddSingleton(Options.Create(new N8nOptions()));
        Show(Tiles.Board(Tiles.One()));
        var page = Open();

        page.Find(".ds-refresh").Click();

        Assert.Contains("n8n is not set up", page.Find(".ds-problem").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseCondition.Unreachable, "database does not answer")]
    [InlineData(DatabaseCondition.Failed, "could not be brought up to date")]
    public void When_the_database_is_in_trouble_a_banner_says_so(DatabaseCondition condition, string words)
    {
        Show(Tiles.Board(Tiles.One()) with { System = Tiles.Well with { Database = condition } });

        Assert.Contains(words, Open().Find(".ds-banner").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_the_first_answer_there_are_skeletons()
    {
        var page = Open();
        Assert.Contains("Connecting to the database", page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll(".ds-skeleton"));

        Show(BoardSnapshot.Empty with { System = Tiles.Well with { KnownUntil = null } });
        Settle();
        page.WaitForAssertion(() => Assert.Contains("Asking n8n", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void An_n8n_without_workflows_is_told_from_one_that_was_never_read()
    {
        Show(BoardSnapshot.Empty with { System = Tiles.Well });
        Assert.Contains("no workflows yet", Open().Find(".ds-empty").TextContent, StringComparison.Ordinal);

        Show(
            BoardSnapshot.Empty with
            {
                System = Tiles.Well with { Database = DatabaseCondition.Unreachable, KnownUntil = null },
            }
        );
        var page = Open();
        Assert.Contains("Nothing is known yet", page.Find(".ds-empty").TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Find(".ds-banner"));
    }

    [Fact]
    public void Progress_of_the_backfill_and_kept_aside_rows_are_said_in_one_line_that_is_always_there()
    {
        Show(Tiles.Board(Tiles.One()));
        Assert.Equal("updated 12 s ago", Line(Open()));

        var backfill = new BackfillProgress(1240, new DateTime(2026, 11, 12, 3, 0, 0, DateTimeKind.Utc), 300, true);
        Show(
            Tiles.Board(Tiles.One() with { RunningSince = Tiles.Now }) with
            {
                System = Tiles.Well with { Backfill = backfill, QuarantinedRows = 3 },
            }
        );
        Assert.Equal(
            "updated 12 s ago | 1 running"
                + " | reading history: 1,240 executions, back to 12 Nov; details of 300 still to read"
                + " | 3 rows from n8n kept aside, not understood",
            Line(Open())
        );
    }

    [Fact]
    public void Filters_come_from_the_address_and_go_back_to_it()
    {
        Show(
            Tiles.Board(
                Tiles.One("Azure one", Health.Failing) with
                {
                    Provider = CloudProvider.Azure,
                },
                Tiles.One("Aws one", Health.Failing),
                Tiles.One("Aws two")
            )
        );
        Assert.Equal(["Aws one"], Names(Open("data-sync?health=failing&provider=aws&type=vpc&nonsense=1")));

        var page = Open("data-sync?q=one&health=failing,nonsense");
        Assert.Equal(["Azure one", "Aws one"], Names(page));
        Assert.Equal("data-sync?q=one&health=failing,healthy", page.Find(".ds-chip.h-healthy").GetAttribute("href"));

        page.Find("input[type=search]").Input("azure ONE");
        Assert.EndsWith("data-sync?q=azure%20ONE&health=failing", Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal(["Azure one"], Names(page));

        page.Find("input[type=search]").Input("nothing like it");
        Assert.Contains("No workflow matches", page.Find(".ds-empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_of_chips_say_what_a_click_would_show()
    {
        var azure = Tiles.One("b") with { Provider = CloudProvider.Azure };
        var filter = BoardFilter.None.Toggle(CloudProvider.Azure);
        var view = BoardView.Of(
            Tiles.Board(Tiles.One("a", Health.Failing), azure),
            BoardAddress.Plain with
            {
                Filter = filter,
            }
        );

        Assert.Equal([0, 1], view.Healths.Values);
        Assert.Equal(["b"], view.Tiles.Select(tile => tile.Name));
    }

    private static string Line(IRenderedComponent<DataSyncPage> page) =>
        string.Join(" | ", page.FindAll(".ds-board-state > span").Select(part => Words(part.TextContent)));

    private static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Replace(" ,", ",")
            .Replace(" ;", ";");
}
