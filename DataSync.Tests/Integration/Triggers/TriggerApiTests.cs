using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Core.Triggers;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Triggers;

/// <summary>Acting over the API, with the whole program, on both databases.</summary>
public sealed class TriggerApiTests
{
    [Theory, DatabaseData]
    public async Task A_run_is_asked_for_once_however_often_and_followed_to_its_end(Provider provider)
    {
        await using var host = await Host.StartAsync(provider);

        var asked = await host.RunAsync(new { triggerId = "mine" });
        var again = await host.RunAsync(new { triggerId = "mine" });
        var beside = await host.RunAsync(new { });

        Assert.Equal((202, 202, 409), (asked.Status, again.Status, beside.Status));
        Assert.Equal(asked["triggerId"].GetString(), again["triggerId"].GetString());
        Assert.Equal("/api/v1/triggers/mine", asked.Location);
        var ended = await host.EndedAsync("mine");
        var run = Assert.Single(host.N8n.Executions);
        Assert.Equal((TriggerState.Ended, run.Id), (ended.State, ended.ExecutionId));
        Assert.Equal("ended", (await host.Admin.GetAsync("api/v1/triggers/mine"))["state"].GetString());
        Assert.Equal(409, (await host.Admin.SendAsync(HttpMethod.Delete, "api/v1/triggers/mine", null)).Status);
    }

