using DataSync.Core.Persistence;
using DataSync.Tests.Support;
using DataSync.Web.Verbs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;

namespace DataSync.Tests.Integration.Verbs;

public sealed class MigrateVerbTests
{
    [Theory, DatabaseData]
    public async Task It_makes_the_tables_and_does_nothing_a_second_time(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, migrated: false);
        (string, string?)[] settings = [.. database.Settings.Select(s => (s.Key, s.Value))];

        var first = await TestVerb.StartAsync("migrate", null, settings);
        var second = await TestVerb.RunAsync("migrate", settings);

        Assert.True(first.Code == CommandLine.Done, first.All);
        Assert.Contains("Bringing", first.Output, StringComparison.Ordinal);
        Assert.Equal((CommandLine.Done, "The tables are up to date."), (second.Code, second.Output.Trim()));
        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal(context.Database.GetMigrations(), await context.Database.GetAppliedMigrationsAsync());
    }

    [Fact]
    public async Task Into_a_folder_it_makes_nobody_else_may_look()
    {
        var root = Directory.CreateTempSubdirectory("datasync-folder-").FullName;
        var folder = Path.Combine(root, "data");

        var made = await TestVerb.RunAsync(
            "migrate",
            ("ConnectionStrings:DataSync", $"Data Source={Path.Combine(folder, "datasync.db")};Pooling=False")
        );

        Assert.True(made.Code == CommandLine.Done, made.All);
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(owner, OperatingSystem.IsWindows() ? owner : File.GetUnixFileMode(folder));
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Who_serves_need_not_be_allowed_to_change_tables()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.MariaDb, migrated: false);
        await using var n8n = await TestN8n.StartAsync();
        await using var account = await RunAccount.AddAsync(database);
        var workflow = n8n.AddWorkflow("AWS VPC Sync");
        n8n.Finish(n8n.Start(workflow), created: 3);
        var settings = TestApp.For(
            n8n,
            database,
            ("Database:MigrateOnStart", "false"),
            ("ConnectionStrings:DataSync", account.ConnectionString)
        );
        await using var app = await TestApp.StartAsync(null, settings);

        // Before: it says what to do, and does not try to do it itself.
        await app.UntilAsync(board => board.System.Database == DatabaseCondition.Failed, "told");
        using var anybody = new ApiCaller(app, token: null);
        var ready = await anybody.GetAsync("health/ready");
        Assert.Equal(503, ready.Status);
        Assert.Contains("run the verb migrate", ready.Text, StringComparison.Ordinal);
        Assert.Equal(CommandLine.Failed, (await TestVerb.RunAsync("migrate", settings)).Code);

        // After: it goes on by itself, and everything it does it may do.
        var migrate = await TestVerb.RunAsync("migrate", [.. database.Settings.Select(s => (s.Key, s.Value))]);
        Assert.True(migrate.Code == CommandLine.Done, migrate.All);
        await app.UntilAsync(board => board.Tiles is [{ LastSuccessAt: not null }], "the run is shown");
        await app.SignInAsync();
        Assert.Equal(200, (await anybody.GetAsync("health/ready")).Status);
        foreach (var verb in new[] { "check", "verify-audit", "rebuild-rollups", "retention", "retention --dry-run" })
        {
            var done = await TestVerb.RunAsync(verb, settings);
            Assert.True(done.Code == CommandLine.Done, $"{verb}: {done.All}");
        }
    }

    /// <summary>An account of a test's database that may read and write rows, and nothing else.</summary>
    private sealed class RunAccount(TestDatabase database, string name) : IAsyncDisposable
    {
        public string ConnectionString =>
            new MySqlConnectionStringBuilder(database.ConnectionString)
            {
                UserID = name,
                Password = "only-rows",
            }.ConnectionString;

        public static async Task<RunAccount> AddAsync(TestDatabase database)
        {
            var schema = new MySqlConnectionStringBuilder(database.ConnectionString).Database;
            // Names of accounts end at 80 characters.
            var name = $"run_{schema}";
            await ExecuteAsync(
                database,
                $"CREATE USER '{name}'@'%' IDENTIFIED BY 'only-rows'; "
                    + $"GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.* TO '{name}'@'%'"
            );
            return new(database, name);
        }

        public async ValueTask DisposeAsync() => await ExecuteAsync(database, $"DROP USER '{name}'@'%'");

        private static async Task ExecuteAsync(TestDatabase database, string sql)
        {
            await using var connection = new MySqlConnection(database.ConnectionString);
            await connection.OpenAsync();
            await using var command = new MySqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
