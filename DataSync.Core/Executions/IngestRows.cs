using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Executions;

/// <summary>What the database already has of a page.</summary>
internal static class IngestRows
{
    /// <summary>By n8n's id, of all its lives, without detail and change number, which no decision needs.</summary>
    public static async Task<ILookup<string, WorkflowExecution>> ExecutionsAsync(
        DataSyncDbContext context,
        IReadOnlyList<string> n8nIds,
        CancellationToken cancellation
    )
    {
        var found = new List<WorkflowExecution>();
        if (n8nIds.Count == 0)
            return found.ToLookup(row => row.N8nExecutionId, StringComparer.Ordinal);
        await using var command = context.NewCommand();
        command.CommandText = $"""
            SELECT execution_id, n8n_execution_id, workflow_id, created_at, status, start_time, start_time_estimated, end_time,
                duration_ms, n8n_status, mode, retry_of, retry_success_id, detail_state, generation, wait_till
            FROM workflow_executions
            WHERE n8n_execution_id IN ({command.List(n8nIds)})
            """;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var row = new WorkflowExecution
            {
                ExecutionId = reader.GetString(0),
                N8nExecutionId = reader.GetString(1),
                Generation = reader.GetInt32(14),
                WorkflowId = reader.GetString(2),
                CreatedAt = reader.Time(3)!.Value,
                Status = EnumWords.Parse<ExecutionStatus>(reader.GetString(4)),
                StartTime = reader.Time(5)!.Value,
                StartTimeEstimated = reader.GetBoolean(6),
                EndTime = reader.Time(7),
                DurationMs = reader.IsDBNull(8) ? null : reader.GetInt64(8),
                N8nStatus = reader.Text(9),
                Mode = reader.Text(10),
                RetryOf = reader.Text(11),
                RetrySuccessId = reader.Text(12),
                WaitTill = reader.Time(15),
                DetailState = EnumWords.Parse<DetailState>(reader.GetString(13)),
            };
            found.Add(row);
        }
        return found.ToLookup(row => row.N8nExecutionId, StringComparer.Ordinal);
    }

    /// <summary>Those of <paramref name="ids"/> the registry has.</summary>
    public static async Task<HashSet<string>> WorkflowIdsAsync(
        DataSyncDbContext context,
        IReadOnlyList<string> ids,
        CancellationToken cancellation
    )
    {
        await using var command = context.NewCommand();
        command.CommandText = $"""
            SELECT workflow_id FROM workflow_registry
            WHERE workflow_id IN ({command.List(ids)})
            """;
        var found = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            found.Add(reader.GetString(0));
        return found;
    }
}
