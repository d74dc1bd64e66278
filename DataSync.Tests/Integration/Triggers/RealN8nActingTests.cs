using System.Diagnostics;
using System.Globalization;
using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Core.Triggers;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Triggers;

/// <summary>Acting in a real n8n with the whole program: each thing is asked for over the API and followed to its end.</summary>
[Trait("Category", "RealN8n")]
#pragma warning disable CA1001 // xunit disposes through IAsyncLifetime
public sealed class RealN8nActingTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const int Plenty = 60;

    /// <summary>Fewer than what twenty runs and the looks at them would take in a minute.</summary>
    private const int Scarce = 30;

    private readonly RealN8nWorkflows n8n = new();
    private TestDatabase database = null!;
    private TestApp? app;
    private ApiCaller admin = null!;

    public async Task InitializeAsync() => database = await TestDatabase.CreateAsync(Provider.Sqlite);

    public async Task DisposeAsync()
    {
        admin?.Dispose();
        if (app is not null)
            await app.DisposeAsync();
        await database.DisposeAsync();
        await n8n.DisposeAsync();
    }

    [Fact]
    public async Task A_workflow_is_run_over_its_webhook()
    {
        var id = await n8n.AddCalledAsync("working", RealN8nWorkflows.Works);
        await StartAsync(id);

        var ended = await RunAsync(id);

        Assert.Equal((TriggerWay.Webhook, TriggerState.Ended), (ended.Way, ended.State));
        Assert.Equal(("success", "webhook"), await ExecutionAsync(ended.ExecutionId!));
        Assert.Equal(ended.ExecutionId, (string?)Assert.Single(await n8n.ExecutionsAsync(id))["id"]);
    }

    [Fact]
    public async Task One_with_a_schedule_alone_is_run_by_mcp_once_that_is_switched_on_and_no_longer_after_its_undo()
    {
        var id = await n8n.AddScheduledAsync("scheduled");
        await StartAsync(id);
        var mcp = app!.Services.GetRequiredService<McpSwitch>();

        var refused = await AskAsync(id);
        await mcp.SetAsync(Actor.Program, await mcp.ReadAsync(Actor.Program, id, default), available: true, default);
        await app.UntilAsync(board => Tile(board, id).RunWays.AvailableInMcp, "that it is available");
        var ended = await RunAsync(id);
        await mcp.SetAsync(Actor.Program, await mcp.ReadAsync(Actor.Program, id, default), available: false, default);
        await app.UntilAsync(board => !Tile(board, id).RunWays.AvailableInMcp, "that it is not");
        var refusedAgain = await AskAsync(id);

        Assert.Equal((TriggerWay.Mcp, TriggerState.Ended), (ended.Way, ended.State));
        Assert.Equal(("success", "trigger"), await ExecutionAsync(ended.ExecutionId!));
        Assert.All(
            [refused, refusedAgain],
            one =>
            {
                Assert.Equal(409, one.Status);
                Assert.Contains("Switch on 'Available in MCP'", one.Text, StringComparison.Ordinal);
            }
        );
        Assert.Single(await n8n.ExecutionsAsync(id));
        Assert.True(Tile(app.Board.Current, id).IsOn);
    }

    [Fact]
    public async Task A_draft_that_differs_is_not_published_by_a_setting()
    {
        var id = await n8n.AddScheduledAsync("edited");
        await n8n.ChangeAsync(id, RealN8nWorkflows.Fails, publish: false);
        await StartAsync(id);
        var mcp = app!.Services.GetRequiredService<McpSwitch>();
        var before = await n8n.ReadAsync(id);

        var draft = await mcp.ReadAsync(Actor.Program, id, default);
        var refusal = await Assert.ThrowsAsync<RefusedException>(() =>
            mcp.SetAsync(Actor.Program, draft, available: true, default)
        );

        Assert.NotNull(draft.Obstacle);
        Assert.Equal(draft.Obstacle, refusal.Message);
        Assert.True(Tile(app.Board.Current, id).RunWays.HasUnpublishedDraft);
        Assert.NotEqual((string?)before["versionId"], (string?)before["activeVersionId"]);
        Assert.Equal(before.ToJsonString(), (await n8n.ReadAsync(id)).ToJsonString());
    }

    [Fact]
    public async Task A_failure_is_retried_with_what_was_mended_meanwhile()
    {
        var id = await n8n.AddCalledAsync("failing", RealN8nWorkflows.Fails);
        await StartAsync(id);
        var failed = await RunAsync(id);
        Assert.Equal(("failure", "webhook"), await ExecutionAsync(failed.ExecutionId!));
        await n8n.ChangeAsync(id, RealN8nWorkflows.Works, publish: true);

        var asked = await admin.PostAsync($"api/v1/executions/{failed.ExecutionId}/retry", new { triggerId = "retry" });

        Assert.Equal(202, asked.Status);
        var ended = await EndedAsync("retry");
        Assert.Equal((TriggerAct.Retry, TriggerState.Ended), (ended.Act, ended.State));
        Assert.Equal(("success", "retry"), await ExecutionAsync(ended.ExecutionId!));
        var again = await admin.PostAsync($"api/v1/executions/{ended.ExecutionId}/retry", new { });
        Assert.Equal(409, again.Status);
        Assert.Equal(2, (await n8n.ExecutionsAsync(id)).Length);
    }

    [Fact]
    public async Task What_runs_is_stopped()
    {
        var id = await n8n.AddCalledAsync("slow", RealN8nWorkflows.Waits);
        await StartAsync(id);
        await AskAsync(id, "run");
        var running = await app!.UntilAsync("run", trigger => trigger.ExecutionId is not null);

        var asked = await admin.PostAsync($"api/v1/executions/{running.ExecutionId}/stop", new { triggerId = "stop" });

        Assert.Equal(202, asked.Status);
        Assert.Equal(TriggerState.Ended, (await EndedAsync("stop")).State);
        Assert.Equal(TriggerState.Ended, (await EndedAsync("run")).State);
        Assert.Equal(("cancelled", "webhook"), await ExecutionAsync(running.ExecutionId!));
        var again = await admin.PostAsync($"api/v1/executions/{running.ExecutionId}/stop", new { });
        Assert.Equal(409, again.Status);
    }

    [Fact]
    public async Task Twenty_at_once_run_once_each_within_the_budget()
    {
        var ids = new List<string>();
        for (var number = 0; number < 20; number++)
            ids.Add(await n8n.AddCalledAsync($"many-{number:00}", RealN8nWorkflows.Works));
        // Between the program and n8n, to count what no side can get wrong.
        await using var counter = await NginxServer.StartAsync(
            OidcServer.FreePort(),
            "log_format times '$msec $request_time';",
            $"access_log times times; location / {{ proxy_pass {new Uri(RealN8n.BaseUrl).GetLeftPart(UriPartial.Authority)}; }}"
        );
        await StartAsync(new Uri(counter.Url, new Uri(RealN8n.BaseUrl).AbsolutePath), Scarce, [.. ids]);
        var clock = Stopwatch.StartNew();

        foreach (var id in ids)
            Assert.Equal(202, (await AskAsync(id, id, batch: "all")).Status);
        foreach (var id in ids)
            Assert.Equal(TriggerState.Ended, (await EndedAsync(id, seconds: 240)).State);

        var busiest = BusiestMinute(await counter.LinesAsync("times"));
        Console.WriteLine($"20 at once: {clock.Elapsed.TotalSeconds:0} s, {busiest} requests in the busiest minute");
        Assert.InRange(busiest, 20, Scarce);
        foreach (var id in ids)
            Assert.Equal("success", (string?)Assert.Single(await n8n.ExecutionsAsync(id))["status"]);
    }

    private Task StartAsync(string workflow) => StartAsync(new Uri(RealN8n.BaseUrl), Plenty, workflow);

    private async Task StartAsync(Uri baseUrl, int perMinute, params string[] workflows)
    {
        app = await TestApp.StartAsync(
            null,
            [
                ("N8n:BaseUrl", baseUrl.ToString()),
                ("N8n:ApiKey", RealN8n.ApiKey),
                ("N8n:McpKey", RealN8n.McpKey),
                ("N8n:RequestsPerMinute", $"{perMinute}"),
                .. database.Settings.Select(setting => (setting.Key, setting.Value)),
            ]
        );
        admin = new ApiCaller(app);
        await app.UntilAsync(
            board =>
                board.System.KnownUntil is not null
                && workflows.All(id => board.Tiles.Any(tile => tile.WorkflowId == id)),
            "the workflows",
            seconds: 120
        );
    }

    private Task<ApiResponse> AskAsync(string workflow, string? triggerId = null, string? batch = null) =>
        admin.PostAsync($"api/v1/workflows/{workflow}/trigger", new { triggerId, batch });

    private async Task<TriggerView> RunAsync(string workflow)
    {
        var asked = await AskAsync(workflow, "run");
        Assert.True(asked.Status == 202, asked.Text);
        var ended = await EndedAsync("run");
        await app!.UntilAsync(board => Tile(board, workflow).LastRun?.ExecutionId == ended.ExecutionId, "its end");
        return ended;
    }

    private async Task<TriggerView> EndedAsync(string triggerId, int seconds = 90)
    {
        var ended = await app!.EndedAsync(triggerId, seconds);
        var took = ended.EndedAt - ended.RequestedAt;
        Console.WriteLine(
            $"{ended.Act} by {ended.Way}: {ended.State} after {took?.TotalSeconds:0.0} s {ended.Outcome}"
        );
        return ended;
    }

    private async Task<(string? Status, string? Mode)> ExecutionAsync(string id)
    {
        var found = await admin.GetAsync($"api/v1/executions/{id}");
        return (found["status"].GetString(), found["mode"].GetString());
    }

    /// <summary>The most requests that began in any 60 s.</summary>
    private static int BusiestMinute(string[] lines)
    {
        var begins = lines
            .Select(line => line.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray())
            .Select(times => times[0] - times[1])
            .ToArray();
        return begins.Max(begin => begins.Count(at => at >= begin && at < begin + 60));
    }

    private static WorkflowTile Tile(BoardSnapshot board, string id) =>
        board.Tiles.Single(tile => tile.WorkflowId == id);
}
