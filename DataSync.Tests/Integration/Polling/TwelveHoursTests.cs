using System.Globalization;
using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace DataSync.Tests.Integration.Polling;

/// <summary>
/// Twelve hours of the whole program in simulated time, at its default intervals: 300 hourly workflows, spread over the hour,
/// some failing, a recipient of what happens to them and an open page. The figures in docs/benchmarks.md are this test's output.
/// </summary>
[Collection(Alone.Name), Trait("Category", "Full")]
public sealed class TwelveHoursTests(ITestOutputHelper output)
{
    private const int Hours = 12;
    private const int Warm = 2;
    private const int Workflows = 300;
    private const int Limit = 10;
    private const double MostGrowth = 0.1;

    /// <summary>Every 71st run: four in an hour, or five.</summary>
    private const int FailsEvery = 71;
    private const int MostFailures = (Workflows / FailsEvery) + 1;

    /// <summary>Of each failure: that it is there, its cause where that is read late, and an hour later that it is over.</summary>
    private const int MostMails = 3 * MostFailures;

    /// <summary>As many as a tile draws, of each workflow, so that no picture grows for being young.</summary>
    private const int RunsBefore = 30 * Workflows;

    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Apart = Hour / Workflows;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(HistoryLoad.Start + (Apart * RunsBefore)));
    private readonly PriorityQueue<Run, DateTime> running = new();
    private readonly List<Update> awaited = [];
    private readonly List<TimeSpan> delays = [];
    private readonly List<(Update Update, DateTime ShownAt)> late = [];
    private readonly List<Ended> ended = [];
    private int turn = RunsBefore;
    private int busiestMinute;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task Memory_stays_flat_the_budget_is_kept_and_no_update_is_late()
    {
        await using var smtp = TestSmtp.Start();
        await using var n8n = await TestN8n.StartAsync(time);
        n8n.NextId = RunsBefore + 1;
        for (var i = 0; i < Workflows; i++)
            n8n.AddWorkflow($"AWS VPC Sync {i}", cron: $"{i * 60 / Workflows} * * * *", id: $"w{i}");
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        await StoreHistoryAsync(database);
        await using var app = await TestApp.StartAsync(
            time,
            TestApp.For(
                n8n,
                database,
                [
                    ("N8n:RequestsPerMinute", $"{Limit}"),
                    ("N8n:AttemptTimeout", "00:05:00"),
                    ("Polling:LiveInterval", "00:00:20"),
                    .. smtp.Settings,
                ]
            )
        );
        using var watching = app.Board.Subscribe(() => { });
        await app.SubscribeAsync(
            new Subscription(SubscriptionScope.All, null, [AlertEvent.Failure, AlertEvent.Recovery])
        );

        var heap = new List<long>();
        for (var hour = 1; hour <= Hours; hour++)
        {
            await LiveAsync(app, n8n, Hour, startsRuns: true);
            busiestMinute = Math.Max(busiestMinute, n8n.BusiestMinute);
            var mails = smtp.Mails.Count;
            Assert.True(late.Count == 0, Late(n8n));
            Assert.InRange(busiestMinute, 1, Limit);
            Assert.InRange(mails, 1, MostMails);
            // What grows from here on is the program's.
            n8n.Forget(Now - Hour);
            smtp.Forget();
            heap.Add(await LiveHeapAsync());
            output.WriteLine(
                $"hour {hour}: heap {MiB(heap[^1])}, busiest minute {busiestMinute}, {Figures()}, "
                    + $"{app.Board.Current.System.Backfill?.DetailsPending} details pending, {mails} mails"
            );
        }
        // What ran to the last is seen to its end.
        await LiveAsync(app, n8n, TimeSpan.FromMinutes(3), startsRuns: false);

        Assert.Empty(awaited);
        Assert.True(late.Count == 0, Late(n8n));
        Assert.InRange(n8n.BusiestMinute, 1, Limit);
        await AssertAllStoredOnceAsync(database);
        var growth = ((double)heap[Hours - 1] / heap[Warm - 1]) - 1;
        output.WriteLine($"hour {Warm} to {Hours}: {growth:+0.0%;-0.0%}");
        Assert.InRange(growth, -1, MostGrowth);
    }

    private static async Task StoreHistoryAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        await HistoryLoad.StoreAsync(db, Workflows, RunsBefore, Apart.TotalSeconds);
        // Six seconds to a minute: what runs from now on is as usual.
        await db.Executions.ExecuteUpdateAsync(set =>
            set.SetProperty(row => row.DurationMs, row => row.DurationMs * 6)
        );
        await db.Checkpoints.ExecuteUpdateAsync(set =>
            set.SetProperty(row => row.ChangeSeq, RunsBefore).SetProperty(row => row.ExecutionsStored, RunsBefore)
        );
    }

    private async Task LiveAsync(TestApp app, TestN8n n8n, TimeSpan span, bool startsRuns)
    {
        var shown = app.Board.Current;
        var slowUntil = Now;
        for (var end = Now + span; Now < end; )
        {
            time.Advance(Step);
            while (running.TryPeek(out var run, out var ends) && ends <= Now)
                Finish(n8n, running.Dequeue());
            for (; startsRuns && HistoryLoad.Start + (Apart * (turn + 1)) <= Now; )
                Start(n8n, ++turn);
            // Real input and output goes on between two steps of simulated time: a little while nothing happens, as much as
            // it takes while a pass is under way, and a few steps for what comes of it.
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            for (var patience = 0; patience < 10 && app.Board.Current.System.PassStartedAt is not null; patience++)
            {
                slowUntil = Now + (4 * Step);
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            }
            if (Now < slowUntil)
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            if (ReferenceEquals(shown, app.Board.Current))
                continue;
            shown = app.Board.Current;
            awaited.RemoveAll(update => IsShown(update, shown));
        }
    }

    /// <summary>Twenty seconds to a minute. Those that fail are other workflows each time, each for a reason of its own.</summary>
    private void Start(TestN8n n8n, int number)
    {
        var workflow = $"w{number % Workflows}";
        var run = new Run(n8n.Start(workflow), workflow, Fails: number % FailsEvery == 0, number);
        running.Enqueue(run, Now + TimeSpan.FromSeconds(20 + (number * 7 % 41)));
        awaited.Add(new(run, Now, HasEnded: false));
    }

    private void Finish(TestN8n n8n, Run run)
    {
        if (run.Fails)
        {
            // In letters: errors that differ in numbers alone are one cause.
            var turns = run.Number / FailsEvery;
            var zone = $"{(char)('a' + (turns / 26))}{(char)('a' + (turns % 26))}";
            n8n.Finish(run.Id, "error", error: $"The CMDB knows no zone {zone}");
        }
        else
            n8n.Finish(run.Id, created: 1, updated: run.Number % 50);
        // One that ended before it was seen at work is awaited as ended alone.
        awaited.RemoveAll(update => update.Run == run && Now - update.At <= Promised);
        awaited.Add(new(run, Now, HasEnded: true));
        ended.Add(
            new(long.Parse(run.Id), run.WorkflowId, run.Fails ? ExecutionStatus.Failure : ExecutionStatus.Success, Now)
        );
    }

    private bool IsShown(Update update, BoardSnapshot board)
    {
        var tile = board.Tile(update.Run.WorkflowId);
        var isShown = string.Equals(tile?.LastRun?.ExecutionId, update.Run.Id, StringComparison.Ordinal);
        isShown |= !update.HasEnded && tile?.RunningCount > 0;
        if (isShown)
            delays.Add(Now - update.At);
        if (isShown && delays[^1] > Promised)
            late.Add((update, Now));
        return isShown;
    }

    private async Task AssertAllStoredOnceAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        var stored = await db.Executions.AsNoTracking().Where(row => row.ChangeSeq > RunsBefore).ToListAsync();
        Assert.Equal(Hours * Workflows, ended.Count);
        Assert.Equal(
            ended.OrderBy(run => run.Id),
            stored
                .Select(row => new Ended(long.Parse(row.N8nExecutionId), row.WorkflowId, row.Status, row.EndTime))
                .OrderBy(run => run.Id)
        );
    }

    /// <summary>What is alive, once what was under way is done.</summary>
    private static async Task<long> LiveHeapAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
        for (var round = 0; round < 3; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: false);
    }

    private string Figures()
    {
        var sorted = delays.Order().ToArray();
        return $"{sorted.Length} updates p50 {At(0.5):0.0} s, p95 {At(0.95):0.0} s, max {At(1):0.0} s";

        double At(double share) => sorted[(int)((sorted.Length - 1) * share)].TotalSeconds;
    }

    /// <summary>The first that came late, with what n8n was asked meanwhile.</summary>
    private string Late(TestN8n n8n)
    {
        if (late.Count == 0)
            return "";
        var (update, shownAt) = late[0];
        var asked = n8n
            .Arrivals.Where(arrival => arrival.At > update.At - Promised && arrival.At <= shownAt)
            .Select(arrival => $"{arrival.At:HH:mm:ss.f} {arrival.PathAndQuery}");
        return $"{late.Count} came late; {update} came at {shownAt:HH:mm:ss.f}:\n{string.Join('\n', asked)}";
    }

    private static string MiB(long bytes) =>
        (bytes / 1_048_576.0).ToString("0.0", CultureInfo.InvariantCulture) + " MiB";

    private sealed record Run(string Id, string WorkflowId, bool Fails, int Number);

    private sealed record Ended(long Id, string WorkflowId, ExecutionStatus Status, DateTime? At);

    private sealed record Update(Run Run, DateTime At, bool HasEnded);
}
