using MySqlConnector;

namespace DataSync.Core.Persistence;

/// <summary>What is asked of a MySQL server beside the database itself, which may not exist yet.</summary>
internal static class MySqlDatabase
{
    /// <summary>Without a database, pool or lasting connection.</summary>
    public static MySqlConnection Connect(string connectionString) =>
        new(new MySqlConnectionStringBuilder(connectionString) { Database = "", Pooling = false }.ConnectionString);

    /// <summary>Creates the database where it is missing and the user may; else the server's refusal says so.</summary>
    public static async Task CreateAsync(string connectionString, CancellationToken cancellation)
    {
        var name = new MySqlConnectionStringBuilder(connectionString).Database;
        await using var connection = Connect(connectionString);
        await connection.OpenAsync(cancellation);
        await using var find = connection.CreateCommand();
        find.CommandText = "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = @name";
        find.Parameters.AddWithValue("@name", name);
        if (Convert.ToInt64(await find.ExecuteScalarAsync(cancellation)) > 0)
            return;
        await using var create = connection.CreateCommand();
        create.CommandText =
            $"CREATE DATABASE `{name.Replace("`", "``", StringComparison.Ordinal)}` CHARACTER SET utf8mb4";
        await create.ExecuteNonQueryAsync(cancellation);
    }
}
