using Bunit;
using DataSync.Core.Live;
using DataSync.Core.Workflows;
using DataSync.Web.Features.Dashboard;

namespace DataSync.Tests.Components;

public sealed class DashboardTests : PageTests
{
    private static readonly WorkflowTile[] Fleet =
    [
        Tiles.One("AWS VPC", Health.Failing, "w/1") with
        {
            LastSuccessAt = Tiles.Now.AddHours(-7),
        },
        Tiles.One("AWS VPC two") with
        {
            DueEvery = TimeSpan.FromHours(1),
            Rates = (new(23, 1), new(24, 0)),
        },
        Tiles.One("Azure VPN", Health.Late) with
        {
            Provider = CloudProvider.Azure,
            Type = WorkflowType.Vpn,
        },
        Tiles.One("Azure VPC", Health.NeverRan) with
        {
            Provider = CloudProvider.Azure,
            LastSuccessAt = null,
        },
    ];

    [Fact]
    public void The_figures_stand_against_their_targets_and_lead_to_what_explains_them()
    {
        Show(Tiles.Board(Fleet));
        var figures = Open("data-sync?embed=1").FindAll("a.ds-figure");

        Assert.Equal(
            [
                "Workflows monitored",
                "Average data age of 1 due every 2 h",
                "Success rate 24 h",
                "Open incidents",
                "Runs from here 7 days",
            ],
            figures.Select(one => Text(one.QuerySelector(".ds-figure-name")!))
        );
        Assert.Equal(["100 %", "5 min", "95.8 %", "2", "–"], figures.Select(one => Text(one.QuerySelector("b")!)));
        Assert.Equal("2026-11-23T10:37:00.000Z", figures[1].QuerySelector("ds-age")!.GetAttribute("at"));
        Assert.All(
            figures.SkipLast(1),
            one => Assert.Contains("embed=1", one.GetAttribute("href"), StringComparison.Ordinal)
        );
        // An operator may not read the audit log.
        Assert.False(figures[^1].HasAttribute("href"));
        // What is missed says so beside its sign, what has no target has no sign.
        Assert.Equal(["i-healthy", "i-healthy", "", "i-suspicious", ""], figures.Select(one => Sign(one)));
    }

