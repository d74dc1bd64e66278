using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DataSync.Core.Persistence;

/// <summary>For the statements of the ingest, where translating a query anew for every page costs more than running it.</summary>
internal static class RawSql
{
    /// <summary>In the context's connection and transaction; the connection must be open.</summary>
    public static DbCommand NewCommand(this DataSyncDbContext context)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        return command;
    }

    public static void Add(this DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    /// <summary>What stands in the parentheses of an IN; adds the parameters it needs. Not for an empty list.</summary>
    public static string AddList(this DbCommand command, bool mySql, IReadOnlyList<string> values)
    {
        if (!mySql)
        {
            command.Add("@list", JsonSerializer.Serialize(values));
            return "SELECT value FROM json_each(@list)";
        }
        for (var at = 0; at < values.Count; at++)
            command.Add($"@i{at}", values[at]);
        return string.Join(',', Enumerable.Range(0, values.Count).Select(at => $"@i{at}"));
    }

    public static string? Text(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTime? Time(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : DateTime.SpecifyKind(reader.GetDateTime(column), DateTimeKind.Utc);
}
