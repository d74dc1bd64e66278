using DataSync.Core.Live;
using DataSync.Core.Polling;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace DataSync.Tests.Integration.Polling;

/// <summary>The whole program against an n8n that notes when it is asked.</summary>
public sealed class BudgetOverTimeTests
{
    private const int Limit = 10;

    [Fact]
    public async Task No_minute_holds_more_than_the_limit_through_history_refreshes_retries_and_a_restart()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var n8n = await TestN8n.StartAsync(time);
        var workflow = n8n.AddWorkflow("AWS VPC Sync");
        for (var i = 0; i < 2_000; i++)
            n8n.AddFinished(
                workflow,
                time.GetUtcNow().UtcDateTime.AddMinutes(-2_001 + i),
                TimeSpan.FromSeconds(2),
                updated: i
            );
        // Every seventh request meets a passing fault, so that retries spend permits too.
        var count = 0;
        n8n.FaultFor = _ => Interlocked.Increment(ref count) % 7 == 0 ? TestN8nFault.ServerError : null;
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        var settings = TestApp.For(
            n8n,
            database,
            ("N8n:RequestsPerMinute", $"{Limit}"),
            ("N8n:AttemptTimeout", "00:05:00"),
            ("Polling:LiveInterval", "00:00:20")
        );

        await using (var first = await TestApp.StartAsync(time, settings))
        using (first.Board.Subscribe(() => { }))
            await LiveAsync(first, time, TimeSpan.FromHours(1), until: _ => n8n.Arrivals.Count >= 3 * Limit);
        var beforeRestart = n8n.Arrivals.Count;
        // Without live passes to keep permits for, history takes all it may.
        await using var app = await TestApp.StartAsync(time, [.. settings, ("Polling:LiveInterval", "00:00:00")]);
        await LiveAsync(
            app,
            time,
            TimeSpan.FromHours(3),
            until: b => b.System.Backfill is { Reading: false, DetailsPending: 0 }
        );

        await using var db = database.Factory.CreateDbContext();
        Assert.Equal(2_000, await db.Executions.CountAsync());
        Assert.InRange(n8n.BusiestMinute, 1, Limit);
        Assert.InRange(n8n.Arrivals.Count - beforeRestart, 1, int.MaxValue);
    }

    [Fact]
    public async Task A_busy_n8n_that_lists_no_open_ones_starves_neither_history_nor_details()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var n8n = await TestN8n.StartAsync(time);
        n8n.Line = TestN8nLine.One;
        var workflow = n8n.AddWorkflow("AWS VPC Sync");
        for (var i = 0; i < 300; i++)
            n8n.AddFinished(workflow, time.GetUtcNow().UtcDateTime.AddMinutes(i - 301), TimeSpan.FromSeconds(2));
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(
            time,
            TestApp.For(
                n8n,
                database,
                ("N8n:RequestsPerMinute", $"{Limit}"),
                ("N8n:AttemptTimeout", "00:05:00"),
                ("Polling:LiveInterval", "00:00:20")
            )
        );
        using var watching = app.Board.Subscribe(() => { });
        // As many as 300 hourly workflows make, half a minute each: some are always running, and no list shows them.
        var running = new Queue<(string Id, DateTimeOffset Ends)>();
        var next = time.GetUtcNow();

        await LiveAsync(
            app,
            time,
            TimeSpan.FromHours(2),
            until: b => b.System.Backfill is { Reading: false, DetailsPending: < 50, Stored: > 300 },
            meanwhile: now =>
            {
                for (; next <= now; next += TimeSpan.FromSeconds(12))
                    running.Enqueue((n8n.Start(workflow), next + TimeSpan.FromSeconds(30)));
                while (running.TryPeek(out var first) && first.Ends <= now)
                    n8n.Finish(running.Dequeue().Id);
            }
        );

        Assert.InRange(n8n.BusiestMinute, 1, Limit);
    }

    [Fact, Trait("Category", "Full")]
    public async Task No_minute_of_a_real_clock_holds_more_than_the_limit()
    {
        await using var n8n = await TestN8n.StartAsync();
        var workflow = n8n.AddWorkflow("AWS VPC Sync");
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        for (var i = 0; i < 2_000; i++)
            n8n.AddFinished(workflow, now.AddMinutes(-2_001 + i), TimeSpan.FromSeconds(2));
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(
            null,
            TestApp.For(n8n, database, ("N8n:RequestsPerMinute", $"{Limit}"), ("Polling:LiveInterval", "00:00:20"))
        );
        using var watching = app.Board.Subscribe(() => { });

        await app.UntilAsync(
            _ => n8n.Arrivals is [var a, ..] && n8n.Arrivals[^1].At - a.At > TimeSpan.FromSeconds(70),
            "70 s",
            120
        );

        Assert.InRange(n8n.BusiestMinute, Limit - 2, Limit);
    }

    /// <summary>Lets time pass in small steps, somebody pressing Refresh now and then or something else going on.</summary>
    private static async Task LiveAsync(
        TestApp app,
        FakeTimeProvider time,
        TimeSpan atMost,
        Func<BoardSnapshot, bool> until,
        Action<DateTimeOffset>? meanwhile = null
    )
    {
        var refresh = app.Services.GetRequiredService<RefreshRequests>();
        var end = time.GetUtcNow() + atMost;
        for (var step = 0; time.GetUtcNow() < end; step++)
        {
            if (until(app.Board.Current))
                return;
            if (meanwhile is null && step % 75 == 0)
                refresh.Request();
            time.Advance(TimeSpan.FromMilliseconds(500));
            meanwhile?.Invoke(time.GetUtcNow());
            // Real input and output goes on between two steps of simulated time.
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
        Assert.Fail($"Not reached: {app.Board.Current.System}");
    }
}
