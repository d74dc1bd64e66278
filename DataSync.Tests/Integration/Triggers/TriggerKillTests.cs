using System.Collections.Concurrent;
using DataSync.Core.Persistence;
using DataSync.Core.Triggers;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Tests.Integration.Triggers;

/// <summary>
/// kill -9 between storing, sending and answering what was asked for: no workflow runs twice for one request, and of each
/// request it is told what became of it. Who got no answer asks again under the same id, as the API advises.
/// </summary>
public sealed class TriggerKillTests
{
    /// <summary>Asked for at once in each life of the program.</summary>
    private const int AtOnce = 3;

    /// <summary>What would have to pass until the program gives up what it cannot find.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    [Fact]
    public Task Nothing_runs_twice_and_nothing_is_left_untold() => KillAsync(Provider.Sqlite, 4);

    [Theory, DatabaseData(30), Trait("Category", "Full")]
    public Task Nothing_runs_twice_and_nothing_is_left_untold_in_many(Provider provider, int kills) =>
        KillAsync(provider, kills);

    private static async Task KillAsync(Provider provider, int kills)
    {
        await using var n8n = await TestN8n.StartAsync();
        n8n.RunsEndAfter = TimeSpan.FromMilliseconds(200);
        var workflows = Enumerable.Range(0, kills * AtOnce).Select(i => n8n.AddWorkflow($"AWS VPC {i:000}")).ToArray();
        await using var database = await TestDatabase.CreateAsync(provider);
        var settings = TestApp
            .Access.Concat(TestApp.For(n8n, database, ("N8n:MaxRetries", "0"), ("Api:RequestsPerMinute", "10000")))
            .ToArray();
        var owed = new ConcurrentQueue<string>();
        var random = new Random(kills);

        for (var kill = 0; kill < kills; kill++)
        {
            foreach (var workflow in workflows.Skip(kill * AtOnce).Take(AtOnce))
                owed.Enqueue(workflow);
            await using var program = TestProgram.Start(settings);
            await KillAsync(program, n8n, owed, (Moment)(kill % 4), random);
        }
        n8n.FaultFor = null;
        await LetTimePassAsync(database);

        await using var last = TestProgram.Start(settings);
        using var caller = await CallerAsync(last, workflows.Length);
        await AskAsync(caller, owed);
        Assert.Empty(owed);
        foreach (var workflow in workflows)
            await CompareAsync(caller, n8n, workflow);
    }

    private enum Moment
    {
        /// <summary>Somewhere between being asked and sending.</summary>
        Storing,

        /// <summary>One is sent, and n8n does not do it.</summary>
        Sending,

        /// <summary>n8n does it and cannot say so.</summary>
        Answering,

        /// <summary>Somewhere between n8n's answer and its being stored.</summary>
        Answered,
    }

    private static async Task KillAsync(
        TestProgram program,
        TestN8n n8n,
        ConcurrentQueue<string> owed,
        Moment moment,
        Random random
    )
    {
        var dead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (calls, fatal) = (0, random.Next(1, AtOnce + 1));
        // The first request of a program takes its time.
        var pause = TimeSpan.FromMilliseconds(random.Next(0, moment == Moment.Storing ? 400 : 100));
        n8n.FaultFor = arrival =>
        {
            if (
                moment == Moment.Storing
                || !arrival.PathAndQuery.StartsWith("/webhook/", StringComparison.Ordinal)
                || Interlocked.Increment(ref calls) != fatal
            )
                return null;
            if (moment == Moment.Answered)
                _ = KillSoonAsync();
            else
                Kill();
            return moment == Moment.Sending ? TestN8nFault.Down : null;
        };
        try
        {
            using var caller = await CallerAsync(program, n8n.Workflows.Count);
            if (moment == Moment.Storing)
                _ = KillSoonAsync();
            await AskAsync(caller, owed);
        }
        catch (HttpRequestException)
        {
            // What it found queued had it killed before it could be asked.
        }
        await dead.Task.WaitAsync(TimeSpan.FromSeconds(60));

        async Task KillSoonAsync()
        {
            await Task.Delay(pause, TimeProvider.System);
            Kill();
        }

        void Kill()
        {
            program.Kill();
            dead.TrySetResult();
        }
    }

    /// <summary>All at once, each under its workflow's id; what is not known to be stored is still owed.</summary>
    private static async Task AskAsync(ApiCaller caller, ConcurrentQueue<string> owed)
    {
        var asked = owed.ToArray();
        owed.Clear();
        await Task.WhenAll(
            asked.Select(async workflow =>
            {
                if (!await IsStoredAsync(workflow))
                    owed.Enqueue(workflow);
            })
        );

        async Task<bool> IsStoredAsync(string workflow)
        {
            try
            {
                var answer = await caller.PostAsync(
                    $"api/v1/workflows/{workflow}/trigger",
                    new { triggerId = workflow, evenIfRunning = true }
                );
                Assert.True(answer.Status == 202, answer.Text);
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }

    /// <summary>One for a program that knows its workflows.</summary>
    private static async Task<ApiCaller> CallerAsync(TestProgram program, int workflows)
    {
        var caller = new ApiCaller(await program.UrlAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (
            await caller.GetAsync("api/v1/workflows") is not { Status: 200, Items: var items }
            || items.Count < workflows
        )
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        return caller;
    }

    /// <summary>As if the program had been started again only much later.</summary>
    private static async Task LetTimePassAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        foreach (var trigger in await db.Triggers.Where(row => row.State == TriggerState.Sending).ToListAsync())
            trigger.SentAt -= Forgotten;
        foreach (var checkpoint in await db.Checkpoints.ToListAsync())
            checkpoint.KnownUntil -= Forgotten;
        await db.SaveChangesAsync();
    }

    private static async Task CompareAsync(ApiCaller caller, TestN8n n8n, string workflow)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        ApiResponse told;
        while ((told = await caller.GetAsync($"api/v1/triggers/{workflow}"))["isOpen"].GetBoolean())
        {
            Assert.False(patience.IsCancellationRequested, $"left untold: {told.Text}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
        var runs = n8n.Executions.Where(run => run.WorkflowId == workflow).ToList();
        Assert.True(runs.Count <= 1, $"{runs.Count} runs: {told.Text}");
        var hasEnded = told["state"].GetString() is "ended";
        Assert.True(hasEnded == (runs.Count == 1), $"{runs.Count} runs: {told.Text}");
        if (hasEnded)
            Assert.Equal(runs[0].Id, told["executionId"].GetString());
        else
            Assert.NotNull(told["outcome"].GetString());
    }
}