    [Theory, DatabaseData]
    public async Task What_n8n_refuses_is_told_and_what_is_unknown_is_looked_for(Provider provider)
    {
        await using var host = await Host.StartAsync(provider);
        host.Fault = TestN8nFault.Json(404, """{"message":"The requested webhook is not registered."}""");
        await host.RunAsync(new { triggerId = "refused" });
        var refused = await host.EndedAsync("refused");
        host.Fault = TestN8nFault.Down.AfterActing();
        await host.RunAsync(new { triggerId = "lost" });
        var found = await host.EndedAsync("lost");

        Assert.Equal(TriggerState.Refused, refused.State);
        Assert.Contains("webhook", refused.Outcome, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((TriggerState.Ended, Assert.Single(host.N8n.Executions).Id), (found.State, found.ExecutionId));
    }

    [Fact]
    public async Task A_stop_that_n8n_refuses_is_told_although_the_run_is_seen()
    {
        await using var host = await Host.StartAsync(Provider.Sqlite);
        var running = host.N8n.Start(host.Workflow, "webhook");
        await host.Admin.PostAsync("api/v1/refresh");
        await host.App.UntilAsync(board => board.Tiles[0].RunningCount == 1, "the run");
        // Late, so that what was sent is followed before n8n answers.
        host.Fault = TestN8nFault.Forbidden.After(TimeSpan.FromSeconds(2));

        var asked = await host.Admin.PostAsync($"api/v1/executions/{running}/stop", new { triggerId = "stop" });

        Assert.True(asked.Status == 202, asked.Text);
        var ended = await host.EndedAsync("stop");
        Assert.Equal(TriggerState.Refused, ended.State);
        Assert.Contains("execution:stop", ended.Outcome, StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task The_runs_of_a_week_that_were_sent_are_counted(Provider provider)
    {
        await using var host = await Host.StartAsync(provider);
        await host.App.DisposeAsync();
        var now = TimeProvider.System.UtcNow();
        await host.StoreAsync("early", row => (row.RequestedAt, row.SentAt) = (now.AddDays(-8), now.AddDays(-8)));
        await host.StoreAsync("sent", row => row.SentAt = now);
        await host.StoreAsync("doubtful", row => (row.SentAt, row.State) = (now, TriggerState.Unknown));
        await host.StoreAsync("refused", row => (row.SentAt, row.State) = (now, TriggerState.Refused));
        await host.StoreAsync("withdrawn", row => row.State = TriggerState.Withdrawn);
        await host.StoreAsync("retried", row => (row.SentAt, row.Act) = (now, TriggerAct.Retry));
        await host.StoreAsync("stopped", row => (row.SentAt, row.Act) = (now, TriggerAct.Stop));

        await host.RestartAsync();

        await host.App.UntilAsync(board => board.Figures.AskedFor == (2, 1), "the count");
        var status = await host.Admin.GetAsync("api/v1/status");
        Assert.Equal(2, status["data"].GetProperty("runsAskedFor7d").GetInt32());
    }

    [Fact]
    public async Task What_was_queued_before_a_restart_is_sent_after_it_once()
    {
        await using var host = await Host.StartAsync(Provider.Sqlite);
        await host.App.DisposeAsync();
        await host.StoreAsync("queued");

        await host.RestartAsync();

        var ended = await host.EndedAsync("queued");
        Assert.Equal((TriggerState.Ended, Assert.Single(host.N8n.Executions).Id), (ended.State, ended.ExecutionId));
    }

    [Fact]
    public async Task One_whose_webhook_is_gone_meanwhile_is_refused_and_not_left_in_doubt()
    {
        await using var host = await Host.StartAsync(Provider.Sqlite);
        await host.App.DisposeAsync();
        await host.StoreAsync("queued");
        host.N8n.ChangeWorkflow(host.Workflow, workflow => workflow.Nodes = []);

        await host.RestartAsync();

        var ended = await host.EndedAsync("queued");
        Assert.Equal(TriggerState.Refused, ended.State);
        Assert.Empty(host.N8n.Executions);
    }

    [Fact]
    public async Task What_waited_for_too_long_is_not_sent_any_more()
    {
        await using var host = await Host.StartAsync(Provider.Sqlite);
        await host.App.DisposeAsync();
        var asked = TimeProvider.System.UtcNow().AddMinutes(-16);
        await host.StoreAsync("old", row => (row.RequestedAt, row.State) = (asked, TriggerState.Queued));

        await host.RestartAsync();

        var ended = await host.EndedAsync("old");
        Assert.Equal((TriggerState.Refused, null), (ended.State, ended.SentAt));
        Assert.Contains("ask again", ended.Outcome, StringComparison.Ordinal);
        Assert.Empty(host.N8n.Executions);
    }

    [Fact]
    public async Task What_n8n_answers_is_kept_although_the_database_is_away_at_that_moment()
    {
        await using var host = await Host.StartAsync(Provider.Sqlite);
        host.N8n.FaultFor = arrival =>
        {
            if (arrival.Method is not "POST")
                return null;
            host.Execute("CREATE TRIGGER away BEFORE UPDATE ON triggers BEGIN SELECT RAISE(ABORT, 'away'); END");
            return TestN8nFault.Json(404, """{"message":"The requested webhook is not registered."}""");
        };

        await host.RunAsync(new { triggerId = "mine" });
        await host.App.UntilAsync("mine", one => one.State == TriggerState.Sending);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        host.Execute("DROP TRIGGER away");

        Assert.Equal(TriggerState.Refused, (await host.EndedAsync("mine")).State);
    }

    [Fact]
    public async Task What_was_changed_in_n8n_is_noted_although_nobody_waits_for_it_any_more()
    {
        await using var host = await Host.StartAsync(Provider.Sqlite);
        var mcp = host.App.Services.GetRequiredService<McpSwitch>();
        var seen = await mcp.ReadAsync(Actor.Program, host.Workflow, default);
        using var page = new CancellationTokenSource();
        host.N8n.FaultFor = arrival =>
        {
            if (arrival.Method is "PUT")
                page.Cancel();
            return null;
        };

        await Assert.ThrowsAsync<RefusedException>(() => mcp.SetAsync(Actor.Program, seen, true, page.Token));

        await using var db = await host
            .App.Services.GetRequiredService<IDbContextFactory<DataSyncDbContext>>()
            .CreateDbContextAsync();
        Assert.Single(await db.AuditEntries.Where(row => row.Action == AuditActions.WorkflowInMcp).ToListAsync());
    }

    [Fact]
    public async Task A_retry_is_a_run_so_the_same_policy_holds_and_its_id_is_of_one_execution()
    {
        await using var host = await Host.StartAsync(Provider.Sqlite);
        var (one, other) = (Failed(minutesAgo: 6), Failed(minutesAgo: 5));
        await host.Admin.PostAsync("api/v1/refresh");
        await host.App.UntilAsync(board => board.Tiles[0].LastRun?.ExecutionId == other, "the failures");
        await AllowAsync("never");

        var never = await RetryAsync(one, new { triggerId = "mine" });
        await AllowAsync("operators_by_name");
        var unnamed = await RetryAsync(one, new { triggerId = "mine" });
        var named = await RetryAsync(one, new { triggerId = "mine", typedName = "AWS VPC Sync" });
        var second = await RetryAsync(other, new { triggerId = "mine", typedName = "AWS VPC Sync" });

        Assert.Equal((409, 202, 409), (never.Status, named.Status, second.Status));
        Assert.Contains("never run from here", never.Text, StringComparison.Ordinal);
        Assert.Contains("typedName", unnamed.Text, StringComparison.Ordinal);
        Assert.Contains("something else", second.Text, StringComparison.Ordinal);
        await host.EndedAsync("mine");
        Assert.Single(host.N8n.Executions, run => run.RetryOf is not null);

        string Failed(int minutesAgo) =>
            host.N8n.AddFinished(
                host.Workflow,
                TimeProvider.System.UtcNow().AddMinutes(-minutesAgo),
                TimeSpan.FromSeconds(2),
                "error"
            );

        Task<ApiResponse> RetryAsync(string id, object order) =>
            host.Admin.PostAsync($"api/v1/executions/{id}/retry", order);

        async Task AllowAsync(string policy)
        {
            var body = $$"""{"runPolicy":"{{policy}}"}""";
            var changed = await host.Admin.SendAsync(HttpMethod.Patch, $"api/v1/workflows/{host.Workflow}", body);
            Assert.True(changed.Status == 204, changed.Text);
            await host.App.UntilAsync(
                board => EnumWords.Of(board.Tiles[0].Settings.RunPolicy ?? RunPolicy.Operators) == policy,
                policy
            );
        }
    }

    [Fact]
    public async Task What_an_old_n8n_cannot_do_is_said_before_anything_is_sent()
    {
        await using var host = await Host.StartAsync(Provider.Sqlite, TestN8nLine.One);
        var failed = host.N8n.AddFinished(
            host.Workflow,
            TimeProvider.System.UtcNow().AddMinutes(-5),
            TimeSpan.FromSeconds(2),
            "error"
        );
        await host.Admin.PostAsync("api/v1/refresh");
        await host.App.UntilAsync(board => board.Tiles[0].LastRun is not null, "the failure");

        var retry = await host.Admin.PostAsync($"api/v1/executions/{failed}/retry", new { });

        Assert.Equal(409, retry.Status);
        Assert.Contains("1.113", retry.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(host.N8n.Arrivals, arrival => arrival.Method is not "GET");
    }

    /// <summary>A program over an n8n with one workflow that has a webhook.</summary>
    private sealed class Host : IAsyncDisposable
    {
        private readonly TestDatabase database;

        private Host(TestN8n n8n, TestDatabase database) => (N8n, this.database) = (n8n, database);

        public TestN8n N8n { get; }
        public TestApp App { get; private set; } = null!;
        public ApiCaller Admin { get; private set; } = null!;
        public string Workflow { get; private set; } = "";

        /// <summary>What acts meet.</summary>
        public TestN8nFault? Fault { get; set; }

        public static async Task<Host> StartAsync(Provider provider, TestN8nLine line = TestN8nLine.Two)
        {
            var host = new Host(await TestN8n.StartAsync(), await TestDatabase.CreateAsync(provider));
            host.N8n.Line = line;
            host.N8n.RunsEndAfter = TimeSpan.FromSeconds(1);
            host.N8n.FaultFor = arrival => arrival.Method is "POST" ? host.Fault : null;
            host.Workflow = host.N8n.AddWorkflow("AWS VPC Sync");
            await host.RestartAsync();
            return host;
        }

        public async Task RestartAsync()
        {
            Admin?.Dispose();
            App = await TestApp.StartAsync(null, TestApp.For(N8n, database));
            Admin = new ApiCaller(App, TestApp.AdminToken);
            await App.UntilAsync(board => board.Tiles.Length == 1 && board.System.KnownUntil is not null, "workflow");
            // Who may is read beside that.
            await Admin.UntilAsync("api/v1/status", "\"n8n\"");
        }

        public Task<ApiResponse> RunAsync(object order) =>
            Admin.PostAsync($"api/v1/workflows/{Workflow}/trigger", order);

        /// <summary>As if the program had ended right after; it must not run.</summary>
        public async Task StoreAsync(string id, Action<Trigger>? more = null)
        {
            await using var db = await database.Factory.CreateDbContextAsync();
            var row = new Trigger
            {
                TriggerId = id,
                WorkflowId = Workflow,
                ActorName = "Somebody",
                RequestedAt = TimeProvider.System.UtcNow(),
                State = more is null ? TriggerState.Queued : TriggerState.Ended,
            };
            more?.Invoke(row);
            db.Triggers.Add(row);
            await db.SaveChangesAsync();
        }

        public void Execute(string sql)
        {
            using var db = database.Factory.CreateDbContext();
            db.Database.ExecuteSqlRaw(sql);
        }

        public Task<TriggerView> EndedAsync(string id) => App.EndedAsync(id);

        public async ValueTask DisposeAsync()
        {
            Admin.Dispose();
            await App.DisposeAsync();
            await database.DisposeAsync();
            await N8n.DisposeAsync();
        }
    }
}
