using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.RegularExpressions;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DataSync.Tests.Support;

/// <summary>Asks the database of everything that is read how it goes about it.</summary>
internal sealed partial class QueryPlans(TestDatabase database)
    : DbCommandInterceptor,
        IDbContextFactory<DataSyncDbContext>
{
    private readonly ConcurrentQueue<string> scanned = new();

    /// <summary>Tables of which all rows were read, with the statement.</summary>
    public IReadOnlyCollection<string> Scanned => scanned;

    public DataSyncDbContext CreateDbContext()
    {
        var builder = new DbContextOptionsBuilder<DataSyncDbContext>();
        _ =
            database.Provider == Provider.Sqlite
                ? builder.UseDataSyncSqlite(database.ConnectionString)
                : builder.UseDataSyncMySql(
                    database.ConnectionString,
                    MariaDbServerVersion.LatestSupportedServerVersion
                );
        return new(builder.AddInterceptors(this).Options);
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        if (command.CommandText.StartsWith("SELECT", StringComparison.Ordinal))
            await ExplainAsync(command, cancellationToken);
        return result;
    }

    private async Task ExplainAsync(DbCommand command, CancellationToken cancellation)
    {
        var isSqlite = database.Provider == Provider.Sqlite;
        await using var explain = command.Connection!.CreateCommand();
        explain.Transaction = command.Transaction;
        explain.CommandText = (isSqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + command.CommandText;
        foreach (DbParameter parameter in command.Parameters)
        {
            var copy = explain.CreateParameter();
            (copy.ParameterName, copy.Value) = (parameter.ParameterName, parameter.Value);
            explain.Parameters.Add(copy);
        }
        var tables = Alias()
            .Matches(command.CommandText)
            .ToLookup(one => one.Groups["alias"].Value, one => one.Groups["table"].Value, StringComparer.Ordinal);
        await using var reader = await explain.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var alias =
                isSqlite ? Scan().Match(reader.GetString(3)).Groups["alias"].Value
                : reader["type"] is "ALL" or "index" ? (string)reader["table"]
                : "";
            foreach (var table in tables[alias])
                scanned.Enqueue($"{table}: {command.CommandText}");
        }
    }

    [GeneratedRegex(
        "[`\"](?<table>\\w+)[`\"] AS [`\"](?<alias>\\w+)[`\"]",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Alias();

    [GeneratedRegex("^SCAN (?<alias>\\w+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Scan();
}
