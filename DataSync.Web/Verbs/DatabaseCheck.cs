using DataSync.Core.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Verbs;

internal static class DatabaseCheck
{
    private const string Subject = "database";

    public static async Task<CheckResult> RunAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var options = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        if (IsMissing(options))
            return Behind(options, "There is no database file yet.");
        try
        {
            await using var context = await services
                .GetRequiredService<IDbContextFactory<DataSyncDbContext>>()
                .CreateDbContextAsync(cancellation);
            await context.Database.OpenConnectionAsync(cancellation);
            var server = $"{options.Provider} {context.Database.GetDbConnection().ServerVersion}";
            try
            {
                await services.GetRequiredService<DatabaseMigrator>().DemandCurrentAsync(cancellation);
            }
            catch (DatabaseNotReadyException behind)
            {
                return Behind(options, behind.Message);
            }
            // As everything is written: whoever may only read is found out here.
            await services
                .GetRequiredService<WriteTransaction>()
                .RunAsync((_, _, _) => Task.FromResult(0), cancellation);
            return new(
                CheckState.Ok,
                Subject,
                $"{server} answers and can be written; its tables are those of this version."
            );
        }
        catch (Exception failure) when (DatabaseErrors.IsOfDatabase(failure))
        {
            return new(
                CheckState.Failed,
                Subject,
                DatabaseErrors.Describe(failure),
                $"Check {DatabaseOptions.ConnectionKey} and Database:Provider, that the server runs, and what its account may do."
            );
        }
    }

    /// <summary>Opening it would make it.</summary>
    private static bool IsMissing(DatabaseOptions options) =>
        options.Provider == DatabaseProvider.Sqlite
        && new SqliteConnectionStringBuilder(options.ConnectionString) is { Mode: not SqliteOpenMode.Memory } file
        && !File.Exists(file.DataSource);

    private static CheckResult Behind(DatabaseOptions options, string finding) =>
        options.MigrateOnStart
            ? new(
                CheckState.Warning,
                Subject,
                finding,
                "Starting DataSync brings its tables up to date, and so does migrate."
            )
            : new(CheckState.Failed, Subject, finding, "Run migrate with an account that may change tables.");
}
