using DataSync.Core.N8n;
using DataSync.Core.Polling;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Polling;

/// <summary>What a pass costs once everything is known: 300 workflows and an execution that has waited for 14 days.</summary>
public sealed class SteadyPassTests
{
    [Fact]
    public async Task A_steady_pass_takes_two_requests_and_every_third_one_three()
    {
        var costs = await CostsAsync(null);

        Assert.All(costs, cost => Assert.InRange(cost, 2, 3));
        Assert.Equal(3, costs.Count(cost => cost == 3));
    }

    [Fact]
    public async Task A_floor_held_by_open_ones_is_found_out() =>
        Assert.Contains(await CostsAsync(Mistake.FloorHeldByOpenOnes), cost => cost > 3);

    [Fact]
    public async Task What_a_pass_leaves_is_read_in_the_largest_pages()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        await using var n8n = await TestN8n.StartAsync(database.Clock);
        await using var ours = LossRun.Services(n8n, database);
        var workflow = n8n.AddWorkflow("AWS VPC Sync");
        await ours.GetRequiredService<PollPass>().RunAsync(PassKind.Full, RequestPriority.Live, default);
        for (var i = 0; i < 800; i++)
            n8n.Finish(n8n.Start(workflow));
        await ours.GetRequiredService<PollPass>().RunAsync(PassKind.Full, RequestPriority.Live, default);
        await using var db = await database.Factory.CreateDbContextAsync();
        var before = await db.Executions.CountAsync();

        await ours.GetRequiredService<HistoryReader>().ReadPageAsync(default);

        Assert.Equal(before + 250, await db.Executions.CountAsync());
    }

    private static async Task<List<int>> CostsAsync(Mistake? mistake)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        await using var n8n = await TestN8n.StartAsync(database.Clock);
        var workflows = Enumerable.Range(0, 300).Select(i => n8n.AddWorkflow($"AWS VPC Sync {i}")).ToArray();
        var start = database.Clock.GetUtcNow().UtcDateTime.AddDays(-14);
        n8n.Wait(n8n.Start(workflows[0], at: start), till: start.AddDays(30));
        for (var i = 0; i < 2_000; i++)
            n8n.AddFinished(workflows[i % 300], start.AddMinutes(10 * i + 1), TimeSpan.FromSeconds(3));
        await using var ours = LossRun.Services(n8n, database, mistake);
        var pass = ours.GetRequiredService<PollPass>();
        await pass.RunAsync(PassKind.Full, RequestPriority.Live, default);
        while (await ours.GetRequiredService<HistoryReader>().ReadPageAsync(default)) { }

        var costs = new List<int>();
        for (var look = 0; look < 9; look++)
        {
            database.Clock.Advance(TimeSpan.FromSeconds(20));
            n8n.Finish(n8n.Start(workflows[look]));
            if (mistake is not null)
                await mistake.MakeAsync(database);
            var before = n8n.Arrivals.Count;
            await pass.RunAsync(PassKind.Live, RequestPriority.Live, default);
            costs.Add(n8n.Arrivals.Count - before);
        }
        return costs;
    }
}
