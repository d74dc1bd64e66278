using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Polling;
using DataSync.Core.Trends;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Polling;

/// <summary>n8n begins its numbers again: both histories stay whole, and what happened is said.</summary>
public sealed class GenerationTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private TestN8n n8n = null!;
    private ServiceProvider ours = null!;
    private string workflow = "";

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        n8n = await TestN8n.StartAsync(database.Clock);
        ours = LossRun.Services(n8n, database);
        await ours.GetRequiredService<RollupBuilder>().CompleteAsync(default);
        workflow = n8n.AddWorkflow("AWS VPC Sync");
        for (var i = 0; i < 5; i++)
            Run(workflow);
    }

    public async Task DisposeAsync()
    {
        await ours.DisposeAsync();
        await n8n.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_rebuilt_n8n_overwrites_nothing_and_its_executions_get_a_mark()
    {
        var open = n8n.Start(workflow);
        await LookAsync();
        n8n.Restore();
        for (var i = 0; i < 3; i++)
            Run(workflow);
        await LookAsync();

        var rows = await RowsAsync();
        Assert.Equal(
            ["1", "1@2", "2", "2@2", "3", "3@2", "4", "5", "6"],
            rows.Keys.Order(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        Assert.Equal(ExecutionIngestor.Gone, rows[open].N8nStatus);
        Assert.Contains("rebuilt", (await StateAsync()).GenerationBegan!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restored_n8n_has_executions_known_before_and_they_are_not_stored_twice()
    {
        await LookAsync();
        var backup = n8n.Executions.Take(3).ToArray();
        n8n.Restore(backup);
        Run(workflow);
        await LookAsync();

        Assert.Equal(
            ["1", "2", "3", "4", "4@2", "5"],
            (await RowsAsync()).Keys.Order(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public async Task A_number_that_passed_long_ago_shows_it_too_when_its_own_execution_is_not_known()
    {
        n8n.Delete("4");
        await LookAsync();
        await SettleAsync();
        n8n.Restore(n8n.Executions.Take(3).ToArray());
        Run(workflow);
        await LookAsync();

        Assert.Equal(2, (await CheckpointAsync()).Generation);
    }

    [Fact]
    public async Task The_newest_ones_deleted_are_no_new_n8n()
    {
        await LookAsync();
        n8n.Delete("5");
        n8n.Delete("4");
        await LookAsync();
        Run(workflow);
        await LookAsync();

        Assert.Equal(1, (await CheckpointAsync()).Generation);
        Assert.Equal(6, (await RowsAsync()).Count);
    }

    [Fact]
    public async Task A_look_that_meets_another_n8n_each_time_is_not_called_complete()
    {
        await LookAsync();
        var known = (await CheckpointAsync()).KnownUntil;
        // Two with databases of their own behind one address: the number means another execution every time.
        n8n.FaultFor = arrival =>
        {
            if (arrival.PathAndQuery.StartsWith("/api/v1/executions?", StringComparison.Ordinal))
                n8n.Change(n8n.Executions[^1].Id, one => one.StoppedAt = one.StoppedAt!.Value.AddSeconds(1));
            return null;
        };

        var failure = await Assert.ThrowsAsync<N8nException>(LookAsync);

        Assert.Equal(N8nCondition.NotAnN8n, failure.Condition);
        Assert.Equal(known, (await CheckpointAsync()).KnownUntil);
    }

    [Fact]
    public async Task An_address_that_leads_to_another_n8n_is_told_by_its_workflows()
    {
        var open = n8n.Start(workflow);
        await LookAsync();
        n8n.Restore();
        n8n.RemoveWorkflow(workflow);
        var other = n8n.AddWorkflow("GCP VPN Sync", id: "other");
        for (var i = 0; i < 20; i++)
            Run(other);
        await LookAsync();

        Assert.Equal(2, (await CheckpointAsync()).Generation);
        var rows = await RowsAsync();
        Assert.Equal(26, rows.Count);
        Assert.Equal(ExecutionIngestor.Gone, rows[open].N8nStatus);
        await using var db = await database.Factory.CreateDbContextAsync();
        var days = await db.Rollups.Where(row => row.Grain == RollupGrain.Day).ToListAsync();
        Assert.Equal((25, 1), (days.Sum(row => row.Success), days.Sum(row => row.Cancelled)));
        Assert.Contains("workflows", (await StateAsync()).GenerationBegan!.Reason, StringComparison.Ordinal);
    }

    private void Run(string id)
    {
        database.Clock.Advance(TimeSpan.FromSeconds(5));
        n8n.Finish(n8n.Start(id));
    }

    private async Task LookAsync()
    {
        database.Clock.Advance(TimeSpan.FromSeconds(20));
        await ours.GetRequiredService<PollPass>().RunAsync(PassKind.Full, RequestPriority.Live, default);
    }

    private async Task SettleAsync()
    {
        database.Clock.Advance(TimeSpan.FromMinutes(2));
        while (await ours.GetRequiredService<HistoryReader>().ReadPageAsync(default)) { }
    }

    private async Task<Dictionary<string, WorkflowExecution>> RowsAsync()
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        return await db.Executions.AsNoTracking().ToDictionaryAsync(row => row.ExecutionId, StringComparer.Ordinal);
    }

    private Task<Checkpoint> CheckpointAsync() =>
        database.Services.GetRequiredService<CheckpointReader>().ReadAsync(default);

    private async Task<PollState> StateAsync() => PollState.Read(await CheckpointAsync());
}
