using System.Globalization;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Tests.Support;

/// <summary>Makes a long history quickly: the database counts and writes the rows itself.</summary>
internal static class HistoryLoad
{
    public static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>One execution every so many seconds, of one second to ten, by turns of workflows <c>w0</c>, <c>w1</c> …; every hundredth failed.</summary>
    public static async Task StoreAsync(
        DataSyncDbContext context,
        int workflows,
        int executions,
        double secondsApart = 60
    )
    {
        for (var number = 0; number < workflows; number++)
        {
            context.Workflows.Add(
                new WorkflowRegistry
                {
                    WorkflowId = $"w{number}",
                    WorkflowName = $"Workflow {number}",
                    Provider = (CloudProvider)(number % 7),
                    WorkflowType = (WorkflowType)(number % 6),
                    CreatedAt = Start,
                    UpdatedAt = Start,
                }
            );
        }
        await context.SaveChangesAsync();
        var start = Start.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var apart = secondsApart.ToString(CultureInfo.InvariantCulture);
        var (numbers, time, text) = context.Database.IsMySql()
            ? ($"SELECT seq AS n FROM seq_1_to_{executions}", $"'{start}' + INTERVAL n * {apart} SECOND", "CHAR")
            : (
                $"WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {executions}) SELECT n FROM counted",
                // As EF writes it: without zeros at the end, or equal times are not.
                $"rtrim(rtrim(strftime('%Y-%m-%d %H:%M:%f', '{start}', '+' || (n * {apart}) || ' seconds'), '0'), '.')",
                "TEXT"
            );
        var workflow = context.Database.IsMySql() ? $"CONCAT('w', n % {workflows})" : $"'w' || (n % {workflows})";
        var insert = $"""
            INSERT INTO workflow_executions (workflow_id, execution_id, n8n_execution_id, generation, status, start_time,
                start_time_estimated, end_time, duration_ms, created_at, n8n_status, mode, detail_state, error_message,
                failed_node, change_seq)
            SELECT {workflow}, CAST(n AS {text}), CAST(n AS {text}), 1, CASE WHEN n % 100 = 0 THEN 'failure' ELSE 'success' END,
                {time}, 0, {time}, 1000 + n * 7919 % 9000, {time}, CASE WHEN n % 100 = 0 THEN 'error' ELSE 'success' END, 'trigger', 'stored',
                CASE WHEN n % 100 = 0 THEN 'Request failed with status code 500' END,
                CASE WHEN n % 100 = 0 THEN 'List' END, n
            FROM ({numbers}) AS numbers
            """;
        await context.Database.ExecuteSqlRawAsync(insert);
    }
}
