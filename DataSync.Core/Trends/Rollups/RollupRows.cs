using System.Data.Common;
using System.Text;
using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Trends;

/// <summary>Writes roll-ups, in the caller's transaction, with few statements for many rows.</summary>
internal static class RollupRows
{
    /// <summary>Rows of one statement.</summary>
    private const int MostAtOnce = 400;

    private sealed record Column(string Name, Func<Rollup, object> Value);

    private static readonly IReadOnlyList<Column> Keys =
    [
        new("grain", row => EnumWords.Of(row.Grain)),
        new("starts_at", row => row.StartsAt),
        new("workflow_id", row => row.WorkflowId),
        new("origin", row => EnumWords.Of(row.Origin)),
    ];

    private static readonly IReadOnlyList<Column> Counts =
    [
        new("success", row => row.Success),
        new("failure", row => row.Failure),
        new("cancelled", row => row.Cancelled),
        new("retried", row => row.Retried),
        new("reported", row => row.Reported),
        new("resources_created", row => row.ResourcesCreated),
        new("resources_updated", row => row.ResourcesUpdated),
        new("resources_deleted", row => row.ResourcesDeleted),
        new("resources_failed", row => row.ResourcesFailed),
        new("durations", row => row.Durations.ToBytes()),
    ];

    private static readonly IReadOnlyList<Column> All = [.. Keys, .. Counts];
    private static readonly string Names = string.Join(", ", All.Select(column => column.Name));
    private static readonly string KeyNames = string.Join(", ", Keys.Select(column => column.Name));

    /// <summary>Adds changes of counts to what is stored.</summary>
    public static async Task AddAsync(
        DataSyncDbContext context,
        IReadOnlyCollection<Rollup> changes,
        CancellationToken cancellation
    )
    {
        foreach (var some in changes.Where(row => !row.IsNothing).Chunk(MostAtOnce))
        {
            var stored = await StoredAsync(context, some, cancellation);
            foreach (var row in some)
            {
                if (stored.TryGetValue(row.Key, out var before))
                    row.Add(before);
            }
            await PutAsync(context, [.. some.Where(row => !row.IsEmpty)], cancellation);
            await RemoveAsync(
                context,
                [.. some.Where(row => row.IsEmpty && stored.ContainsKey(row.Key))],
                cancellation
            );
        }
    }

    /// <summary>Stores counts, over whatever there was.</summary>
    public static async Task PutAsync(
        DataSyncDbContext context,
        IReadOnlyCollection<Rollup> rows,
        CancellationToken cancellation
    )
    {
        var mySql = context.Database.IsMySql();
        foreach (var some in rows.Chunk(MostAtOnce))
        {
            await using var command = context.NewCommand();
            var sql = new StringBuilder("INSERT INTO execution_rollups (", some.Length * 200)
                .Append(Names)
                .Append(") VALUES ");
            for (var row = 0; row < some.Length; row++)
            {
                sql.Append(row == 0 ? "(" : "), (");
                for (var column = 0; column < All.Count; column++)
                    sql.Append(column == 0 ? "" : ",").AppendLiteral(All[column].Value(some[row]), command, mySql);
            }
            command.CommandText = sql.Append(
                    mySql ? ") ON DUPLICATE KEY UPDATE " : $") ON CONFLICT ({KeyNames}) DO UPDATE SET "
                )
                .AppendJoin(
                    ", ",
                    Counts.Select(one =>
                        mySql ? $"{one.Name} = VALUES({one.Name})" : $"{one.Name} = excluded.{one.Name}"
                    )
                )
                .ToString();
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static async Task<Dictionary<RollupKey, Rollup>> StoredAsync(
        DataSyncDbContext context,
        IReadOnlyCollection<Rollup> rows,
        CancellationToken cancellation
    )
    {
        await using var command = context.NewCommand();
        command.CommandText =
            $"SELECT {Names} FROM execution_rollups WHERE {Where(rows, command, context.Database.IsMySql())}";
        var stored = new Dictionary<RollupKey, Rollup>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var row = Read(reader);
            stored[row.Key] = row;
        }
        return stored;
    }

    private static async Task RemoveAsync(
        DataSyncDbContext context,
        IReadOnlyCollection<Rollup> rows,
        CancellationToken cancellation
    )
    {
        if (rows.Count == 0)
            return;
        await using var command = context.NewCommand();
        command.CommandText = $"DELETE FROM execution_rollups WHERE {Where(rows, command, context.Database.IsMySql())}";
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>One range of the primary key for each hour, day and origin.</summary>
    private static string Where(IReadOnlyCollection<Rollup> rows, DbCommand command, bool mySql) =>
        string.Join(
            " OR ",
            rows.GroupBy(row => (row.Grain, row.StartsAt, row.Origin))
                .Select(group =>
                    new StringBuilder("(grain = ")
                        .AppendLiteral(EnumWords.Of(group.Key.Grain), command, mySql)
                        .Append(" AND starts_at = ")
                        .AppendLiteral(group.Key.StartsAt, command, mySql)
                        .Append(" AND workflow_id IN (")
                        .Append(command.List(group.Select(row => row.WorkflowId)))
                        .Append(") AND origin = ")
                        .AppendLiteral(EnumWords.Of(group.Key.Origin), command, mySql)
                        .Append(')')
                        .ToString()
                )
        );

    private static Rollup Read(DbDataReader reader)
    {
        var row = new Rollup
        {
            Grain = EnumWords.Parse<RollupGrain>(reader.GetString(0)),
            StartsAt = reader.Time(1)!.Value,
            WorkflowId = reader.GetString(2),
            Origin = EnumWords.Parse<RunOrigin>(reader.GetString(3)),
            Success = reader.GetInt32(4),
            Failure = reader.GetInt32(5),
            Cancelled = reader.GetInt32(6),
            Retried = reader.GetInt32(7),
            Reported = reader.GetInt32(8),
            ResourcesCreated = reader.GetInt64(9),
            ResourcesUpdated = reader.GetInt64(10),
            ResourcesDeleted = reader.GetInt64(11),
            ResourcesFailed = reader.GetInt64(12),
        };
        row.Durations.Add((byte[])reader.GetValue(13));
        return row;
    }
}
