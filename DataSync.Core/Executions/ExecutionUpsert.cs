using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Executions;

/// <summary>
/// Inserts or updates many executions with one statement, each provider's own. A row is only overwritten by a higher
/// change number.
/// </summary>
internal static class ExecutionUpsert
{
    private static readonly string MySqlUpdates = string.Join(
        ", ",
        ExecutionColumns
            .All.Where(column => column.Changes)
            .Select(column =>
                $"{column.Name} = IF(VALUES(change_seq) > change_seq, VALUES({column.Name}), {column.Name})"
            )
    );

    // One JSON parameter for all rows: binding thousands of them by name costs SQLite more than the insert does.
    private static readonly string SqliteStatement = $"""
        INSERT INTO workflow_executions ({ExecutionColumns.Names})
        SELECT {string.Join(", ", ExecutionColumns.All.Select((_, at) => $"value ->> {at}"))} FROM json_each(@rows) WHERE true
        ON CONFLICT (execution_id) DO UPDATE SET {string.Join(
            ", ",
            ExecutionColumns.All.Where(column => column.Changes).Select(column => $"{column.Name} = excluded.{column.Name}")
        )}
        WHERE excluded.change_seq > workflow_executions.change_seq
        """;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
        if (context.Database.IsMySql())
            FillMySql(command, rows);
        else
        {
            command.CommandText = SqliteStatement;
            command.Add("@rows", Json(rows));
        }
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// Only texts are parameters, and each text once: a page has few different ones, and thousands of parameters cost more
    /// than the insert.
    /// </summary>
    private static void FillMySql(DbCommand command, IReadOnlyList<WorkflowExecution> rows)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var sql = new StringBuilder("INSERT INTO workflow_executions (", rows.Count * 320)
            .Append(ExecutionColumns.Names)
            .Append(") VALUES ");
        for (var row = 0; row < rows.Count; row++)
        {
            sql.Append(row == 0 ? "(" : "), (");
            for (var column = 0; column < ExecutionColumns.All.Count; column++)
            {
                sql.Append(column == 0 ? "" : ",");
                AppendMySql(sql, ExecutionColumns.All[column].Value(rows[row]), texts);
            }
        }
        foreach (var (text, name) in texts)
            command.Add(name, text);
        command.CommandText = sql.Append(") ON DUPLICATE KEY UPDATE ").Append(MySqlUpdates).ToString();
    }

    private static void AppendMySql(StringBuilder sql, object? value, Dictionary<string, string> texts)
    {
        switch (value)
        {
            case null:
                sql.Append("NULL");
                break;
            case string text:
                if (!texts.TryGetValue(text, out var name))
                    texts.Add(text, name = $"@p{texts.Count}");
                sql.Append(name);
                break;
            case DateTime time:
                sql.Append(CultureInfo.InvariantCulture, $"'{time:yyyy-MM-dd HH:mm:ss.ffffff}'");
                break;
            case bool flag:
                sql.Append(flag ? '1' : '0');
                break;
            default:
                sql.Append(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Json(IReadOnlyList<WorkflowExecution> rows)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                json.WriteStartArray();
                foreach (var column in ExecutionColumns.All)
                    Write(json, column.Value(row));
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case DateTime time:
                // As Microsoft.Data.Sqlite writes it, so that times compare as text.
                json.WriteStringValue(time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));
                break;
            case bool flag:
                json.WriteNumberValue(flag ? 1 : 0);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            default:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
