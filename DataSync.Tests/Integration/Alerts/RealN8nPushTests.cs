using System.Diagnostics;
using System.Text.Json.Nodes;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Alerts;

/// <summary>A real n8n tells of failures by itself, and is afterwards as it was.</summary>
[Trait("Category", "RealN8n")]
public sealed class RealN8nPushTests
{
    private const int Failures = 8;
    private readonly string url = $"http://127.0.0.1:{OidcServer.FreePort()}";

    [Fact]
    public async Task A_failure_is_mailed_within_five_seconds()
    {
        await using var n8n = new RealN8nWorkflows();
        await using var smtp = TestSmtp.Start();
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        var names = Enumerable.Range(0, Failures).Select(number => $"pushed-{number}").ToArray();
        var ids = new List<string>();
        foreach (var name in names)
            ids.Add(await n8n.AddCalledAsync(name, RealN8nAlertTests.Failing(name)));
        await using (var first = await StartAsync(database, Fast))
        {
            await first.SubscribeAsync(
                ids.Select(id => new Subscription(SubscriptionScope.Workflow, id, [AlertEvent.Failure]))
            );
            await ConnectAsync(first, ids);
            await SettleAsync(first);
        }
        var took = new List<double>();
        await using (var app = await StartAsync(database, [.. smtp.Settings]))
        {
            foreach (var name in names)
            {
                // What the start has taken of the budget comes back within a minute; then one failure a minute, at any moment of
                // the passes.
                await Task.Delay(TimeSpan.FromSeconds(62 + (took.Count * 2.7)), TimeProvider.System);
                took.Add(await RealN8nAlertTests.TookAsync(smtp, () => n8n.CallAsync(name), "fail"));
            }
        }
        Console.WriteLine($"Mailed after {string.Join(", ", took.Select(one => $"{one:0.00}"))} s");
        took.Sort();
        Assert.InRange(took[(int)Math.Ceiling(Failures * 0.95) - 1], 0, 5);
        await using var last = await StartAsync(database, Fast);
        await last.Services.GetRequiredService<PushRelayService>().UndoAsync(Actor.Program, default);
        var desk = last.Services.GetRequiredService<AlertDesk>();
        await last.UntilAsync(_ => desk.Push.State is null, "that it is undone", seconds: 120);
    }

    [Fact]
    public async Task Failures_are_seen_within_five_seconds_and_undoing_leaves_the_settings_as_they_were()
    {
        await using var n8n = new RealN8nWorkflows();
        // Each fails once: of one that goes on failing a pass tells.
        var failing = new List<string>();
        for (var number = 0; number < Failures; number++)
            failing.Add(await n8n.AddCalledAsync($"failing-{number}", RealN8nWorkflows.Fails));
        string[] ids = [.. failing, await n8n.AddScheduledAsync("scheduled")];
        var before = await SettingsAsync(n8n, ids);
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(database, Fast, ("Polling:LiveInterval", "00:10:00"));
        await ConnectAsync(app, ids);
        await SettleAsync(app);
        var push = app.Services.GetRequiredService<PushRelayService>();
        var desk = app.Services.GetRequiredService<AlertDesk>();
        Assert.Equal((ids.Length, null), (desk.Push.Set, desk.Push.Problem));
        await using var stored = await database.Factory.CreateDbContextAsync();
        var relay = (await stored.PushRelays.SingleAsync()).WorkflowId!;
        Assert.All(await SettingsAsync(n8n, ids), one => Assert.Contains(relay, one, StringComparison.Ordinal));
        var tile = (await app.UntilAsync(board => Tile(board, relay) is not null, "the relay")).Tiles.Single(one =>
            one.WorkflowId == relay
        );
        Assert.True(tile.IsUnclassified);

        var times = new List<double>();
        for (var number = 0; number < Failures; number++)
        {
            var id = failing[number];
            var clock = Stopwatch.StartNew();
            await n8n.CallAsync($"failing-{number}");
            await app.UntilAsync(
                board => Tile(board, id)!.LastRun is { Status: ExecutionStatus.Failure },
                "the failure",
                seconds: 60
            );
            times.Add(clock.Elapsed.TotalSeconds);
        }
        times.Sort();
        Console.WriteLine($"Seen after {string.Join(", ", times.Select(one => $"{one:0.00}"))} s");
        Assert.InRange(times[(int)Math.Ceiling(Failures * 0.95) - 1], 0, 5);
        Assert.Empty(await n8n.ExecutionsAsync(relay));

        await push.UndoAsync(Actor.Program, default);
        await app.UntilAsync(_ => desk.Push.State is null, "that it is undone", seconds: 120);
        Assert.Equal(before, await SettingsAsync(n8n, ids));
        await Assert.ThrowsAnyAsync<Exception>(() => n8n.ReadAsync(relay));
    }

    private static (string, string?) Fast => ("N8n:RequestsPerMinute", "600");

    private Task<TestApp> StartAsync(TestDatabase database, params (string Key, string? Value)[] more) =>
        TestApp.StartAsync(
            null,
            [
                ("N8n:BaseUrl", RealN8n.BaseUrl),
                ("N8n:ApiKey", RealN8n.ApiKey),
                ("urls", url),
                ("Site:PublicUrl", url),
                .. database.Settings.Select(setting => (setting.Key, setting.Value)),
                .. more,
            ]
        );

    /// <summary>All that n8n had before is read, which would take what the budget has for hours.</summary>
    private static Task<BoardSnapshot> SettleAsync(TestApp app) =>
        app.UntilAsync(
            board => board.System.Backfill is { Reading: false, DetailsPending: 0 },
            "the end of the history",
            seconds: 600
        );

    private static async Task ConnectAsync(TestApp app, IReadOnlyList<string> ids)
    {
        await app.UntilAsync(board => ids.All(id => Tile(board, id) is not null), "the workflows", seconds: 120);
        var push = app.Services.GetRequiredService<PushRelayService>();
        var plan = await push.PlanAsync(Actor.Program, default);
        // Other tests use the same n8n.
        plan = plan with
        {
            Changes = [.. plan.Changes.Where(line => ids.Contains(line.WorkflowId, StringComparer.Ordinal))],
        };
        Assert.Equal(ids.Count, plan.Changes.Length);
        await push.ConnectAsync(Actor.Program, plan, default);
        var desk = app.Services.GetRequiredService<AlertDesk>();
        await app.UntilAsync(_ => desk.Push.State == PushState.Connected, "that it is connected", seconds: 120);
    }

    private static async Task<string[]> SettingsAsync(RealN8nWorkflows n8n, string[] ids)
    {
        var settings = new List<string>();
        foreach (var id in ids)
        {
            var workflow = await n8n.ReadAsync(id);
            if (workflow["activeVersionId"] is { } running)
                Assert.Equal((string?)workflow["versionId"], (string?)running);
            var sorted = workflow["settings"]!.AsObject().OrderBy(one => one.Key, StringComparer.Ordinal);
            settings.Add(
                new JsonObject([
                    .. sorted.Select(one => KeyValuePair.Create(one.Key, one.Value?.DeepClone())),
                ]).ToJsonString()
            );
        }
        return [.. settings];
    }

    private static WorkflowTile? Tile(BoardSnapshot board, string id) =>
        board.Tiles.FirstOrDefault(tile => tile.WorkflowId == id);
}
