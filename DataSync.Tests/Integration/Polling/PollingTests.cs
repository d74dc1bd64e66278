using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Polling;

/// <summary>The whole program against a scripted n8n: what n8n has is what the database and the board have.</summary>
public sealed class PollingTests
{
    [Theory, DatabaseData]
    public async Task All_workflows_and_executions_arrive_running_and_waiting_included(Provider provider)
    {
        await using var n8n = await TestN8n.StartAsync();
        var (active, _, _) = Estate(n8n);
        for (var i = 0; i < 600; i++)
            n8n.AddFinished(active, Ago(hours: 100) + TimeSpan.FromMinutes(i), TimeSpan.FromSeconds(2), updated: 5);
        n8n.Start(active);
        n8n.Wait(n8n.Start(active, mode: "webhook"));
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = await TestApp.StartAsync(null, TestApp.For(n8n, database));

        await app.UntilAsync(
            b => b.Tiles.Length == 3 && History(b) is { Reading: false, DetailsPending: 0 },
            "all read"
        );

        await using var db = database.Factory.CreateDbContext();
        var stored = await db.Executions.AsNoTracking().ToDictionaryAsync(e => e.N8nExecutionId);
        Assert.Equal(n8n.Executions.Select(e => e.Id).Order(), stored.Keys.Order());
        Assert.All(n8n.Executions, e => Assert.Equal(e.IsOpen, stored[e.Id].Status == ExecutionStatus.Running));
        Assert.All(n8n.Executions, e => Assert.Equal(e.Status, stored[e.Id].N8nStatus));
        Assert.All(
            stored.Values.Where(e => e.EndTime is not null),
            e => Assert.Equal((5, null), (e.ResourcesUpdated, e.ResourcesCreated))
        );
        Assert.Equal(n8n.Workflows.Select(w => w.Id).Order(), db.Workflows.Select(w => w.WorkflowId).ToList().Order());
    }

    [Theory, DatabaseData]
    public async Task What_can_be_done_about_a_workflow_is_known_after_the_first_look(Provider provider)
    {
        await using var n8n = await TestN8n.StartAsync();
        var called = n8n.AddWorkflow("GCP VPN Sync");
        n8n.AddWorkflow("AWS VPC Sync", cron: "*/15 * * * *", availableInMcp: true);
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = await TestApp.StartAsync(
            null,
            TestApp.For(n8n, database, ("N8n:McpKey", n8n.McpKey), ("N8n:Secrets:cloud", "X-Key: 1"))
        );
        var abilities = app.Services.GetRequiredService<N8nAbilities>();

        var board = await app.UntilAsync(b => b.Tiles.Length == 2 && abilities.McpAnswers is true, "a look at n8n");
        await app.UntilAsync(b => b.System.N8nVersion == "2.10 or later", "its version");

        Assert.True(abilities is { CanRetry: true, CanStop: true });
        var ways = board.Tiles.ToDictionary(tile => tile.WorkflowId, tile => tile.RunWays);
        Assert.Equal(new N8nWebhook("gcp-vpn-sync", "POST", N8nWebhookAuth.None), Assert.Single(ways[called].Webhooks));
        Assert.Contains(ways.Values, one => one is { AvailableInMcp: true, McpCanStart: true, Webhooks: [] });
    }

    [Theory, DatabaseData]
    public async Task A_run_shows_as_running_and_then_with_its_end_and_counts(Provider provider)
    {
        await using var n8n = await TestN8n.StartAsync();
        var workflow = n8n.AddWorkflow("AWS VPC Sync");
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = await TestApp.StartAsync(null, TestApp.For(n8n, database));
        using var watching = app.Board.Subscribe(() => { });
        await app.UntilAsync(b => b.Tiles is [{ Health: Health.NeverRan }], "registered");

        var id = n8n.Start(workflow);
        await app.UntilAsync(b => b.Tiles is [{ RunningCount: 1, RunningSince: not null }], "running");
        // Later ids finish first: an execution that runs long must not be lost behind them.
        for (var i = 0; i < 3; i++)
            n8n.Finish(n8n.Start(workflow), updated: 1);
        await app.UntilAsync(b => b.Tiles[0].LastRun is not null, "the quick ones");
        n8n.Finish(id, created: 7, updated: 0);

        var shown = await app.UntilAsync(b => b.Tiles is [{ RunningCount: 0, Health: Health.Healthy }], "healthy");
        Assert.NotNull(shown.Tiles[0].LastSuccessAt);
        await using var db = database.Factory.CreateDbContext();
        await app.UntilAsync(
            _ => db.Executions.AsNoTracking().Single(e => e.N8nExecutionId == id).ResourcesCreated == 7,
            "its counts"
        );
    }