    [Fact]
    public void The_matrix_shows_each_cloud_and_type_with_its_worst_state_and_a_click_filters()
    {
        Show(Tiles.Board(Fleet));
        var page = Open("data-sync?view=list");
        var rows = page.FindAll(".ds-coverage tbody tr").Select(row => row.Children.Select(Text).ToArray()).ToList();

        Assert.Equal(
            [
                "AWS | Failing 7 h · 2 | not synced | not synced | not synced | not synced",
                "Azure | Never ran 1 | not synced | not synced | not synced | Late 5 min · 1",
            ],
            rows.Select(row => string.Join(" | ", row))
        );

        Navigation.NavigateTo(page.Find(".ds-coverage td.h-failing a").GetAttribute("href")!);
        Assert.EndsWith("data-sync?provider=aws&type=vpc&view=list", Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal(["AWS VPC", "AWS VPC two"], Rows(page));
        Assert.Equal("true", page.Find(".ds-coverage td.h-failing a").GetAttribute("aria-current"));
        Assert.Equal("data-sync?view=list", page.Find(".ds-coverage td.h-failing a").GetAttribute("href"));
    }

    [Fact]
    public void The_matrix_is_drawn_again_only_when_the_tiles_or_the_address_change()
    {
        Show(Tiles.Board(Fleet));
        var page = Open();
        var matrix = page.FindComponent<CoverageMatrix>();
        var before = matrix.RenderCount;
        Board.Update(board => board with { System = Tiles.Well with { KnownUntil = Tiles.Now } });
        Settle();
        page.WaitForAssertion(() =>
            Assert.Contains("0 s ago", page.Find(".ds-board-state").TextContent, StringComparison.Ordinal)
        );
        Assert.Equal(before, matrix.RenderCount);

        Navigation.NavigateTo("data-sync?provider=aws");
        Assert.Equal(before + 1, matrix.RenderCount);
    }

    [Fact]
    public void Groups_have_heads_with_their_worst_state_and_counts()
    {
        Show(Tiles.Board(Fleet));
        var page = Open("data-sync?group=provider");
        Assert.Equal(["AWS 2 1 Failing 1 Healthy", "Azure 2 1 Late 1 Never ran"], Heads(page));

        page.Find("select.ds-select").Change("Health");
        Assert.EndsWith("data-sync?group=health", Navigation.Uri, StringComparison.Ordinal);
        // A head that names the state does not say it twice.
        Assert.Equal(["Failing 1", "Late 1", "Never ran 1", "Healthy 1"], Heads(page));

        page.Find("select.ds-select").Change("None");
        Assert.Empty(page.FindAll(".ds-section-head"));
    }

    [Fact]
    public void The_table_has_what_the_tiles_have_and_its_heads_sort()
    {
        Show(Tiles.Board(Fleet));
        var page = Open("data-sync?view=list&sort=-name&q=a");
        Assert.Equal(["Azure VPN", "Azure VPC", "AWS VPC two", "AWS VPC"], Rows(page));
        Assert.Equal(
            "Healthy | AWS VPC two | AWS | VPC | 5 min ago | in 12 min | +12~3−0✕1 | 4.2 s | 1 of 24",
            string.Join(" | ", page.FindAll("tr[data-tile]")[2].Children.Select(Text))
        );

        var head = page.Find("th[aria-sort]");
        Assert.Equal(("Workflow", "descending"), (Text(head), head.GetAttribute("aria-sort")));
        Assert.Equal("data-sync?q=a&view=list&sort=name", head.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(
            "data-sync?q=a&view=list&sort=-name&workflow=w%2F1",
            page.FindAll("tr[data-tile] a")[3].GetAttribute("href")
        );
    }

    [Fact]
    public void Only_the_row_that_changed_is_drawn_again()
    {
        Show(Tiles.Board(Fleet));
        var page = Open("data-sync?view=list");
        var rows = page.FindComponents<WorkflowRow>().ToDictionary(row => row.Instance.Tile.Name);
        var before = rows["Azure VPN"].RenderCount;
        Show(Tiles.Board([Fleet[0] with { Health = Health.Stuck }, .. Fleet[1..]]));
        Settle();
        page.WaitForAssertion(() => Assert.Contains("Stuck", rows["AWS VPC"].Markup, StringComparison.Ordinal));
        Assert.Equal(before, rows["Azure VPN"].RenderCount);
    }

    [Fact]
    public async Task Of_three_hundred_rows_only_those_near_the_screen_are_drawn()
    {
        var tiles = Enumerable.Range(0, 300).Select(number => Tiles.One($"Workflow {number:000}")).ToArray();
        var list = Render<WorkflowList>(one =>
            one.Add(x => x.Sections, BoardSection.Of([.. tiles], BoardGrouping.None))
                .Add(x => x.Address, BoardAddress.Plain)
        );
        Assert.Equal(48, list.FindAll("tr[data-tile]").Count);
        // The rest is room for as many rows.
        Assert.Equal(252, list.FindAll(".ds-room").Sum(room => int.Parse(room.GetAttribute("style")!.Split(':')[1])));

        await list.InvokeAsync(() => list.Instance.Show(12, 12));
        list.WaitForAssertion(() => Assert.Equal(12, list.FindAll("tr[data-tile]").Count));
        Assert.Equal("Workflow 288", list.Find("tr[data-tile] a").TextContent);
    }

    [Fact]
    public void A_wall_screen_has_figures_and_tiles_and_nothing_to_press()
    {
        Show(Tiles.Board(Fleet));
        var page = Open("data-sync?kiosk=1&provider=azure");
        Assert.Equal(["Azure VPN", "Azure VPC"], Names(page));
        Assert.Empty(page.FindAll("button, input, select, .ds-coverage, .ds-feed"));
        Assert.Equal("data-sync?provider=azure", page.Find("[data-key=Escape]").GetAttribute("href"));
        Assert.Equal(4, page.FindAll(".ds-figure").Count);
    }

    private static string[] Heads(IRenderedComponent<DataSyncPage> page) =>
        [.. page.FindAll(".ds-section-head").Select(head => string.Join(' ', head.Children.Select(Text)))];

    private static string[] Rows(IRenderedComponent<DataSyncPage> page) =>
        [.. page.FindAll("tr[data-tile] a").Select(link => link.TextContent)];

    private static string Sign(AngleSharp.Dom.IElement figure) =>
        figure.QuerySelector(".ds-target use")?.GetAttribute("href")?.TrimStart('#') ?? "";

    private static string Text(AngleSharp.Dom.IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
