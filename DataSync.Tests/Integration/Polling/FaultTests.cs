using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.Polling;

/// <summary>n8n or the database in trouble: the board says which, keeps its picture, and recovers without a hand.</summary>
public sealed class FaultTests
{
    public static TheoryData<string, N8nCondition> Faults =>
        new()
        {
            { nameof(TestN8nFault.Down), N8nCondition.Unreachable },
            { nameof(TestN8nFault.Silent), N8nCondition.Unreachable },
            { nameof(TestN8nFault.Stalled), N8nCondition.Unreachable },
            { nameof(TestN8nFault.Html), N8nCondition.NotAnN8n },
            { nameof(TestN8nFault.Unauthorized), N8nCondition.Unauthorised },
            { nameof(TestN8nFault.Forbidden), N8nCondition.ForbiddenScope },
            { nameof(TestN8nFault.ServerError), N8nCondition.ServerError },
            { nameof(TestN8nFault.Truncated), N8nCondition.NotAnN8n },
        };

    [Theory, MemberData(nameof(Faults))]
    public async Task The_board_names_what_is_wrong_keeps_the_picture_and_recovers(string fault, N8nCondition condition)
    {
        await using var n8n = await TestN8n.StartAsync();
        n8n.AddWorkflow("AWS VPC Sync");
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(n8n, database);
        await app.UntilAsync(b => b.System.N8n == N8nCondition.Ok && b.Tiles.Length == 1, "working");

        n8n.Fault = (TestN8nFault)typeof(TestN8nFault).GetField(fault)!.GetValue(null)!;
        var board = await app.UntilAsync(b => b.System.N8n == condition, $"{condition}");

        Assert.Single(board.Tiles);
        Assert.NotNull(board.System.KnownUntil);
        Assert.NotEmpty(board.System.N8nMessage!);
        Assert.DoesNotContain(n8n.ApiKey, board.System.N8nMessage!, StringComparison.Ordinal);

        n8n.Fault = null;
        await app.UntilAsync(b => b.System.N8n == N8nCondition.Ok, "well again");
    }

    [Fact]
    public async Task A_stopped_n8n_is_unreachable_and_is_noticed_when_it_is_back()
    {
        await using var n8n = await TestN8n.StartAsync();
        n8n.AddWorkflow("AWS VPC Sync");
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(n8n, database);
        await app.UntilAsync(b => b.System.N8n == N8nCondition.Ok, "working");

        await n8n.StopAsync();
        await app.UntilAsync(b => b.System.N8n == N8nCondition.Unreachable, "unreachable");
        var asked = n8n.Arrivals.Count;

        await n8n.StartAgainAsync();
        await app.UntilAsync(b => b.System.N8n == N8nCondition.Ok, "well again");
        Assert.True(n8n.Arrivals.Count > asked);
    }

    [Fact]
    public async Task A_429_with_a_long_retry_after_postpones_the_pass()
    {
        await using var n8n = await TestN8n.StartAsync();
        n8n.AddWorkflow("AWS VPC Sync");
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(n8n, database);
        await app.UntilAsync(b => b.System.N8n == N8nCondition.Ok, "working");

        n8n.Fault = TestN8nFault.RateLimited(TimeSpan.FromMinutes(10));
        var board = await app.UntilAsync(
            b =>
                b.System.N8n == N8nCondition.RateLimited
                && b.System.NextPassAt > TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(9),
            "postponed"
        );
        Assert.Null(board.System.PassStartedAt);
    }

    [Fact]
    public async Task One_execution_n8n_cannot_deliver_stops_neither_passes_nor_other_details()
    {
        await using var n8n = await TestN8n.StartAsync();
        var workflow = n8n.AddWorkflow("AWS VPC Sync");
        var stubborn = n8n.Start(workflow);
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(n8n, database);
        await app.UntilAsync(b => b.Tiles is [{ RunningCount: 1 }], "running");

        // It leaves the list of running ones, and every question for it fails from now on.
        n8n.FaultFor = request =>
            request.PathAndQuery.Contains($"/executions/{stubborn}", StringComparison.Ordinal)
                ? TestN8nFault.ServerError
                : null;
        n8n.Change(stubborn, e => e.Status = "new");
        n8n.Finish(n8n.Start(workflow), updated: 4);

        var before = TimeProvider.System.GetUtcNow().UtcDateTime;
        var board = await app.UntilAsync(
            b => b.System.KnownUntil > before.AddSeconds(1) && b.Tiles[0].LastRun?.Resources.Updated == 4,
            "later passes and the other's counts"
        );
        Assert.Equal(N8nCondition.Ok, board.System.N8n);
        Assert.Equal(1, board.Tiles[0].RunningCount);
    }

    [Fact]
    public async Task The_program_starts_without_a_database_says_so_and_goes_on_when_it_is_there()
    {
        await using var n8n = await TestN8n.StartAsync();
        n8n.AddWorkflow("AWS VPC Sync");
        await using var server = await MariaDbServer.StartAsync();
        await using var database = await TestDatabase.CreateAsync(Provider.MariaDb, server: server);
        await server.StopAsync();
        await using var app = await StartAsync(n8n, database);
        await app.UntilAsync(b => b.System.Database == DatabaseCondition.Unreachable, "no database");

        await server.StartAgainAsync();
        await app.UntilAsync(
            b => b.System.KnownUntil is not null && b.System.Database == DatabaseCondition.Ok,
            "the picture",
            60
        );

        await server.StopAsync();
        var board = await app.UntilAsync(b => b.System.Database == DatabaseCondition.Unreachable, "gone again", 60);
        Assert.Single(board.Tiles);

        await server.StartAgainAsync();
        var knownUntil = board.System.KnownUntil;
        await app.UntilAsync(
            b => b.System.Database == DatabaseCondition.Ok && b.System.KnownUntil > knownUntil,
            "back",
            60
        );
    }

    private static async Task<TestApp> StartAsync(TestN8n n8n, TestDatabase database)
    {
        var app = await TestApp.StartAsync(
            null,
            TestApp.For(n8n, database, ("N8n:MaxRetries", "0"), ("N8n:AttemptTimeout", "00:00:01"))
        );
        app.Board.Subscribe(() => { });
        return app;
    }
}
