using System.Buffers;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DataSync.Core.Persistence;

/// <summary>For the statements of the ingest, where translating a query anew for every page costs more than running it.</summary>
internal static class RawSql
{
    /// <summary>None of these means anything inside quotes, in either database.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_@"
    );

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

    /// <summary>
    /// A text as it stands in a statement. An id or a word is written out, because thousands of parameters cost more than
    /// what they are for; anything else becomes a parameter.
    /// </summary>
    public static string Text(this DbCommand command, string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
            return $"'{text}'";
        var name = $"@p{command.Parameters.Count}";
        command.Add(name, text);
        return name;
    }

    /// <summary>What stands in the parentheses of an IN. Not for an empty list.</summary>
    public static string List(this DbCommand command, IEnumerable<string> values) =>
        string.Join(',', values.Select(command.Text));

    public static string? Text(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTime? Time(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : DateTime.SpecifyKind(reader.GetDateTime(column), DateTimeKind.Utc);
}