    [Fact]
    public async Task A_failure_shows_its_node_and_message_at_once_and_with_its_detail()
    {
        await using var n8n = await TestN8n.StartAsync();
        var workflow = n8n.AddWorkflow("Azure Subnet Sync");
        n8n.AddFinished(
            workflow,
            Ago(minutes: 5),
            TimeSpan.FromSeconds(1),
            "error",
            error: "AccessDenied: list subnets"
        );
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(null, TestApp.For(n8n, database));

        var board = await app.UntilAsync(b => b.Tiles is [{ LastRun.ErrorMessage: not null }], "the error");

        Assert.Equal(Health.Failing, board.Tiles[0].Health);
        Assert.Contains("AccessDenied", board.Tiles[0].HealthReason, StringComparison.Ordinal);
        Assert.NotNull(board.Tiles[0].LastRun!.FailedNode);
    }

    [Fact]
    public async Task No_verdict_is_passed_over_history_that_is_still_to_be_read()
    {
        var (now, away) = (TimeProvider.System.UtcNow(), TimeSpan.FromHours(6));
        var due = now.AddHours(-3);
        await using var n8n = await TestN8n.StartAsync();
        var daily = n8n.AddWorkflow("AWS VPC Sync", cron: $"0 {due.Minute} {due.Hour} * * *");
        var nightly = n8n.AddWorkflow("GCP VPN Sync");
        var busy = n8n.AddWorkflow("OCI NAT Sync");
        foreach (var workflow in n8n.Workflows)
            workflow.UpdatedAt = now.AddDays(-60);
        n8n.AddFinished(daily, due.AddDays(-1), TimeSpan.FromSeconds(5));
        foreach (var id in new[] { nightly, busy })
            n8n.AddFinished(id, now - away - TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(5));
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using (var before = await TestApp.StartAsync(new Earlier(away), TestApp.For(n8n, database)))
            await before.UntilAsync(b => b.Tiles.Length == 3 && b.Tiles.All(IsFine), "all well");
        await using var db = database.Factory.CreateDbContext();
        var known = (await db.Checkpoints.SingleAsync()).KnownUntil;
        for (var i = 0; i < 1000; i++)
        {
            if (i == 514)
            {
                n8n.AddFinished(daily, due, TimeSpan.FromSeconds(5));
                n8n.AddFinished(nightly, due, TimeSpan.FromSeconds(5), "error");
            }
            n8n.AddFinished(busy, now - away + TimeSpan.FromSeconds(21 * i), TimeSpan.FromSeconds(5));
        }
        // The first look reads three pages behind the newest one; the rest is history, which n8n cannot deliver yet.
        var (held, pages) = (true, 0);
        n8n.FaultFor = arrival =>
            arrival.PathAndQuery.Contains("cursor=", StringComparison.Ordinal)
            && !arrival.PathAndQuery.Contains("includeData", StringComparison.Ordinal)
            && Interlocked.Increment(ref pages) > 3
            && Volatile.Read(ref held)
                ? TestN8nFault.ServerError
                : null;

        await using var app = await TestApp.StartAsync(null, TestApp.For(n8n, database, ("N8n:MaxRetries", "0")));
        var shown = await app.UntilAsync(b => b.System.KnownUntil > now && pages > 4, "a look, and history not read");

        Assert.Equal(
            [(Health.Healthy, known), (Health.Healthy, known), (Health.Healthy, null)],
            new[] { daily, nightly, busy }.Select(id => (shown.Tile(id)!.Health, shown.Tile(id)!.AsOf))
        );
        Volatile.Write(ref held, false);
        shown = await app.UntilAsync(b => b.Tile(nightly)!.Health == Health.Failing, "the failure, once it is read");
        await app.UntilAsync(b => IsFine(b.Tile(daily)!), "the run that was not late");
        Assert.DoesNotContain(await db.Incidents.ToListAsync(), one => one.Kind == IncidentKind.Late);

        static bool IsFine(WorkflowTile tile) => tile is { Health: Health.Healthy, AsOf: null };
    }

    /// <summary>The time some hours ago, going on from there.</summary>
    private sealed class Earlier(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - by;
    }

    [Theory, DatabaseData]
    public async Task A_run_that_did_not_wake_up_is_stuck(Provider provider)
    {
        await using var n8n = await TestN8n.StartAsync();
        var (awake, asleep) = (n8n.AddWorkflow("AWS VPC Sync"), n8n.AddWorkflow("GCP VPN Sync"));
        n8n.Wait(n8n.Start(awake, at: Ago(hours: 9)), till: Ago(hours: -1));
        n8n.Wait(n8n.Start(asleep, at: Ago(hours: 9)), till: Ago(hours: 4));
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = await TestApp.StartAsync(null, TestApp.For(n8n, database));

        var shown = await app.UntilAsync(b => b.Tile(asleep) is { Health: Health.Stuck }, "stuck");

        Assert.Equal(Health.NeverRan, shown.Tile(awake)!.Health);
    }

    [Fact]
    public async Task A_workflow_that_slipped_between_two_pages_is_not_called_gone()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        await using var n8n = await TestN8n.StartAsync(database.Clock);
        await using var ours = LossRun.Services(n8n, database);
        for (var i = 0; i < 252; i++)
            n8n.AddWorkflow($"AWS VPC Sync {i}");
        var deleted = n8n.Workflows[0].Id;
        Assert.Empty(await GoneAsync());

