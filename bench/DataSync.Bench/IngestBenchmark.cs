using System.Diagnostics;
using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Bench;

/// <summary>
/// A page of 250 new executions through the ingestor, through EF with one SaveChanges a row, and through EF with one
/// SaveChanges for the page. All look first which rows exist; same rows, same durability, rounds interleaved.
/// </summary>
internal sealed class IngestBenchmark : IBenchmark
{
    private const int Rows = 250;
    private const int Rounds = 31;
    private const int WarmUp = 150;
    private const int RoundsByRow = 7;
    private const int WarmUpByRow = 2;
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public string Name => "ingest";
    public string Claim => "ingest ≥ 30× one SaveChanges a row, ≥ 2.5× (MariaDB) and ≥ 1.8× (SQLite) EF's batches";

    public async Task<bool> RunAsync()
    {
        bool mariaDb;
        await using (var database = await BenchDatabase.MariaDbAsync())
            mariaDb = await MeasureAsync("MariaDB", database, 2.5);
        await using (var database = await BenchDatabase.SqliteAsync())
            return await MeasureAsync("SQLite", database, 1.8) && mariaDb;
    }

    private static async Task<bool> MeasureAsync(string name, BenchDatabase database, double barBatch)
    {
        const double BarRow = 30;
        var factory = database.Services.GetRequiredService<IDbContextFactory<DataSyncDbContext>>();
        var ingestor = database.Services.GetRequiredService<ExecutionIngestor>();
        await AddWorkflowsAsync(factory);
        var next = 1;
        var ingest = new List<double>();
        var batch = new List<double>();
        var byRow = new List<double>();
        // So many calls until the runtime has compiled everything in earnest, as in a program that runs for days.
        for (var round = -WarmUp; round < Rounds; round++)
        {
            await TimeAsync(ingest, round, page => ingestor.IngestAsync(page, [], null, CancellationToken.None));
            await TimeAsync(batch, round, page => EfBatchAsync(factory, page));
            if (round is >= -WarmUpByRow and < RoundsByRow)
                await TimeAsync(byRow, round, page => EfByRowAsync(factory, page));
        }
        var (toRow, toBatch) = (Median(byRow) / Median(ingest), Median(batch) / Median(ingest));
        Console.WriteLine(
            $"{name, -8} page of {Rows}: ingest {Median(ingest):F1} ms, EF batch {Median(batch):F1} ms, EF by row {Median(byRow):F1} ms"
        );
        Console.WriteLine(
            $"{name, -8} ingest is {toRow:F1}× EF by row (bar {BarRow}×), {toBatch:F2}× EF's batch (bar {barBatch}×)"
        );
        return toRow >= BarRow && toBatch >= barBatch;

        async Task TimeAsync(List<double> times, int round, Func<List<N8nExecution>, Task> store)
        {
            var page = Enumerable.Range(next, Rows).Select(Sent).ToList();
            next += Rows;
            var clock = Stopwatch.StartNew();
            await store(page);
            if (round >= 0)
                times.Add(clock.Elapsed.TotalMilliseconds);
        }
    }

    private static async Task EfByRowAsync(IDbContextFactory<DataSyncDbContext> factory, List<N8nExecution> page)
    {
        foreach (var sent in page)
        {
            await using var context = await factory.CreateDbContextAsync();
            if (await context.Executions.AnyAsync(row => row.N8nExecutionId == sent.Id && row.Generation == 1))
                continue;
            context.Executions.Add(Row(sent));
            await context.SaveChangesAsync();
        }
    }

    private static async Task EfBatchAsync(IDbContextFactory<DataSyncDbContext> factory, List<N8nExecution> page)
    {
        await using var context = await factory.CreateDbContextAsync();
        var ids = page.Select(sent => sent.Id).ToList();
        var known = await context
            .Executions.Where(row => row.Generation == 1 && ids.Contains(row.N8nExecutionId))
            .ToDictionaryAsync(row => row.N8nExecutionId, StringComparer.Ordinal);
        context.Executions.AddRange(page.Where(sent => !known.ContainsKey(sent.Id)).Select(Row));
        await context.SaveChangesAsync();
    }

    private static async Task AddWorkflowsAsync(IDbContextFactory<DataSyncDbContext> factory)
    {
        await using var context = await factory.CreateDbContextAsync();
        for (var number = 0; number < 40; number++)
        {
            context.Workflows.Add(
                new WorkflowRegistry
                {
                    WorkflowId = $"workflow{number}",
                    WorkflowName = $"Workflow {number}",
                    CreatedAt = Start,
                    UpdatedAt = Start,
                }
            );
        }
        await context.SaveChangesAsync();
    }

    private static N8nExecution Sent(int id) =>
        new(
            id.ToString(),
            $"workflow{id % 40}",
            "success",
            Finished: true,
            "trigger",
            RetryOf: null,
            RetrySuccessId: null,
            Start.AddSeconds(id),
            Start.AddSeconds(id + 30),
            WaitTill: null
        );

    private static WorkflowExecution Row(N8nExecution sent) =>
        new()
        {
            WorkflowId = sent.WorkflowId!,
            ExecutionId = sent.Id,
            N8nExecutionId = sent.Id,
            Status = ExecutionStatus.Success,
            StartTime = sent.StartedAt!.Value,
            EndTime = sent.StoppedAt,
            DurationMs = 30_000,
            CreatedAt = Start,
            N8nStatus = sent.Status,
            Mode = sent.Mode,
            DetailState = DetailState.Pending,
            ChangeSeq = long.Parse(sent.Id),
        };

    private static double Median(List<double> times)
    {
        var sorted = times.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
