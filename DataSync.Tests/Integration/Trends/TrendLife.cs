using DataSync.Core;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Trends;

/// <summary>A database whose roll-ups are kept, in a zone.</summary>
internal sealed class TrendLife : IAsyncDisposable
{
    private readonly Dictionary<string, N8nExecution> sent = new(StringComparer.Ordinal);

    private TrendLife(TestDatabase database, string zone)
    {
        Database = database;
        Services = database.NewServices(all => all.AddRollups().Configure<SiteOptions>(site => site.TimeZone = zone));
    }

    public TestDatabase Database { get; }
    public ServiceProvider Services { get; }

    private ExecutionIngestor Ingestor => Services.GetRequiredService<ExecutionIngestor>();

    public static async Task<TrendLife> OpenAsync(Provider provider, string zone)
    {
        var life = new TrendLife(await TestDatabase.CreateAsync(provider), zone);
        await life.Services.GetRequiredService<RollupBuilder>().CompleteAsync(default);
        return life;
    }

    public static N8nExecution Run(
        string id,
        DateTime start,
        string workflow = "w",
        string status = "success",
        string mode = "trigger",
        double seconds = 1
    ) =>
        new(
            id,
            workflow,
            status,
            status is "success",
            mode,
            RetryOf: null,
            RetrySuccessId: null,
            start,
            status is "running" ? null : start.AddSeconds(seconds),
            WaitTill: null
        );

    public async Task IngestAsync(IReadOnlyList<N8nExecution> runs)
    {
        foreach (var run in runs)
            sent[run.Id] = run;
        await Ingestor.IngestAsync(runs, [], null, default);
    }

    public Task ExplainAsync(string id, ResourceCounts resources) =>
        Ingestor.StoreDetailsAsync([new(sent[id], new([], null, null, resources))], [], default);

    public Task FailAsync(string id, string error) =>
        Ingestor.StoreDetailsAsync(
            [new(sent[id], new([], null, new(null, error, null, "Node", null, null, null), ResourceCounts.None))],
            [],
            default
        );

    public async Task CheckpointAsync(Action<Checkpoint> change)
    {
        await using var context = await NewContextAsync();
        change(await context.Checkpoints.SingleAsync());
        await context.SaveChangesAsync();
    }

    public Task<Trend> ReadAsync(DateTime from, DateTime to, TrendBucket bucket, ExecutionFilter? workflows = null) =>
        Services
            .GetRequiredService<TrendReader>()
            .ReadAsync(new(from, to) { Bucket = bucket, Workflows = workflows ?? ExecutionFilter.None }, default);

    public async Task AddWorkflowAsync(string id, CloudProvider provider, WorkflowType type, string? others = null)
    {
        await using var context = await NewContextAsync();
        var now = Database.Clock.GetUtcNow().UtcDateTime;
        context.Workflows.Add(
            new()
            {
                WorkflowId = id,
                WorkflowName = id,
                Provider = provider,
                WorkflowType = type,
                OtherCells = others,
                CreatedAt = now,
                UpdatedAt = now,
            }
        );
        await context.SaveChangesAsync();
    }

    public async Task AddUnobservedAsync(DateTime from, DateTime? to)
    {
        await using var context = await NewContextAsync();
        context.UnobservedIntervals.Add(
            new UnobservedInterval
            {
                StartedAt = from,
                EndedAt = to,
                Reason = "not_running",
            }
        );
        await context.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await Database.DisposeAsync();
    }

    private Task<DataSyncDbContext> NewContextAsync() => Database.Factory.CreateDbContextAsync();
}
