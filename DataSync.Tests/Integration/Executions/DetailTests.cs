using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Executions;

public sealed class DetailTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 10, 0, 0, DateTimeKind.Utc);

    [Theory, DatabaseData]
    public async Task A_failure_gets_its_node_message_and_digest(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await IngestAsync(database, Done("1", "error"));
        var digest = Digest(
            ResourceCounts.None,
            new ErrorDigest(null, "Нет доступа 🔒", null, "Get VPCs", null, "401", null)
        );

        var first = await StoreAsync(database, new N8nExecutionDetail(Done("1", "error"), digest));
        var again = await StoreAsync(database, new N8nExecutionDetail(Done("1", "error"), digest));

        Assert.Equal((1, 0), (first.Updated, again.Updated));
        var row = await SingleAsync(database, "1");
        Assert.Equal(
            ("Get VPCs", "Нет доступа 🔒", DetailState.Stored),
            (row.FailedNode, row.ErrorMessage, row.DetailState)
        );
        Assert.Equal(ErrorFingerprint.Of(digest.Error!), row.ErrorFingerprint);
        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal((await context.Checkpoints.SingleAsync()).ChangeSeq, row.ChangeSeq);
        Assert.Equal("Get VPCs", DigestJson.Read(row.ExecutionData)!.Error!.Node);
    }

    [Theory, DatabaseData]
    public async Task A_count_nobody_reported_stays_unknown(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await IngestAsync(database, Done("1"));

        await StoreAsync(database, new N8nExecutionDetail(Done("1"), Digest(new ResourceCounts(7, 0, null, null))));

        var row = await SingleAsync(database, "1");
        Assert.Equal(
            (7, 0, null, null),
            (row.ResourcesCreated, row.ResourcesUpdated, row.ResourcesDeleted, row.ResourcesFailed)
        );
        Assert.Null(row.FailedNode);
        Assert.Null(row.ErrorFingerprint);
    }

    [Theory, DatabaseData]
    public async Task One_that_finished_meanwhile_is_finished_by_its_detail(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await IngestAsync(database, Open("1"));

        await StoreAsync(database, new N8nExecutionDetail(Done("1"), Digest(ResourceCounts.None)));

        var row = await SingleAsync(database, "1");
        Assert.Equal((ExecutionStatus.Success, DetailState.Stored), (row.Status, row.DetailState));
    }

    [Theory, DatabaseData]
    public async Task The_detail_of_an_open_one_waits_until_it_is_final(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        var result = await StoreAsync(database, new N8nExecutionDetail(Open("1"), Digest(ResourceCounts.None)));

        Assert.Equal((1, 0), (result.Inserted, result.Updated));
        Assert.Equal(DetailState.Open, (await SingleAsync(database, "1")).DetailState);
    }

    [Theory, DatabaseData]
    public async Task What_n8n_has_no_data_of_is_not_asked_for_again(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await IngestAsync(database, Done("1"), Done("2"), Done("3"));
        var ingestor = database.Services.GetRequiredService<ExecutionIngestor>();

        await ingestor.StoreDetailsAsync([new N8nExecutionDetail(Done("1"), null)], ["2", "99"], default);

        Assert.Equal(DetailState.Unavailable, (await SingleAsync(database, "1")).DetailState);
        Assert.Equal(["3"], await PendingAsync(database, 10));
    }

    [Theory, DatabaseData]
    public async Task Failures_are_asked_for_first_and_the_newest_of_them(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await IngestAsync(
            database,
            Done("1", "error"),
            Done("2"),
            Done("3", "canceled"),
            Done("4", "crashed"),
            Done("5"),
            Open("6")
        );

        Assert.Equal(["4", "1", "5", "3", "2"], await PendingAsync(database, 10));
        Assert.Equal(["4", "1", "5"], await PendingAsync(database, 3));
        Assert.Equal(["4"], await PendingAsync(database, 1));
    }

    [Theory, DatabaseData]
    public async Task What_an_earlier_life_of_n8n_ran_is_not_asked_for(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var ingestor = database.Services.GetRequiredService<ExecutionIngestor>();
        await ingestor.IngestAsync([Done("1")], [], row => row.Generation = 2, default);
        // The same number, another run.
        var other = Done("1");
        await IngestAsync(database, other with { StoppedAt = other.StoppedAt!.Value.AddHours(1) });

        Assert.Equal(["1@2"], await PendingAsync(database, 10));
    }

    private static Task<IngestResult> IngestAsync(TestDatabase database, params N8nExecution[] page) =>
        database.Services.GetRequiredService<ExecutionIngestor>().IngestAsync(page, [], null, default);

    private static Task<IngestResult> StoreAsync(TestDatabase database, N8nExecutionDetail detail) =>
        database.Services.GetRequiredService<ExecutionIngestor>().StoreDetailsAsync([detail], [], default);

    private static async Task<string[]> PendingAsync(TestDatabase database, int limit) =>
        [
            .. (await database.Services.GetRequiredService<PendingDetails>().ReadAsync(limit, default)).Select(row =>
                row.ExecutionId
            ),
        ];

    private static async Task<WorkflowExecution> SingleAsync(TestDatabase database, string id)
    {
        await using var context = await database.Factory.CreateDbContextAsync();
        return await context.Executions.AsNoTracking().SingleAsync(row => row.ExecutionId == id);
    }

    private static ExecutionDigest Digest(ResourceCounts counts, ErrorDigest? error = null) =>
        new([], "Last", error, counts);

    private static N8nExecution Open(string id) =>
        new(id, "w", "running", false, "trigger", null, null, Start.AddMinutes(int.Parse(id)), null, null);

    private static N8nExecution Done(string id, string status = "success") =>
        Open(id) with
        {
            Status = status,
            Finished = status is "success",
            StoppedAt = Start.AddMinutes(int.Parse(id) + 1),
        };
}
