using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Polling;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DataSync.Tests.Integration.Polling;

/// <summary>Why a run failed is read at once if it has just failed, however long it had run.</summary>
public sealed class FailureReaderTests
{
    [Theory]
    [InlineData("error", 120, 1, true)]
    [InlineData("error", 30, 20, false)]
    [InlineData("crashed", 120, 1, true)]
    public async Task Only_what_has_just_failed_is_read_out_of_turn(
        string status,
        int startedBefore,
        int failedBefore,
        bool isRead
    )
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        await using var n8n = await TestN8n.StartAsync(database.Clock);
        await using var ours = LossRun.Services(n8n, database);
        var now = database.Clock.GetUtcNow().UtcDateTime;
        n8n.AddFinished(
            n8n.AddWorkflow("AWS VPC Sync"),
            now.AddMinutes(-startedBefore),
            TimeSpan.FromMinutes(startedBefore - failedBefore),
            status,
            error: "AccessDenied: list VPCs"
        );
        await ours.GetRequiredService<PollPass>().RunAsync(PassKind.Full, RequestPriority.Live, default);
        using var budget = Budget(n8n, database);

        Assert.Equal(isRead, await Reader(ours, n8n, database, budget, new()).ReadSomeAsync(default));

        await using var context = await database.Factory.CreateDbContextAsync();
        var message = (await context.Executions.SingleAsync()).ErrorMessage;
        Assert.Equal(isRead ? "AccessDenied: list VPCs" : null, message);
    }

    [Theory]
    [InlineData(TestN8nLine.One)]
    [InlineData(TestN8nLine.Two)]
    public async Task What_n8n_tells_of_is_known_with_its_cause_after_one_request(TestN8nLine line)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        await using var n8n = await TestN8n.StartAsync(database.Clock);
        n8n.Line = line;
        await using var ours = LossRun.Services(n8n, database);
        var workflow = n8n.AddWorkflow("AWS VPC Sync");
        await ours.GetRequiredService<PollPass>().RunAsync(PassKind.Full, RequestPriority.Live, default);
        using var budget = Budget(n8n, database);
        var refresh = new RefreshRequests();
        var reader = Reader(ours, n8n, database, budget, refresh);
        var id = n8n.AddFinished(
            workflow,
            database.Clock.UtcNow(),
            TimeSpan.FromSeconds(1),
            "error",
            error: "AccessDenied"
        );

        Assert.Equal(1, await TellAsync(id));
        Assert.False(refresh.Given);
        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal("AccessDenied", (await context.Executions.SingleAsync()).ErrorMessage);
        // Of one that goes on failing people know.
        Assert.Equal(0, await TellAsync(id));
        Assert.Equal(0, await TellAsync("4711"));
        Assert.False(refresh.Given);
        workflow = "another";
        // In no list: looked for again, then a pass is asked for.
        Assert.Equal(2, await TellAsync("4711"));
        Assert.True(refresh.Take());
        // Whoever tells too much asks for no more than a pass.
        Assert.Equal(0, await TellAsync("forged"));
        Assert.True(refresh.Take());

        async Task<int> TellAsync(string told)
        {
            var before = n8n.Arrivals.Count;
            refresh.Fail([new(told, workflow)]);
            for (var second = 0; second < 8; second++)
            {
                await reader.ReadSomeAsync(default);
                database.Clock.Advance(TimeSpan.FromSeconds(1));
            }
            return n8n.Arrivals.Count - before;
        }
    }

    [Fact]
    public void Whoever_tells_of_nothing_or_of_too_much_has_a_pass_look()
    {
        var refresh = new RefreshRequests();
        refresh.Fail([new("1", "w")]);
        Assert.False(refresh.Given);
        Assert.Single(refresh.TakeFailed());

        refresh.Fail([]);
        Assert.True(refresh.Take());
        refresh.Fail([.. Enumerable.Range(0, 101).Select(number => new N8nFailure($"{number}", "w"))]);
        Assert.True(refresh.Take());
        Assert.Empty(refresh.TakeFailed());
    }

    [Theory, DatabaseData]
    public async Task What_goes_on_failing_waits_its_turn(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, inMemory: true);
        await using var n8n = await TestN8n.StartAsync(database.Clock);
        await using var ours = LossRun.Services(n8n, database);
        var workflow = n8n.AddWorkflow("AWS VPC Sync");
        using var budget = Budget(n8n, database);
        var reader = Reader(ours, n8n, database, budget, new());
        foreach (
            var (status, isNew) in new[] { ("error", true), ("error", false), ("success", false), ("error", true) }
        )
        {
            n8n.AddFinished(workflow, database.Clock.UtcNow(), TimeSpan.FromSeconds(1), status, error: "denied");
            database.Clock.Advance(TimeSpan.FromSeconds(90));
            await ours.GetRequiredService<PollPass>().RunAsync(PassKind.Full, RequestPriority.Live, default);
            Assert.Equal((status, isNew), (status, await reader.ReadSomeAsync(default)));
        }
    }

    private static FailureReader Reader(
        IServiceProvider ours,
        TestN8n n8n,
        TestDatabase database,
        RequestBudget budget,
        RefreshRequests refresh
    ) =>
        new(
            ours.GetRequiredService<N8nClient>(),
            ours.GetRequiredService<PendingDetails>(),
            ours.GetRequiredService<ExecutionIngestor>(),
            budget,
            refresh,
            Settings(n8n),
            database.Clock
        );

    private static RequestBudget Budget(TestN8n n8n, TestDatabase database) =>
        new(Settings(n8n), database.Factory, database.Clock, NullLogger<RequestBudget>.Instance);

    private static IOptions<N8nOptions> Settings(TestN8n n8n) =>
        Options.Create(new N8nOptions { BaseUrl = n8n.BaseUrl, ApiKey = n8n.ApiKey });
}
