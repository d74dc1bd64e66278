using System.Data.Common;
using System.Text;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Executions;

/// <summary>
/// Inserts or updates many executions with one statement. A row is only overwritten by a higher change number.
/// </summary>
internal static class ExecutionUpsert
{
    private static readonly string MySqlUpdates =
        " ON DUPLICATE KEY UPDATE "
        + Updates(name => $"{name} = IF(VALUES(change_seq) > change_seq, VALUES({name}), {name})");

    private static readonly string SqliteUpdates =
        " ON CONFLICT (execution_id) DO UPDATE SET "
        + Updates(name => $"{name} = excluded.{name}")
        + " WHERE excluded.change_seq > workflow_executions.change_seq";

    /// <summary>All or nothing, also without a savepoint: both databases undo a statement that fails.</summary>
    public static async Task RunAsync(
        DataSyncDbContext context,
        IReadOnlyList<WorkflowExecution> rows,
        CancellationToken cancellation
    )
    {
        if (rows.Count == 0)
            return;
        await using var command = context.NewCommand();
        Fill(command, rows, context.Database.IsMySql());
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static void Fill(DbCommand command, IReadOnlyList<WorkflowExecution> rows, bool mySql)
    {
        var sql = new StringBuilder("INSERT INTO workflow_executions (", rows.Count * 320)
            .Append(ExecutionColumns.Names)
            .Append(") VALUES ");
        for (var row = 0; row < rows.Count; row++)
        {
            sql.Append(row == 0 ? "(" : "), (");
            for (var column = 0; column < ExecutionColumns.All.Count; column++)
            {
                sql.Append(column == 0 ? "" : ",")
                    .AppendLiteral(ExecutionColumns.All[column].Value(rows[row]), command, mySql);
            }
        }
        command.CommandText = sql.Append(')').Append(mySql ? MySqlUpdates : SqliteUpdates).ToString();
    }

    private static string Updates(Func<string, string> assign) =>
        string.Join(", ", ExecutionColumns.All.Where(column => column.Changes).Select(column => assign(column.Name)));
}
