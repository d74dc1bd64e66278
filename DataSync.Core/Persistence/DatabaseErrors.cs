using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace DataSync.Core.Persistence;

/// <summary>What an exception of either database means. Looks through the wrappers EF puts around it.</summary>
public static class DatabaseErrors
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteReadOnly = 8;
    private const int SqliteIoError = 10;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;
    private const int SqliteProtocol = 15;
    private const int SqliteTooBig = 18;
    private const int SqliteConstraint = 19;
    private const int SqliteMismatch = 20;

    /// <summary>Worth the same try again at once: lock conflicts, and a connection that broke.</summary>
    public static bool IsTransient(Exception failure) =>
        Any(
            failure,
            cause =>
                cause switch
                {
                    // Refused at the door is not tried again at once: the one who waits patiently is DatabaseStartup.
                    MySqlException { ErrorCode: MySqlErrorCode.UnableToConnectToHost } => false,
                    MySqlException mySql => mySql.IsTransient || IsLostConnection(mySql),
                    SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked or SqliteProtocol,
                    _ => false,
                }
        );

    /// <summary>The database cannot be used at all at the moment, whatever is asked of it.</summary>
    public static bool IsUnreachable(Exception failure) =>
        Any(
            failure,
            cause =>
                cause switch
                {
                    MySqlException mySql => IsLostConnection(mySql) || IsRefused(mySql),
                    SqliteException sqlite => sqlite.SqliteErrorCode
                        is SqliteReadOnly
                            or SqliteIoError
                            or SqliteFull
                            or SqliteCannotOpen,
                    _ => false,
                }
        );

    /// <summary>The database, and no mistake of ours, made it fail.</summary>
    public static bool IsOfDatabase(Exception failure) =>
        Any(failure, cause => cause is MySqlException or SqliteException);

    /// <summary>The statement was understood but a value in it cannot be stored.</summary>
    public static bool IsData(Exception failure) =>
        Any(
            failure,
            cause =>
                cause switch
                {
                    // SQLSTATE 22: data exception, 23: constraint, else these: truncated, bad text, bad JSON, CHECK.
                    MySqlException mySql => mySql.SqlState is ['2', '2' or '3', ..]
                        || (int)mySql.ErrorCode is 1265 or 1366 or 3140 or 4025,
                    SqliteException sqlite => sqlite.SqliteErrorCode
                        is SqliteConstraint
                            or SqliteMismatch
                            or SqliteTooBig,
                    _ => false,
                }
        );

    /// <summary>One sentence fit for a page: no address, no user name, no statement.</summary>
    public static string Describe(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case MySqlException mySql when IsRefused(mySql):
                    return "The database server refuses the user name, the password or the database's name.";
                case MySqlException mySql when IsLostConnection(mySql):
                    return "The database server does not answer.";
                case MySqlException mySql:
                    return $"The database server reports error {(int)mySql.ErrorCode}.";
                case SqliteException sqlite:
                    return sqlite.SqliteErrorCode switch
                    {
                        SqliteCannotOpen => "The database file cannot be opened.",
                        SqliteReadOnly => "The database file cannot be written.",
                        SqliteFull => "The disk that holds the database is full.",
                        SqliteIoError => "The disk that holds the database reports an error.",
                        SqliteBusy or SqliteLocked => "Another program holds the database file.",
                        _ => $"The database file reports error {sqlite.SqliteErrorCode}.",
                    };
                case DatabaseNotReadyException:
                    return cause.Message;
            }
        }
        return $"The database failed with {failure.GetType().Name}.";
    }

    private static bool IsLostConnection(MySqlException failure) =>
        failure.ErrorCode
            is MySqlErrorCode.None
                or MySqlErrorCode.UnableToConnectToHost
                or MySqlErrorCode.ServerShutdown
                or MySqlErrorCode.NormalShutdown
                or MySqlErrorCode.AbortingConnection
                or MySqlErrorCode.NewAbortingConnection
                or MySqlErrorCode.ConnectionCountError
                or MySqlErrorCode.ClientInteractionTimeout
        // 1927: MariaDB's "connection was killed"; 2006, 2013: gone away, lost during a query.
        || (int)failure.ErrorCode is 1927 or 2006 or 2013
        || failure.InnerException is SocketException or IOException;

    private static bool IsRefused(MySqlException failure) =>
        failure.ErrorCode
            is MySqlErrorCode.AccessDenied
                or MySqlErrorCode.DatabaseAccessDenied
                or MySqlErrorCode.UnknownDatabase;

    private static bool Any(Exception failure, Func<Exception, bool> matches)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (matches(cause))
                return true;
        }
        return false;
    }
}

/// <summary>The tables are not usable yet. The message is fit for a page.</summary>
public sealed class DatabaseNotReadyException(string message) : Exception(message);
