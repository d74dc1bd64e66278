using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using DataSync.Tests.Components;
using DataSync.Web.Features.Dashboard;

namespace DataSync.Tests.Unit.Dashboard;

public sealed class FigureTests
{
    private static readonly BoardAddress Here = BoardAddress.Plain with
    {
        Filter = BoardFilter.None.Toggle(CloudProvider.Aws),
        Grouping = BoardGrouping.Type,
        Frame = Web.Components.PageFrame.Embed,
    };

    [Fact]
    public void All_is_well()
    {
        var tile = Tiles.One() with { DueEvery = TimeSpan.FromHours(1), Rates = (new(99, 1), new(97, 3)) };
        var figures = Of(tile);

        Assert.Equal(["100 %", "–", "99 %", "0"], figures.Select(figure => figure.Value));
        Assert.Equal(tile.LastSuccessAt, figures[1].Since);
        Assert.Equal(
            ["target 100 %", "target under 2 h", "▲ 2.0 points", "target 0"],
            figures.Select(figure => figure.Target)
        );
        Assert.Equal([true, true, null, true], figures.Select(figure => figure.IsMet));
        Assert.Equal(
            ["1 of 1 the API key can see", "No others", "1 of 100 runs failed", "No workflow is in trouble"],
            figures.Select(figure => figure.Beside)
        );
    }

    [Fact]
    public void Targets_that_are_missed_say_so_in_words()
    {
        var figures = Of(
            Tiles.One("a", Health.Unknown) with
            {
                DueEvery = TimeSpan.FromHours(1),
                LastSuccessAt = Tiles.Now.AddHours(-3),
            },
            Tiles.One("b", Health.Failing) with
            {
                Rates = (new(1, 1), new(3, 1)),
                LastSuccessAt = Tiles.Now.AddHours(-9),
            },
            Tiles.One("c", Health.Failing),
            Tiles.One("d", Health.Late)
        );

        Assert.Equal(["75 %", "–", "50 %", "3"], figures.Select(figure => figure.Value));
        Assert.Equal(
            ["target 100 % missed", "target 2 h missed", "▼ 25.0 points", "target 0 missed"],
            figures.Select(figure => figure.Target)
        );
        Assert.Equal("3 of 3 others beyond their limits", figures[1].Beside);
        Assert.Equal("worst: 2 Failing", figures[3].Beside);
    }

    [Fact]
    public void Nothing_is_claimed_that_is_not_known()
    {
        var figures = Of();
        Assert.Equal(["–", "–", "–", "0"], figures.Select(figure => figure.Value));
        Assert.Equal([null, null, null, true], figures.Select(figure => figure.IsMet));
        Assert.Equal("Counting the runs", figures[2].Beside);
        Assert.Equal("No run has ended", Of(Tiles.One() with { Rates = (default, new(1, 0)) })[2].Beside);
        Assert.Equal("as the day before", Of(Tiles.One() with { Rates = (new(1, 0), new(9, 0)) })[2].Target);
        Assert.Equal("no day before it", Of(Tiles.One() with { Rates = (new(1, 0), default) })[2].Target);
    }

    [Fact]
    public void A_share_is_never_rounded_up_to_all() =>
        Assert.Equal("99.9 %", Of(Tiles.One() with { Rates = (new(99_999, 1), default) })[2].Value);

    [Fact]
    public void Each_leads_to_what_explains_it_and_keeps_the_place()
    {
        string[] links = [.. Of(Tiles.One("a", Health.Failing)).Select(figure => figure.Explained!)];
        Assert.Equal(
            [
                "data-sync?group=type&view=list&embed=1",
                "data-sync?group=type&view=list&sort=success&embed=1",
                "data-sync?group=type&view=list&sort=-failed&embed=1",
                "data-sync/alerts?embed=1",
            ],
            links
        );
        Assert.Equal(
            "data-sync?health=unknown,paused&group=type&embed=1",
            Of(Tiles.One("a", Health.Paused))[0].Explained
        );
    }

