using DataSync.Core.N8n;
using DataSync.Core.Polling;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Retention;

/// <summary>n8n still lists executions that have expired here.</summary>
public sealed class ListedStillTests
{
    [Theory]
    [InlineData(TestN8nLine.One)]
    [InlineData(TestN8nLine.Two)]
    public async Task Nothing_waits_for_them_and_nothing_is_asked_about_them(TestN8nLine line)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        await using var n8n = await TestN8n.StartAsync(database.Clock);
        n8n.Line = line;
        var workflow = n8n.AddWorkflow("AWS VPC Sync");
        var old = database.Clock.GetUtcNow().UtcDateTime.AddDays(-402);
        var ids = new[] { "success", "error", "canceled" }
            .Select(word => n8n.AddFinished(workflow, old, TimeSpan.FromSeconds(1), word))
            .ToArray();
        var young = n8n.AddFinished(workflow, old.AddDays(10), TimeSpan.FromSeconds(1));
        await using var ours = LossRun.Services(n8n, database, null);
        await using (var db = await database.Factory.CreateDbContextAsync())
            await db.Checkpoints.ExecuteUpdateAsync(set => set.SetProperty(row => row.ExecutionsFrom, old.AddDays(1)));

        // Passes, the history behind them, and after a day all of it again.
        for (var look = 0; look < 3; look++)
        {
            await ours.GetRequiredService<PollPass>().RunAsync(PassKind.Full, RequestPriority.Live, default);
            for (var page = 0; await ours.GetRequiredService<HistoryReader>().ReadPageAsync(default); page++)
                Assert.True(page < 20, "It is never done.");
            database.Clock.Advance(TimeSpan.FromHours(25));
        }

        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal(young, Assert.Single(await context.Executions.ToListAsync()).N8nExecutionId);
        var state = PollState.Read(await context.Checkpoints.SingleAsync());
        Assert.Equal((0, 0, 0), (state.Gaps.Length, state.Stretches.Length, state.Open.Length));
        Assert.DoesNotContain(
            n8n.Arrivals,
            one => ids.Any(id => one.PathAndQuery.Contains($"/executions/{id}", StringComparison.Ordinal))
        );
    }
}
