using AngleSharp.Dom;
using Bunit;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;
using DataSync.Web.Components;
using DataSync.Web.Features.Dashboard;

namespace DataSync.Tests.Components;

public sealed class TileTests : PageTests
{
    public static TheoryData<Health> Healths => [.. Enum.GetValues<Health>()];

    [Theory]
    [MemberData(nameof(Healths))]
    public void Every_state_has_a_word_and_an_icon_that_exists(Health health)
    {
        var card = Card(health: health);
        var sprite = Render<IconSprite>();

        var shown = card.Find(".ds-health");
        Assert.Equal(Words.Of(health), shown.TextContent);
        var icon = shown.QuerySelector("use")!.GetAttribute("href")!;
        Assert.NotNull(sprite.Find(icon));
    }

    [Fact]
    public void Every_cloud_and_type_has_a_word_and_an_icon_that_exists()
    {
        var sprite = Render<IconSprite>();
        foreach (var provider in Enum.GetValues<CloudProvider>())
            Assert.NotNull(sprite.Find($"#i-{Words.Key(provider)}"));
        foreach (var type in Enum.GetValues<WorkflowType>())
            Assert.NotNull(sprite.Find($"#i-{Words.Key(type)}"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("华为云 虚拟私有云同步")]
    public void A_hostile_name_is_text_and_nothing_else(string name)
    {
        var card = Card(name);

        Assert.Equal(name, card.Find("h3").TextContent);
        Assert.Empty(card.FindAll("script, img"));
    }

    [Fact]
    public void Counts_and_duration_stand_against_what_is_usual()
    {
        const string Usual = "Usually 1.2 to 1.9 s, 14 to 20 updated.";
        var card = Render<WorkflowTileCard>(one =>
            one.Add(x => x.Tile, Tiles.One(health: Health.Failing) with { Usual = Usual })
        );

        Assert.Equal(
            $"12 created, 3 updated, 0 deleted, 1 failed. {Usual}",
            card.Find(".ds-counts").GetAttribute("title")
        );
        Assert.Equal(Usual, card.Find(".ds-facts > div:last-child").GetAttribute("title"));
    }

    [Fact]
    public void A_count_that_was_not_reported_is_not_shown_as_zero()
    {
        var none = Render<WorkflowTileCard>(card =>
            card.Add(one => one.Tile, Tiles.One() with { LastRun = Tiles.Run(ResourceCounts.None) })
        );
        Assert.Contains("counts not reported", none.Markup, StringComparison.Ordinal);

        var some = Render<WorkflowTileCard>(card =>
            card.Add(one => one.Tile, Tiles.One() with { LastRun = Tiles.Run(new(1204, 0, null, 2)) })
        );
        Assert.Equal(["+1,204", "~0", "−?", "✕2"], Texts(some.FindAll(".ds-counts span")));
        Assert.Contains("deleted not reported", some.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Running_is_a_mark_beside_the_verdict()
    {
        var tile = Tiles.One(health: Health.Failing) with
        {
            RunningSince = Tiles.Now.AddSeconds(-42),
            RunningCount = 2,
        };
        var card = Render<WorkflowTileCard>(one => one.Add(c => c.Tile, tile));

        Assert.Equal("Failing", card.Find(".ds-health").TextContent);
        Assert.Equal("Running 0:42 ×2", card.Find(".ds-running").TextContent.Trim());
    }

    [Fact]
    public void Ages_are_drawn_once_by_the_server_and_counted_in_the_browser()
    {
        var card = Card();

        var ages = card.FindAll("ds-age");
        Assert.Equal(["5 min ago", "in 12 min"], Texts(ages));
        Assert.Equal("2026-11-23T10:37:00.000Z", ages[0].GetAttribute("at"));
        Assert.Equal("s1:a", card.Find("ds-runs").GetAttribute("data"));
    }

    [Fact]
    public void On_a_living_page_the_browser_words_the_ages_so_that_all_pages_share_the_rest()
    {
        IsLiving = true;
        var tile = Tiles.One() with { RunningSince = Tiles.Now.AddSeconds(-42), RunningCount = 1 };
        var first = Render<WorkflowTileCard>(one => one.Add(c => c.Tile, tile));
        Time.Advance(TimeSpan.FromHours(1));
        var later = Render<WorkflowTileCard>(one => one.Add(c => c.Tile, tile));

        Assert.Equal(["", "", ""], Texts(first.FindAll("ds-age")));
        Assert.Equal(["since", "ago", "in"], first.FindAll("ds-age").Select(age => age.GetAttribute("mode")!));
        Assert.Equal(first.Markup, later.Markup);
    }

    [Fact]
    public void What_a_schedule_says_is_text_and_nothing_else()
    {
        const string text = "\" onmouseover=\"alert(1)";
        var card = Render<WorkflowTileCard>(one =>
            one.Add(c => c.Tile, Tiles.One() with { ScheduleText = text, Usual = text })
        );

        Assert.Equal(text, card.FindAll(".ds-facts div")[1].GetAttribute("title"));
        Assert.Empty(card.FindAll("[onmouseover]"));
    }

    [Fact]
    public void A_workflow_that_left_n8n_says_so()
    {
        var archived = Render<WorkflowTileCard>(c => c.Add(x => x.Tile, Tiles.One() with { IsArchived = true }));
        var vanished = Render<WorkflowTileCard>(c => c.Add(x => x.Tile, Tiles.One() with { VanishedAt = Tiles.Now }));

        Assert.Equal("archived", archived.Find(".ds-gone").TextContent);
        Assert.Equal("deleted in n8n", vanished.Find(".ds-gone").TextContent);
    }

    [Fact]
    public async Task Of_three_hundred_tiles_only_those_near_the_screen_are_drawn()
    {
        var tiles = Enumerable.Range(0, 300).Select(number => Tiles.One($"Workflow {number:000}")).ToArray();
        var grid = Render<WorkflowStatusGrid>(one =>
            one.Add(x => x.Sections, BoardSection.Of([.. tiles], BoardGrouping.None))
                .Add(x => x.Address, BoardAddress.Plain)
        );

        Assert.Equal(48, grid.FindAll("[data-tile]").Count);
        Assert.Equal(300, grid.FindAll(".ds-tile").Count);

        await grid.InvokeAsync(() => grid.Instance.Show(11, 12));
        grid.WaitForAssertion(() =>
            Assert.Equal("Workflow 264", grid.FindAll("[data-tile]")[0].GetAttribute("data-tile"))
        );
        Assert.Equal(36, grid.FindAll("[data-tile]").Count);
        Assert.Equal(300, grid.FindAll(".ds-tile").Count);
    }

    private IRenderedComponent<WorkflowTileCard> Card(string name = "AWS VPC", Health health = Health.Healthy) =>
        Render<WorkflowTileCard>(card => card.Add(one => one.Tile, Tiles.One(name, health)));

    private static string[] Texts(IEnumerable<IElement> elements) => [.. elements.Select(e => e.TextContent.Trim())];
}
