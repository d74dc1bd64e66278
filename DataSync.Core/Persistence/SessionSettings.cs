using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DataSync.Core.Persistence;

/// <summary>Puts every opened connection into the state all statements rely on.</summary>
internal sealed class SessionSettings(string statement) : DbConnectionInterceptor
{
    /// <summary>Strict, so that MySQL refuses what does not fit instead of cutting it.</summary>
    public const string MySql = "SET SESSION time_zone = '+00:00', sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')";

    /// <summary>
    /// FULL, because in WAL mode NORMAL may lose the last commits on a power cut: an execution would be forgotten that the
    /// checkpoint of a live board, or a mail sent meanwhile, already knew. What SQLite keeps to undo a statement of many rows
    /// would go to a temporary file, written page by page; it is small, so it stays in memory.
    /// </summary>
    public const string Sqlite =
        "PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
