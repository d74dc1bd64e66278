using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Live;

/// <summary>What happens to workflows and to our sight of n8n: stored with the change that caused it, and shown.</summary>
public sealed class EventsTests
{
    [Theory, DatabaseData]
    public async Task A_change_in_n8n_is_kept_and_shown_and_outlives_a_restart(Provider provider)
    {
        await using var n8n = await TestN8n.StartAsync();
        var id = n8n.AddWorkflow("AWS VPC Sync", tags: ["team-net"]);
        await using var database = await TestDatabase.CreateAsync(provider);
        var settings = TestApp.For(
            n8n,
            database,
            ("Polling:Interval", "00:00:01"),
            ("Classification:Tags:0:Tag", "Team-Net"),
            ("Classification:Tags:0:Provider", "huawei")
        );
        await using (var app = await TestApp.StartAsync(null, settings))
        {
            var first = await app.UntilAsync(b => b.Feed is [{ Text: "seen for the first time" }], "registered");
            Assert.Equal(CloudProvider.Huawei, first.Tiles[0].Provider);
            n8n.ChangeWorkflow(id, workflow => (workflow.Name, workflow.Active) = ("AWS VPC prod", false));
            await app.UntilAsync(b => b.Feed.Any(entry => entry.Text is "renamed"), "renamed");
            n8n.RemoveWorkflow(id);
            await app.UntilAsync(b => b.Feed is [{ Text: "gone from n8n" }, ..], "gone");
        }

        await using var db = database.Factory.CreateDbContext();
        var stored = await db.WorkflowEvents.AsNoTracking().OrderBy(e => e.Id).ToListAsync();
        Assert.Equal(
            [
                WorkflowEventKind.Registered,
                WorkflowEventKind.Renamed,
                WorkflowEventKind.Deactivated,
                WorkflowEventKind.VersionChanged,
                WorkflowEventKind.Vanished,
            ],
            stored.Select(e => e.Kind)
        );
        Assert.Equal(stored.Count, stored.Select(e => e.ChangeSeq).Distinct().Count());

        await using var again = await TestApp.StartAsync(null, settings);
        await again.UntilAsync(b => b.Feed.Length == 5 && b.Feed[0].Text is "gone from n8n", "the stored ones");
    }