        // All behind move up by one, so that the first of the second page is on neither.
        n8n.FaultFor = arrival =>
        {
            if (arrival.PathAndQuery.Contains("cursor=", StringComparison.Ordinal))
                n8n.RemoveWorkflow(deleted);
            return null;
        };
        Assert.Empty(await GoneAsync());
        Assert.Empty(await GoneAsync());
        Assert.Equal([deleted], await GoneAsync());

        async Task<List<string>> GoneAsync()
        {
            await ours.GetRequiredService<WorkflowService>().ReadRegistryAsync(RequestPriority.Live, default);
            await using var db = await database.Factory.CreateDbContextAsync();
            return await db.Workflows.Where(row => row.VanishedAt != null).Select(row => row.WorkflowId).ToListAsync();
        }
    }

    [Fact]
    public async Task Counts_of_many_workflows_cost_few_requests()
    {
        await using var n8n = await TestN8n.StartAsync();
        for (var i = 0; i < 60; i++)
            n8n.AddFinished(
                n8n.AddWorkflow($"AWS VPC Sync {i}"),
                Ago(minutes: 60 - i),
                TimeSpan.FromSeconds(1),
                updated: i
            );
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(null, TestApp.For(n8n, database));

        await app.UntilAsync(
            b => b.Tiles.Length == 60 && b.Tiles.All(t => t.LastRun?.Resources.Any == true),
            "all counts"
        );

        var asked = n8n.Arrivals.Count(a => a.PathAndQuery.Contains("includeData=true", StringComparison.Ordinal));
        Assert.InRange(asked, 1, 10);
    }

    [Fact]
    public async Task An_execution_that_n8n_forgets_while_it_is_open_is_closed_as_of_unknown_end()
    {
        await using var n8n = await TestN8n.StartAsync();
        var workflow = n8n.AddWorkflow("GCP VPC Sync");
        n8n.AddFinished(workflow, Ago(hours: 1), TimeSpan.FromSeconds(1));
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(null, TestApp.For(n8n, database));
        using var watching = app.Board.Subscribe(() => { });
        var id = n8n.Start(workflow);
        await app.UntilAsync(b => b.Tiles is [{ RunningCount: 1 }], "running");

        n8n.Delete(id);

        var board = await app.UntilAsync(b => b.Tiles is [{ RunningCount: 0 }], "no longer running");
        Assert.NotEqual(Health.Healthy, board.Tiles[0].Health);
    }

    [Fact]
    public async Task Reading_history_goes_on_where_it_stood_after_a_restart()
    {
        await using var n8n = await TestN8n.StartAsync();
        var workflow = n8n.AddWorkflow("OCI VCN Sync");
        for (var i = 0; i < 2_000; i++)
            n8n.AddFinished(workflow, Ago(hours: 200) + TimeSpan.FromMinutes(i), TimeSpan.FromSeconds(1));
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        // History stops after two pages, as if the process had been stopped there.
        var pages = 0;
        n8n.FaultFor = request =>
            request.PathAndQuery.Contains("limit=250&cursor", StringComparison.Ordinal)
            && Interlocked.Increment(ref pages) > 2
                ? TestN8nFault.Silent
                : null;
        await using (var first = await TestApp.StartAsync(null, TestApp.For(n8n, database)))
            await first.UntilAsync(_ => pages > 2, "two pages of history");
        n8n.FaultFor = null;
        var before = n8n.Arrivals.Count;

        await using var app = await TestApp.StartAsync(null, TestApp.For(n8n, database));
        await app.UntilAsync(b => History(b) is { Stored: 2_000, Reading: false }, "all of history", seconds: 60);

        var lists = n8n
            .Arrivals.Skip(before)
            .Where(a => a.PathAndQuery.Contains("limit=250&cursor", StringComparison.Ordinal));
        Assert.InRange(lists.Count(), 1, 6);
    }

    [Fact]
    public async Task Workflows_are_marked_when_archived_inactive_or_gone_and_never_dropped()
    {
        await using var n8n = await TestN8n.StartAsync();
        var (active, inactive, archived) = Estate(n8n);
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(
            null,
            TestApp.For(n8n, database, ("Polling:Interval", "00:00:00.500"))
        );
        var board = await app.UntilAsync(b => b.Tiles.Length == 3, "all three");
        Assert.Equal(Health.Inactive, board.Tiles.Single(t => t.WorkflowId == inactive).Health);
        Assert.True(board.Tiles.Single(t => t.WorkflowId == archived).IsArchived);

        n8n.RemoveWorkflow(active);

        await app.UntilAsync(
            b => b.Tiles.Length == 3 && b.Tiles.Single(t => t.WorkflowId == active).VanishedAt is not null,
            "gone"
        );
    }

    private static (string Active, string Inactive, string Archived) Estate(TestN8n n8n) =>
        (
            n8n.AddWorkflow("AWS VPC Sync"),
            n8n.AddWorkflow("Ali VPN Sync", active: false),
            n8n.AddWorkflow("华为 子网 同步", active: false, archived: true)
        );

    private static BackfillProgress? History(BoardSnapshot board) => board.System.Backfill;

    private static DateTime Ago(double hours = 0, double minutes = 0) =>
        TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromHours(hours) - TimeSpan.FromMinutes(minutes);
}
