using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Bench.Circuits;

/// <summary>
/// Fifty workflows that run hourly, with forty runs each up to now: most succeed and report counts, every tenth fails,
/// every twenty-fifth runs.
/// </summary>
/// <param name="firstId">Of the executions n8n has given no number to yet.</param>
internal sealed class BenchFleet(IServiceProvider services, int firstId = 1)
{
    public const int Workflows = 50;
    private const int Runs = 40;
    private const int Page = 250;

    private readonly ExecutionIngestor ingestor = services.GetRequiredService<ExecutionIngestor>();
    private readonly TimeProvider time = services.GetRequiredService<TimeProvider>();
    private int nextId = firstId;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task StoreAsync()
    {
        var now = Now;
        await AddWorkflowsAsync(now);
        var runs =
            from back in Enumerable.Range(1, Runs).Reverse()
            from number in Enumerable.Range(0, Workflows)
            select Run(
                number,
                now.AddMinutes(number - Workflows - 5).AddHours(1 - back),
                40_000 + (number * 977) + back
            );
        foreach (var page in runs.Chunk(Page))
        {
            await ingestor.IngestAsync(page, [], checkpoint => checkpoint.KnownUntil = now, CancellationToken.None);
            var details = page.Select(run => new N8nExecutionDetail(run, Digest(run))).ToList();
            await ingestor.StoreDetailsAsync(details, [], CancellationToken.None);
        }
        var open = Enumerable
            .Range(0, Workflows)
            .Where(number => number % 25 == 3)
            .Select(number => Run(number, now, null))
            .ToList();
        await ingestor.IngestAsync(open, [], null, CancellationToken.None);
    }

    /// <summary>The next workflow's run ends, as a pass would find it.</summary>
    /// <param name="milliseconds">How long it took.</param>
    public Task EndOneAsync(int milliseconds)
    {
        var run = Run((nextId * 7) % Workflows, Now.AddMilliseconds(-milliseconds), milliseconds);
        return ingestor.IngestAsync([run], [], null, CancellationToken.None);
    }

    private async Task AddWorkflowsAsync(DateTime now)
    {
        var factory = services.GetRequiredService<IDbContextFactory<DataSyncDbContext>>();
        await using var context = await factory.CreateDbContextAsync();
        for (var number = 0; number < Workflows; number++)
        {
            var minute = now.AddMinutes(number - Workflows - 5).Minute;
            var hourly = new ScheduleRule($"every hour at :{minute:00}", $"0 {minute} * * * *");
            context.Workflows.Add(
                new WorkflowRegistry
                {
                    WorkflowId = $"w{number}",
                    WorkflowName = $"Copy resources of account {number:00} to the CMDB",
                    Provider = (CloudProvider)(number % 6),
                    WorkflowType = (WorkflowType)(number / 6 % 5),
                    IsActive = true,
                    Schedule = new WorkflowSchedule([hourly]).ToJson(),
                    CreatedAt = now.AddDays(-30),
                    UpdatedAt = now.AddDays(-30),
                }
            );
        }
        await context.SaveChangesAsync();
    }

    private N8nExecution Run(int workflow, DateTime start, int? milliseconds) =>
        new(
            $"{nextId++}",
            $"w{workflow}",
            milliseconds is null ? "running"
                : workflow % 10 == 4 ? "error"
                : "success",
            Finished: milliseconds is not null && workflow % 10 != 4,
            "trigger",
            RetryOf: null,
            RetrySuccessId: null,
            start,
            milliseconds is { } took ? start.AddMilliseconds(took) : null,
            WaitTill: null
        );

    private static ExecutionDigest Digest(N8nExecution run)
    {
        const string Node = "List resources";
        const string Message = "Request failed with status code 503";
        return run.Status is "error"
            ? new([], Node, new(null, Message, null, Node, null, "503", null), ResourceCounts.None)
            : new([], "Report", null, new(3, 12, 1, 0));
    }
}
