using DataSync.Core.Executions;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.Executions;

/// <summary>A small history in which every filter has something to keep and something to drop; starts coincide often.</summary>
internal static class HistoryRows
{
    public static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private const int Count = 300;

    public static async Task<IReadOnlyList<ExecutionSummary>> StoreAsync(TestDatabase database)
    {
        var random = new Random(5);
        List<WorkflowRegistry> workflows =
        [
            Workflow("a", CloudProvider.Aws, WorkflowType.Vpc),
            Workflow("A", CloudProvider.Aws, WorkflowType.Subnet),
            Workflow("b", CloudProvider.Azure, WorkflowType.Vpc),
            Workflow("never", CloudProvider.Gcp, WorkflowType.Vpn),
        ];
        var rows = Enumerable.Range(1, Count).Select(number => Execution(number, workflows[random.Next(3)], random));
        await using var context = await database.Factory.CreateDbContextAsync();
        context.Workflows.AddRange(workflows);
        context.Executions.AddRange(rows);
        await context.SaveChangesAsync();
        var all = await database.History().PageAsync(ExecutionFilter.None, null, 250, default);
        var rest = await database.History().PageAsync(ExecutionFilter.None, all.NextCursor, 250, default);
        return [.. all.Items, .. rest.Items];
    }

    private static WorkflowExecution Execution(int number, WorkflowRegistry workflow, Random random)
    {
        var status = (ExecutionStatus)random.Next(4);
        var error = status == ExecutionStatus.Failure ? $"Denied 100% for '{number}'" : null;
        return new()
        {
            WorkflowId = workflow.WorkflowId,
            ExecutionId = $"{number}",
            N8nExecutionId = $"{number}",
            Status = status,
            DetailState = status == ExecutionStatus.Running ? DetailState.Open : DetailState.Stored,
            Mode = (number % 5) switch
            {
                0 => "integrated",
                1 => "error",
                2 => null,
                _ => "trigger",
            },
            StartTime = Start.AddMinutes(random.Next(40)),
            CreatedAt = Start,
            ErrorMessage = error,
            FailedNode =
                error is null ? null
                : random.Next(2) == 0 ? "List_VPCs"
                : "Write to CMDB",
            ErrorFingerprint = error is null ? null : new string((char)('a' + random.Next(2)), 16),
        };
    }

    private static WorkflowRegistry Workflow(string id, CloudProvider provider, WorkflowType type) =>
        new()
        {
            WorkflowId = id,
            WorkflowName = $"Workflow {id}",
            Provider = provider,
            WorkflowType = type,
            CreatedAt = Start,
            UpdatedAt = Start,
        };
}
