using CsCheck;
using DataSync.Core.Workflows;
using DataSync.Web.Components;
using DataSync.Web.Features.Dashboard;

namespace DataSync.Tests.Unit.Dashboard;

public sealed class BoardAddressTests
{
    private const string Base = "http://host/cmdb/";

    [Theory]
    [InlineData("data-sync")]
    [InlineData("data-sync?q=a%20%26b&health=failing,late&provider=aws&type=transitgateway")]
    [InlineData("data-sync?group=provider&view=list&sort=-took")]
    [InlineData("data-sync?workflow=w%2F1&run=7%402")]
    [InlineData("data-sync?q=x&workflow=w1&run=7&embed=1")]
    [InlineData("data-sync?provider=aws&kiosk=1")]
    public void What_an_address_says_is_what_is_built_of_it(string address) =>
        Assert.Equal(address, BoardAddress.Parse(Base + address).ToString());

    [Theory]
    [InlineData(
        "data-sync?nonsense=1&health=nonsense,failing&group=x&view=y&sort=z&embed=no",
        "data-sync?health=failing"
    )]
    [InlineData("data-sync?sort=health&view=LIST&group=None", "data-sync?view=list")]
    [InlineData("data-sync?sort=-&workflow=&run=", "data-sync")]
    public void Words_nobody_knows_are_passed_over(string address, string understood) =>
        Assert.Equal(understood, BoardAddress.Parse(Base + address).ToString());

    [Fact]
    public void Any_address_built_reads_as_what_it_was_built_of()
    {
        var texts = Gen.String.Where(text => text.Length is > 0 and < 200);
        Gen.Select(
                texts,
                Gen.Enum<Health>().List[0, 3],
                Gen.Enum<CloudProvider>().List[0, 3],
                Gen.Enum<WorkflowType>().List[0, 3],
                Gen.Enum<BoardGrouping>(),
                Gen.Select(Gen.Enum<ListColumn>(), Gen.Bool, Gen.Bool),
                texts,
                Gen.Enum<PageFrame>()
            )
            .Sample(
                (search, healths, providers, types, grouping, list, id, frame) =>
                {
                    var address = new BoardAddress
                    {
                        Filter = new(search, [.. healths], [.. providers], [.. types]),
                        Grouping = grouping,
                        IsList = list.Item2,
                        Sort = new(list.Item1, list.Item3),
                        Workflow = id,
                        Run = id,
                        Frame = frame,
                    };
                    var read = BoardAddress.Parse(Base + address);
                    return read.ToString() == address.ToString() && read.Workflow == id && read.Filter.Search == search;
                },
                iter: 300
            );
    }

    [Fact]
    public void History_opens_in_the_same_place_and_another_one_takes_its_place()
    {
        var address = BoardAddress.Parse(Base + "data-sync?q=a&workflow=w1&run=7&embed=1");
        Assert.Equal("data-sync?q=a&embed=1&workflow=", address.HistoryPrefix);
        Assert.Equal("data-sync?workflow=", BoardAddress.Plain.HistoryPrefix);
    }

    [Fact]
    public void Clearing_filters_keeps_the_rest()
    {
        var address = BoardAddress.Parse(
            Base + "data-sync?q=a&health=late&group=type&view=list&sort=name&workflow=w&embed=1"
        );
        Assert.Equal("data-sync?group=type&view=list&sort=name&workflow=w&embed=1", address.Unfiltered.ToString());
    }

    [Fact]
    public void A_cell_of_the_coverage_is_chosen_and_given_back()
    {
        var cell = BoardFilter.None.Toggle(CloudProvider.Gcp).Toggle(CloudProvider.Aws, WorkflowType.Vpn);
        Assert.True(cell.IsCell(CloudProvider.Aws, WorkflowType.Vpn));
        Assert.False(cell.Toggle(CloudProvider.Gcp).IsCell(CloudProvider.Aws, WorkflowType.Vpn));
        Assert.True(cell.Toggle(CloudProvider.Aws, WorkflowType.Vpn).IsEmpty);
    }

    [Theory]
    [InlineData("data-sync?kiosk=1&embed=1", PageFrame.Kiosk)]
    [InlineData("other?embed=1", PageFrame.Embed)]
    [InlineData("other?embed=0", PageFrame.Full)]
    public void The_frame_is_kept_by_links_to_other_pages(string address, PageFrame frame)
    {
        Assert.Equal(frame, PageFrames.Of(Base + address));
        Assert.Equal(frame, PageFrames.Of(Base + PageFrames.Keep(Base + address, "page")));
    }
}
