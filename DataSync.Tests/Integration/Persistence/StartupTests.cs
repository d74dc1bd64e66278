using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DataSync.Tests.Integration.Persistence;

public sealed class StartupTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory, DatabaseData]
    public async Task Two_programs_starting_at_once_make_the_tables_once(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, migrated: false);
        await using var other = database.NewServices();

        await Task.WhenAll(StartAsync(database.Services, clock: database), StartAsync(other, clock: database));

        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal(Checkpoint.SingleId, (await context.Checkpoints.SingleAsync()).Id);
        Assert.Equal(context.Database.GetMigrations(), await context.Database.GetAppliedMigrationsAsync());
    }

    [Fact]
    public async Task The_first_start_logs_no_error()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite, migrated: false);
        using var log = new TestLog();
        await using var app = await TestApp.StartAsync(null, log, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        await app.UntilAsync(board => board.System.Database == DatabaseCondition.Ok, "the tables");

        Assert.DoesNotContain(
            log.Lines,
            line =>
                line.StartsWith("Error ", StringComparison.Ordinal)
                || line.StartsWith("Critical ", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_migration_that_was_killed_does_not_block_the_next_start()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite, migrated: false);
        await using (var context = await database.Factory.CreateDbContextAsync())
        {
            await context.Database.ExecuteSqlRawAsync(
                """
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00');
                """
            );
        }

        await StartAsync(database.Services);
    }

    [Theory, DatabaseData]
    public async Task Tables_of_a_newer_version_are_left_alone(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var context = await database.Factory.CreateDbContextAsync();
        await context.Database.ExecuteSqlRawAsync(
            "INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_FromTheFuture', '9.0.23')"
        );

        var state = await StartAsync(database.Services, DatabaseCondition.Failed);

        Assert.Contains("newer version", state.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stops_and_starts_again_is_noticed_both_times()
    {
        await using var server = await MariaDbServer.StartAsync();
        await using var database = await TestDatabase.CreateAsync(Provider.MariaDb, server: server);
        var state = await StartAsync(database.Services);
        var write = database.Services.GetRequiredService<WriteTransaction>();

        await server.StopAsync();
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => TouchAsync(write));

        Assert.True(DatabaseState.IsUnreachable(failure), failure.ToString());
        Assert.Equal(DatabaseCondition.Unreachable, state.Condition);
        Assert.DoesNotContain("127.0.0.1", state.Message, StringComparison.Ordinal);
        await server.StartAgainAsync();
        await ReachAsync(state, DatabaseCondition.Ok, database);
        await TouchAsync(write);
    }

    [Fact]
    public async Task A_program_that_starts_before_its_server_waits_for_it()
    {
        await using var server = await MariaDbServer.StartAsync();
        await using var database = await TestDatabase.CreateAsync(Provider.MariaDb, migrated: false, server);
        await server.StopAsync();

        var state = await StartAsync(database.Services, DatabaseCondition.Unreachable);
        await server.StartAgainAsync();

        await ReachAsync(state, DatabaseCondition.Ok, database);
    }

    [Theory]
    [InlineData("Database:Provider", "Oracle", "Database:Provider")]
    [InlineData("Database:ServerVersion", "new", "Database:ServerVersion")]
    [InlineData("ConnectionStrings:DataSync", "Password=hunter2;Nonsense=1", "ConnectionStrings:DataSync")]
    [InlineData("ConnectionStrings:DataSync", "Cache=Shared", "ConnectionStrings:DataSync")]
    public async Task A_wrong_setting_is_named_and_its_value_is_not(string key, string value, string named)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        var settings = database.Settings.ToDictionary(StringComparer.Ordinal);
        settings[key] = value;
        await using var services = database.NewServices(settings: settings);

        var failure = Assert.Throws<OptionsValidationException>(() =>
            services.GetRequiredService<IStartupValidator>().Validate()
        );

        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure.Message, StringComparison.Ordinal);
    }

    private static Task<int> TouchAsync(WriteTransaction write) =>
        write.RunAsync(
            (_, checkpoint, _) =>
            {
                checkpoint.ChangeSeq++;
                return Task.FromResult(0);
            },
            default
        );

    private static async Task<DatabaseState> StartAsync(
        IServiceProvider services,
        DatabaseCondition expected = DatabaseCondition.Ok,
        TestDatabase? clock = null
    )
    {
        foreach (var service in services.GetServices<IHostedService>())
            await service.StartAsync(default);
        var state = services.GetRequiredService<DatabaseState>();
        await ReachAsync(state, expected, clock);
        return state;
    }

    /// <summary>Pushes the clock on, when there is one to push, until the state is reached.</summary>
    private static async Task ReachAsync(DatabaseState state, DatabaseCondition expected, TestDatabase? database)
    {
        using var signal = new SemaphoreSlim(0);
        void Note(object? sender, EventArgs change) => signal.Release();
        state.Changed += Note;
        using var patience = new CancellationTokenSource(Patience);
        while (state.Condition != expected)
        {
            if (patience.IsCancellationRequested)
                Assert.Fail($"Still {state.Condition}: {state.Message}");
            database?.Clock.Advance(TimeSpan.FromSeconds(15));
            await signal.WaitAsync(TimeSpan.FromMilliseconds(100));
        }
        state.Changed -= Note;
    }
}
