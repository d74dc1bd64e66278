using System.Collections.Immutable;
using DataSync.Core.Live;
using DataSync.Core.Workflows;
using DataSync.Tests.Components;
using DataSync.Web.Features.Dashboard;

namespace DataSync.Tests.Unit.Dashboard;

public sealed class OrderTests
{
    // Worst first, as the board has them.
    private static readonly ImmutableArray<WorkflowTile> Board =
    [
        Tiles.One("d", Health.Failing) with
        {
            Provider = CloudProvider.Gcp,
            Type = WorkflowType.Vpn,
            LastSuccessAt = null,
            NextExpectedAt = null,
            LastRun = null,
        },
        Tiles.One("b", Health.SwitchedOff) with
        {
            Rates = (new(1, 2), default),
        },
        Tiles.One("A", Health.NeverRan) with
        {
            Provider = CloudProvider.Azure,
            NextExpectedAt = Tiles.Now,
            Rates = (new(1, 0), default),
        },
        Tiles.One("c", Health.Healthy) with
        {
            LastSuccessAt = Tiles.Now.AddHours(-3),
            Rates = (new(1, 5), default),
        },
    ];

    [Theory]
    [InlineData(null, "d b A c")]
    [InlineData("-health", "c A d b")]
    [InlineData("name", "A b c d")]
    [InlineData("-name", "d c b A")]
    // Ties stay worst first, both ways.
    [InlineData("provider", "b c A d")]
    [InlineData("-type", "d b A c")]
    // Without a value last, both ways.
    [InlineData("success", "c b A d")]
    [InlineData("-success", "b A c d")]
    [InlineData("next", "A b c d")]
    [InlineData("failed", "A b c d")]
    [InlineData("-failed", "c b A d")]
    [InlineData("took", "b A c d")]
    public void The_table_is_sorted_by_a_column(string? sort, string names) =>
        Assert.Equal(names, Names(ListSort.Parse(sort).Apply(Board)));

    [Fact]
    public void A_second_click_turns_the_order_and_counts_begin_with_the_largest()
    {
        var sort = ListSort.WorstFirst.Toggle(ListColumn.Name);
        Assert.Equal("name", $"{sort}");
        Assert.Equal("-name", $"{sort.Toggle(ListColumn.Name)}");
        Assert.Equal("-failed", $"{sort.Toggle(ListColumn.Failed)}");
        Assert.Equal("health", $"{sort.Toggle(ListColumn.Health)}");
    }

    [Theory]
    [InlineData(BoardGrouping.None, "all:Failing:d b A c")]
    [InlineData(BoardGrouping.Provider, "aws:SwitchedOff:b c|gcp:Failing:d|azure:NeverRan:A")]
    [InlineData(BoardGrouping.Type, "vpc:SwitchedOff:b A c|vpn:Failing:d")]
    [InlineData(
        BoardGrouping.Health,
        "failing:Failing:d|switchedoff:SwitchedOff:b|neverran:NeverRan:A|healthy:Healthy:c"
    )]
    public void Sections_come_worst_first_and_keep_the_order_within(BoardGrouping grouping, string sections) =>
        Assert.Equal(
            sections,
            string.Join('|', BoardSection.Of(Board, grouping).Select(s => $"{s.Key}:{s.Worst}:{Names(s.Tiles)}"))
        );

    [Fact]
    public void The_head_of_a_section_counts_its_states_worst_first()
    {
        var section = Assert.Single(BoardSection.Of(Board, BoardGrouping.None));
        Assert.Equal(
            [(Health.Failing, 1), (Health.SwitchedOff, 1), (Health.NeverRan, 1), (Health.Healthy, 1)],
            section.Healths.ToArray()
        );
    }

    private static string Names(IEnumerable<WorkflowTile> tiles) => string.Join(' ', tiles.Select(tile => tile.Name));
}
