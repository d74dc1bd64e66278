using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.Text;
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

    /// <summary>A value as it stands in a statement.</summary>
    public static StringBuilder AppendLiteral(this StringBuilder sql, object? value, DbCommand command, bool mySql) =>
        value switch
        {
            null => sql.Append("NULL"),
            string text => sql.Append(command.Text(text)),
            DateTime time => sql.Append('\'')
                // SQLite's as Microsoft.Data.Sqlite writes it, so that times compare as text.
                .Append(
                    time.ToString(
                        mySql ? "yyyy-MM-dd HH:mm:ss.ffffff" : "yyyy-MM-dd HH:mm:ss.FFFFFFF",
                        CultureInfo.InvariantCulture
                    )
                )
                .Append('\''),
            bool flag => sql.Append(flag ? '1' : '0'),
            byte[] bytes => sql.Append("X'").Append(Convert.ToHexString(bytes)).Append('\''),
            _ => sql.Append(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        };

    /// <summary>What stands in the parentheses of an IN. Not for an empty list.</summary>
    public static string List(this DbCommand command, IEnumerable<string> values) =>
        string.Join(',', values.Select(command.Text));

    public static string? Text(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTime? Time(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : DateTime.SpecifyKind(reader.GetDateTime(column), DateTimeKind.Utc);
}
