using DataSync.Core.Live;
using DataSync.Core.Workflows;
using DataSync.Tests.Components;

namespace DataSync.Tests.Unit.Live;

public sealed class CoverageTests
{
    public static TheoryData<(Health Health, int? Success)[], CoverageCell> Cells =>
        new()
        {
            // The worst counts, and the age of the one longest without success.
            { [(Health.Healthy, -1), (Health.Late, -3)], new(Health.Late, Tiles.Now.AddHours(-3), 2) },
            { [(Health.Healthy, -9), (Health.Failing, -3)], new(Health.Failing, Tiles.Now.AddHours(-9), 2) },
            // One that ran and never had a success is the longest without.
            { [(Health.Failing, null), (Health.Healthy, -1)], new(Health.Failing, null, 2) },
            // Those that never ran or are off speak only where nobody else does.
            { [(Health.NeverRan, null), (Health.Healthy, -1)], new(Health.Healthy, Tiles.Now.AddHours(-1), 2) },
            { [(Health.Inactive, -90), (Health.Healthy, -1)], new(Health.Healthy, Tiles.Now.AddHours(-1), 2) },
            { [(Health.Paused, -90), (Health.Suspicious, -1)], new(Health.Suspicious, Tiles.Now.AddHours(-1), 2) },
            { [(Health.NeverRan, null), (Health.Inactive, -90)], new(Health.NeverRan, null, 2) },
            { [(Health.Inactive, -90)], new(Health.Inactive, Tiles.Now.AddHours(-90), 1) },
            { [(Health.Unknown, -1), (Health.Healthy, -2)], new(Health.Unknown, Tiles.Now.AddHours(-2), 2) },
            { [(Health.SwitchedOff, -1), (Health.Stuck, -2)], new(Health.SwitchedOff, Tiles.Now.AddHours(-2), 2) },
        };

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cell_is_as_bad_as_its_worst_member((Health Health, int? Success)[] members, CoverageCell cell)
    {
        var tiles = members.Select(
            (member, index) =>
                Tiles.One($"{index}", member.Health) with
                {
                    LastSuccessAt = member.Success is { } hours ? Tiles.Now.AddHours(hours) : null,
                }
        );
        var coverage = Coverage.Of([.. tiles]);
        Assert.Equal(cell, coverage.Cells[(CloudProvider.Aws, WorkflowType.Vpc)]);
    }

    [Fact]
    public void Clouds_in_use_stand_against_all_types_and_what_is_missing_is_a_gap()
    {
        var coverage = Coverage.Of([
            Tiles.One("a"),
            Tiles.One("b") with
            {
                Provider = CloudProvider.Azure,
                Type = WorkflowType.Vpn,
            },
        ]);
        Assert.Equal([CloudProvider.Aws, CloudProvider.Azure], coverage.Providers.ToArray());
        Assert.Equal(Enum.GetValues<WorkflowType>().Except([WorkflowType.Other]), coverage.Types.ToArray());
        Assert.Equal(8, coverage.Gaps);
        Assert.True(coverage.IsGap(CloudProvider.Azure, WorkflowType.Vpc));
        Assert.False(coverage.IsGap(CloudProvider.Azure, WorkflowType.Vpn));
    }

    [Fact]
    public void What_has_no_cloud_or_type_is_shown_but_leaves_no_gap()
    {
        var coverage = Coverage.Of([
            Tiles.One("a") with
            {
                Provider = CloudProvider.Others,
                Type = WorkflowType.Other,
            },
        ]);
        Assert.Contains(WorkflowType.Other, coverage.Types);
        Assert.Equal(0, coverage.Gaps);
    }

    [Fact]
    public void What_is_gone_from_n8n_covers_nothing_unless_somebody_misses_it()
    {
        var gone = Tiles.One("a", Health.Inactive) with { VanishedAt = Tiles.Now };
        Assert.Empty(Coverage.Of([gone]).Cells);
        Assert.Single(Coverage.Of([gone with { Health = Health.SwitchedOff }]).Cells);
    }
}