    [Theory]
    [InlineData(Health.Failing, 1, "rect", "(1 Failing, 1 incident) Data Synchronization")]
    [InlineData(Health.SwitchedOff, 2, "rect", "(2 Switched off, 2 incidents) Data Synchronization")]
    [InlineData(Health.Late, 140, "circle", "(140 Late, 140 incidents) Data Synchronization")]
    public void The_tab_carries_the_worst_state_its_number_and_that_of_incidents(
        Health health,
        int count,
        string shape,
        string title
    )
    {
        var board = Tiles.Board([.. Enumerable.Range(0, count).Select(i => Tiles.One($"{i}", health))]);
        var icon = Uri.UnescapeDataString(StatusIcon.Of(board)!);
        Assert.Contains($"<{shape} ", icon, StringComparison.Ordinal);
        Assert.Contains($">{Math.Min(count, 99)}<", icon, StringComparison.Ordinal);
        Assert.Equal(title, StatusIcon.Title(board));
    }

    [Fact]
    public void While_all_is_well_the_tab_is_plain()
    {
        Assert.Null(StatusIcon.Of(Tiles.Board(Tiles.One())));
        Assert.Equal("Data Synchronization", StatusIcon.Title(Tiles.Board(Tiles.One())));
        Assert.Null(StatusIcon.Of(BoardSnapshot.Empty));
        Assert.Equal("Data Synchronization", StatusIcon.Title(BoardSnapshot.Empty));
    }

    [Fact]
    public void While_nobody_sees_what_happens_the_tab_says_that_it_is_not_current()
    {
        var board = Tiles.Board(Tiles.One());
        foreach (
            var system in (SystemStatus[])
                [
                    Tiles.Well with
                    {
                        N8n = N8nCondition.Unreachable,
                    },
                    Tiles.Well with
                    {
                        Database = DatabaseCondition.Unreachable,
                    },
                    Tiles.Well with
                    {
                        UnobservedSince = Tiles.Now,
                    },
                    Tiles.Well with
                    {
                        PassProblem = "The disk is full.",
                    },
                ]
        )
        {
            var icon = Uri.UnescapeDataString(StatusIcon.Of(board with { System = system })!);
            Assert.Contains(">?<", icon, StringComparison.Ordinal);
            Assert.Equal("(not current) Data Synchronization", StatusIcon.Title(board with { System = system }));
        }
        var failing = Tiles.Board(Tiles.One("a", Health.Failing)) with
        {
            System = Tiles.Well with { PassProblem = "" },
        };
        Assert.Equal("(not current, 1 Failing, 1 incident) Data Synchronization", StatusIcon.Title(failing));
    }

    [Fact]
    public void Runs_from_here_are_told_against_their_target_and_fewer_are_no_trouble()
    {
        Assert.Equal(("–", null, "Counting them"), AskedFor(null));
        Assert.Equal(("9", null, "No retries"), AskedFor((9, 0)));
        Assert.Equal(("10", true, "and 1 retry"), AskedFor((10, 1)));
        Assert.Equal(("1,200", true, "and 2 retries"), AskedFor((1_200, 2)));

        static (string, bool?, string) AskedFor((int, int)? asked)
        {
            var figure = Figure.Of(BoardFigures.None with { AskedFor = asked }, Here)[^1];
            Assert.Equal(("Runs from here", "target 10"), (figure.Name, figure.Target));
            return (figure.Value, figure.IsMet, figure.Beside);
        }
    }

    [Fact]
    public void They_lead_to_the_audit_log_for_who_may_read_it_and_are_not_on_the_wall()
    {
        Assert.Equal(
            "settings/audit?action=workflow.run&embed=1",
            Figure.Of(BoardFigures.None, Here, mayAudit: true)[^1].Explained
        );
        Assert.Null(Figure.Of(BoardFigures.None, Here)[^1].Explained);
        Assert.Equal(
            "Open incidents",
            Figure.Of(BoardFigures.None, Here with { Frame = Web.Components.PageFrame.Kiosk })[^1].Name
        );
    }

    /// <summary>Those over the workflows.</summary>
    private static IReadOnlyList<Figure> Of(params WorkflowTile[] tiles) =>
        [.. Figure.Of(Tiles.Board(tiles).Figures, Here).Take(4)];
}
