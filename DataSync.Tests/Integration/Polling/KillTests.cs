using DataSync.Core.Executions;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Tests.Integration.Polling;

/// <summary>kill -9 at random points while history, passes and details are stored: nothing is lost or doubled.</summary>
public sealed class KillTests
{
    private const int History = 1_200;
    private const string Seed = "kill";

    [Theory, DatabaseData(5)]
    public Task Nothing_is_lost_or_doubled(Provider provider, int kills) => KillAsync(provider, kills);

    [Theory, DatabaseData(100), Trait("Category", "Full")]
    public Task Nothing_is_lost_or_doubled_in_many(Provider provider, int kills) => KillAsync(provider, kills);

    private static async Task KillAsync(Provider provider, int kills)
    {
        await using var n8n = await TestN8n.StartAsync();
        var workflows = Enumerable.Range(0, 3).Select(i => n8n.AddWorkflow($"AWS VPC Sync {i}")).ToArray();
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        for (var i = 0; i < History; i++)
            n8n.AddFinished(workflows[i % 3], now.AddMinutes(i - History), TimeSpan.FromSeconds(2), updated: i);
        await using var database = await TestDatabase.CreateAsync(provider);
        (string, string?)[] settings = TestApp.For(
            n8n,
            database,
            ("Polling:Interval", "00:00:00.200"),
            ("N8n:MaxRetries", "0")
        );
        var life = new Life(n8n, workflows, new Random(Seed.Length + kills));
        n8n.FaultFor = _ => life.Meet();

        for (var kill = 0; kill < kills; kill++)
        {
            await using var program = TestProgram.Start(settings);
            await life.UntilKilledAsync(program);
        }
        n8n.FaultFor = null;
        foreach (var open in n8n.Executions.Where(e => e.IsOpen))
            n8n.Finish(open.Id);

        await using var last = TestProgram.Start(settings);
        await EqualsAsync(n8n, database, last);
    }

    /// <summary>Waits for it: the table has what n8n has, and no digest is missing.</summary>
    private static async Task EqualsAsync(TestN8n n8n, TestDatabase database, TestProgram program)
    {
        var want = n8n.Executions.Select(e => (e.Id, e.WorkflowId, (string?)e.Status)).ToHashSet();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90), TimeProvider.System);
        for (var have = await RowsAsync(database); !want.SetEquals(have); have = await RowsAsync(database))
        {
            Assert.False(program.HasExited, "the program ended by itself");
            Assert.False(
                patience.IsCancellationRequested,
                $"lost: {string.Join(' ', want.Except(have).Take(9))}; too many: {string.Join(' ', have.Except(want).Take(9))}"
            );
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
        await using var db = await database.Factory.CreateDbContextAsync();
        Assert.Equal(want.Count, await db.Executions.CountAsync());
        Assert.Equal(want.Count, (await db.Checkpoints.SingleAsync()).ExecutionsStored);
    }

    private static async Task<HashSet<(string, string, string?)>> RowsAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        var rows = await db
            .Executions.AsNoTracking()
            .Where(e => e.DetailState == DetailState.Stored)
            .Select(e => new
            {
                e.ExecutionId,
                e.WorkflowId,
                e.N8nStatus,
            })
            .ToListAsync();
        return [.. rows.Select(row => (row.ExecutionId, row.WorkflowId, row.N8nStatus))];
    }

    /// <summary>Executions start and end at each request, until one of them is the last the program makes.</summary>
    private sealed class Life(TestN8n n8n, string[] workflows, Random random)
    {
        private readonly Lock gate = new();
        private TaskCompletionSource killed = new();
        private int requestsLeft;

        public async Task UntilKilledAsync(TestProgram program)
        {
            TimeSpan pause;
            lock (gate)
            {
                killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                requestsLeft = random.Next(3, 30);
                pause = TimeSpan.FromMilliseconds(random.Next(0, 25));
            }
            await killed.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
            // Its answer is on the way: the end comes anywhere between reading and committing it.
            await Task.Delay(pause, TimeProvider.System);
            program.Kill();
        }

        public TestN8nFault? Meet()
        {
            lock (gate)
            {
                if (random.Next(2) == 0)
                    n8n.Start(workflows[random.Next(workflows.Length)]);
                var open = n8n.Executions.Where(e => e.IsOpen).ToArray();
                if (open.Length > 0 && random.Next(2) == 0)
                    n8n.Finish(open[random.Next(open.Length)].Id, random.Next(4) == 0 ? "error" : "success");
                if (--requestsLeft == 0)
                    killed.TrySetResult();
                return null;
            }
        }
    }
}