    [Theory, DatabaseData]
    public async Task An_edit_before_the_first_failure_is_named_at_once_and_after_a_restart(Provider provider)
    {
        await using var n8n = await TestN8n.StartAsync();
        var id = n8n.AddWorkflow("AWS VPC Sync");
        n8n.AddFinished(id, TimeProvider.System.UtcNow().AddMinutes(-10), TimeSpan.FromSeconds(1));
        await using var database = await TestDatabase.CreateAsync(provider);
        var settings = TestApp.For(n8n, database, ("Polling:Interval", "00:00:01"));
        await using (var app = await TestApp.StartAsync(null, settings))
        {
            await app.UntilAsync(b => b.Tiles is [{ LastRun: not null }], "the success");
            n8n.ChangeWorkflow(id, _ => { });
            await app.UntilAsync(b => b.Feed.Any(entry => entry.Text is "new version by Test Owner"), "the edit");
            n8n.Finish(n8n.Start(id), "error", error: "AccessDenied");
            await app.UntilAsync(IsNamed, "the edit in the reason");
        }

        await using var again = await TestApp.StartAsync(null, settings);
        await again.UntilAsync(IsNamed, "the stored edit in the reason");

        static bool IsNamed(BoardSnapshot board) =>
            board.Tiles is [{ Health: Health.Failing, HealthReason: var reason }]
            && reason.Contains("It was edited by Test Owner", StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task Time_in_which_nobody_looked_is_kept_as_an_interval_that_the_next_pass_ends(Provider provider)
    {
        await using var n8n = await TestN8n.StartAsync();
        n8n.AddFinished(
            n8n.AddWorkflow("AWS VPC Sync"),
            TimeProvider.System.UtcNow().AddHours(-5),
            TimeSpan.FromSeconds(1)
        );
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var app = await TestApp.StartAsync(null, TestApp.For(n8n, database)))
            await app.UntilAsync(b => b.Tiles is [{ LastRun: not null }] && b.System.KnownUntil is not null, "read");
        var known = TimeProvider.System.UtcNow().AddHours(-4);
        await using var db = database.Factory.CreateDbContext();
        Assert.Empty(await db.UnobservedIntervals.ToListAsync());
        await db.Checkpoints.ExecuteUpdateAsync(set => set.SetProperty(c => c.KnownUntil, known));

        await using var later = await TestApp.StartAsync(null, TestApp.For(n8n, database));
        var shown = await later.UntilAsync(
            b =>
                b.Feed.Any(entry => entry is { Kind: FeedKind.Unobserved, Detail: not null })
                && b.System.UnobservedSince is null,
            "the gap is over and told"
        );

        var gap = Assert.Single(await db.UnobservedIntervals.AsNoTracking().ToListAsync());
        Assert.Equal((known, Trouble.NotRunning), (gap.StartedAt, gap.Reason));
        Assert.True(gap.EndedAt > known.AddHours(3.9));
        Assert.All(shown.Tiles, tile => Assert.Null(tile.AsOf));
    }

    [Theory, DatabaseData]
    public async Task An_interval_is_opened_once_and_closed_with_the_checkpoint(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var services = database.NewServices(add => add.AddLiveBoard());
        var writes = services.GetRequiredService<WriteTransaction>();
        var since = database.Clock.UtcNow();
        var gap = new Trouble("unreachable", since);

        Assert.True(await UnobservedTime.OpenAsync(writes, gap, CancellationToken.None));
        Assert.False(await UnobservedTime.OpenAsync(writes, gap, CancellationToken.None));
        await AdvanceAsync(writes, since.AddMinutes(30));
        // What is already known again opens nothing.
        Assert.False(await UnobservedTime.OpenAsync(writes, gap, CancellationToken.None));
        await AdvanceAsync(writes, since.AddMinutes(31));

        await using var db = database.Factory.CreateDbContext();
        var stored = Assert.Single(await db.UnobservedIntervals.AsNoTracking().ToListAsync());
        Assert.Equal((since, since.AddMinutes(30), "unreachable"), (stored.StartedAt, stored.EndedAt, stored.Reason));
        Assert.Equal(2, stored.ChangeSeq);
    }

    [Fact]
    public async Task A_stored_picture_that_is_old_is_not_shown_as_fine()
    {
        await using var n8n = await TestN8n.StartAsync();
        n8n.AddFinished(
            n8n.AddWorkflow("AWS VPC Sync"),
            TimeProvider.System.UtcNow().AddMinutes(-5),
            TimeSpan.FromSeconds(1)
        );
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using (var app = await TestApp.StartAsync(null, TestApp.For(n8n, database)))
            await app.UntilAsync(b => b.Tiles is [{ Health: Health.Healthy, AsOf: null }], "healthy");
        await using var db = database.Factory.CreateDbContext();
        var known = TimeProvider.System.UtcNow().AddHours(-3);
        await db.Checkpoints.ExecuteUpdateAsync(set => set.SetProperty(c => c.KnownUntil, known));
        n8n.Fault = TestN8nFault.Unauthorized;

        await using var later = await TestApp.StartAsync(null, TestApp.For(n8n, database));
        var shown = await later.UntilAsync(b => b.Tiles is [{ AsOf: not null }], "as of then");

        Assert.Equal((known, known), (shown.Tiles[0].AsOf, shown.System.UnobservedSince));
        await later.UntilAsync(_ => db.UnobservedIntervals.Any(i => i.EndedAt == null), "kept as open");
    }

    [Theory, DatabaseData]
    public async Task A_node_that_failed_inside_a_successful_run_is_stored_and_makes_it_suspicious(Provider provider)
    {
        await using var n8n = await TestN8n.StartAsync();
        var start = TimeProvider.System.UtcNow().AddMinutes(-5);
        var run = n8n.AddFinished(n8n.AddWorkflow("AWS VPC Sync"), start, TimeSpan.FromSeconds(1));
        n8n.Change(
            run,
            execution =>
                execution.Data!["resultData"]!["runData"]!["Schedule Trigger"]![0]!["executionStatus"] = "error"
        );
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = await TestApp.StartAsync(null, TestApp.For(n8n, database));

        var shown = await app.UntilAsync(b => b.Tiles is [{ Health: Health.Suspicious }], "suspicious");

        Assert.Equal("Node 'Schedule Trigger' failed inside the run and was skipped.", shown.Tiles[0].HealthReason);
        Assert.Contains(
            shown.Feed,
            entry => entry is { Text: "succeeded, but a node failed inside", Detail: "Schedule Trigger" }
        );
        await using var db = database.Factory.CreateDbContext();
        Assert.Equal(1, (await db.Executions.SingleAsync()).NodesFailed);
    }

    [Fact]
    public async Task Runs_of_another_zone_are_not_late_and_the_board_names_the_zone()
    {
        await using var n8n = await TestN8n.StartAsync();
        var shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
        var today = TimeProvider.System.UtcNow().Date;
        // Daily at a time that was due in UTC two hours ago and runs in Shanghai eight hours before that.
        var due = TimeProvider.System.UtcNow().AddHours(-2);
        var id = n8n.AddWorkflow("AWS VPC Sync", cron: $"0 {due.Minute} {due.Hour} * * *");
        for (var day = 8; day >= 1; day--)
        {
            var local = DateTime.SpecifyKind(
                today.AddDays(1 - day) + new TimeSpan(due.Hour, due.Minute, 5),
                DateTimeKind.Unspecified
            );
            var start = TimeZoneInfo.ConvertTimeToUtc(local, shanghai);
            if (start < TimeProvider.System.UtcNow())
                n8n.AddFinished(id, start, TimeSpan.FromSeconds(1));
        }
        n8n.Workflows.Single().UpdatedAt = today.AddDays(-60);
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(null, TestApp.For(n8n, database));

        var shown = await app.UntilAsync(b => b.System.ZoneHint is not null, "the zone");

        Assert.Equal(new ZoneHint("Asia/Shanghai", "UTC"), shown.System.ZoneHint);
        await app.UntilAsync(b => b.Tiles is [{ Health: Health.Healthy }], "not late");
    }

    [Fact]
    public async Task A_zone_nobody_knows_is_told()
    {
        await using var n8n = await TestN8n.StartAsync();
        n8n.AddWorkflow("AWS VPC Sync", cron: "0 0 2 * * *", timeZone: "Mars/Olympus");
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(null, TestApp.For(n8n, database));

        var shown = await app.UntilAsync(b => b.Tiles.Length == 1 && b.System.KnownUntil is not null, "the workflow");

        Assert.Contains("'Mars/Olympus' is not known here", shown.Tiles[0].HealthReason, StringComparison.Ordinal);
    }

    private static Task<bool> AdvanceAsync(WriteTransaction writes, DateTime to) =>
        writes.RunAsync(
            (_, checkpoint, _) =>
            {
                checkpoint.KnownUntil = to;
                return Task.FromResult(true);
            },
            CancellationToken.None
        );
}
