using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace DataSync.Core.Persistence;

public enum DatabaseProvider
{
    Sqlite,
    MySql,
}

/// <summary>Section <c>Database</c>, and the connection string <c>ConnectionStrings:DataSync</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";
    public const string ConnectionKey = "ConnectionStrings:DataSync";

    /// <summary><c>Sqlite</c> or <c>MySql</c> (MariaDB too).</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>E.g. <c>10.11.6-mariadb</c> or <c>8.0.40-mysql</c>; unset: asked on the first connection.</summary>
    public string? ServerVersion { get; set; }

    /// <summary>
    /// False: the tables are brought up to date by the verb <c>migrate</c> alone, so that the account that serves need not be
    /// allowed to change them.
    /// </summary>
    public bool MigrateOnStart { get; set; } = true;

    /// <summary>Filled from <c>ConnectionStrings:DataSync</c>. May hold a password: never logged nor shown.</summary>
    public string ConnectionString { get; set; } = "Data Source=data/datasync.db";
}

internal sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        if (!Enum.IsDefined(options.Provider))
            return ValidateOptionsResult.Fail("Database:Provider must be Sqlite or MySql.");
        if (
            options.ServerVersion is { Length: > 0 } version
            && !Microsoft.EntityFrameworkCore.ServerVersion.TryParse(version, out _)
        )
        {
            return ValidateOptionsResult.Fail(
                "Database:ServerVersion is not a version such as 10.11.6-mariadb or 8.0.40-mysql; "
                    + "correct it, or remove it to have the server asked."
            );
        }
        return Complaint(options) is { } complaint
            ? ValidateOptionsResult.Fail($"{DatabaseOptions.ConnectionKey} {complaint}")
            : ValidateOptionsResult.Success;
    }

    /// <summary>The parser's own message could quote a password, so it is not passed on.</summary>
    private static string? Complaint(DatabaseOptions options)
    {
        try
        {
            if (options.Provider == DatabaseProvider.Sqlite)
            {
                return new SqliteConnectionStringBuilder(options.ConnectionString).DataSource.Length > 0
                    ? null
                    : "names no file; set it to e.g. 'Data Source=data/datasync.db'.";
            }
            var parsed = new MySqlConnectionStringBuilder(options.ConnectionString);
            return parsed.Server.Length > 0 && parsed.Database.Length > 0
                ? null
                : "must name a server and a database, e.g. 'Server=db;Database=datasync;User ID=datasync;Password=…'.";
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidOperationException)
        {
            return $"cannot be read as a connection string of {options.Provider}; "
                + "check it, and that Database:Provider names the right kind.";
        }
    }
}
