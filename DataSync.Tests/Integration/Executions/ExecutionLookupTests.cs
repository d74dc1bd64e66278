using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Tests.Integration.Executions;

public sealed class ExecutionLookupTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory, DatabaseData]
    public async Task Retries_are_followed_in_both_directions_within_one_life_of_n8n(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await StoreAsync(
            database,
            Row(1),
            Row(2, retryOf: "1"),
            Row(3, retryOf: "2"),
            Row(4, retryOf: "1", status: ExecutionStatus.Success),
            Row(5),
            // The same numbers in an earlier life.
            Row(6, id: "2", generation: 2, retryOf: "1"),
            Row(7, id: "1", generation: 2)
        );

        foreach (var member in new[] { "1", "2", "3", "4" })
            Assert.Equal(["1", "2", "3", "4"], await ChainAsync(database, member));
        Assert.Empty(await ChainAsync(database, "5"));
        Assert.Equal(["2@2", "1@2"], await ChainAsync(database, "2@2"));
    }

    [Theory, DatabaseData]
    public async Task A_chain_without_end_is_cut(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await StoreAsync(
            database,
            [.. Enumerable.Range(2, 40).Select(n => Row(n, retryOf: $"{n - 1}")), Row(1, retryOf: "41")]
        );

        var chain = await ChainAsync(database, "20");

        Assert.Contains("20", chain);
        Assert.InRange(chain.Length, 2, 20);
    }

    [Theory, DatabaseData]
    public async Task Earlier_occurrences_of_the_same_error_are_there_from_the_newest_and_the_first_time(
        Provider provider
    )
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await StoreAsync(
            database,
            [.. Enumerable.Range(1, 9).Select(n => Row(n, error: n == 4 ? "another" : $"Quota of {n} used")), Row(10)]
        );

        var same = (await database.History().FindAsync("8", default))!.SameError!;

        Assert.Equal(["7", "6", "5", "3", "2"], same.Earlier.Select(row => row.ExecutionId));
        Assert.Equal(Start.AddMinutes(1), same.FirstAt);
        Assert.Null((await database.History().FindAsync("10", default))!.SameError);
        Assert.Empty((await database.History().FindAsync("4", default))!.SameError!.Earlier);
    }

    [Theory, DatabaseData]
    public async Task What_n8n_certainly_lost_is_told_from_what_it_may_have(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await StoreAsync(
            database,
            Row(1),
            Row(2, status: ExecutionStatus.Cancelled, n8nStatus: "gone"),
            Row(3, id: "3", generation: 2),
            Row(4, workflow: "vanished")
        );

        foreach (var (id, expected) in new[] { ("1", true), ("2", false), ("3@2", false), ("4", false) })
            Assert.Equal(expected, (await database.History().FindAsync(id, default))!.IsInN8n);
        Assert.Null(await database.History().FindAsync("5", default));
    }

    [Theory, DatabaseData]
    public async Task A_digest_comes_back_and_a_damaged_one_takes_nothing_down(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var digest = new ExecutionDigest(
            [new("List", "success", Start, 5, 1, 3, null)],
            "List",
            null,
            ResourceCounts.None
        );
        var (good, bad) = (Row(1), Row(2));
        (good.ExecutionData, bad.ExecutionData) = (DigestJson.Write(digest), "[]");
        (good.DetailState, bad.DetailState) = (DetailState.Stored, DetailState.Stored);
        await StoreAsync(database, good, bad);

        Assert.Equal(digest.Nodes, (await database.History().FindAsync("1", default))!.Digest!.Nodes);
        Assert.Null((await database.History().FindAsync("2", default))!.Digest);
    }

    private static async Task<string[]> ChainAsync(TestDatabase database, string id) =>
        [.. (await database.History().FindAsync(id, default))!.Retries.Select(row => row.ExecutionId)];

    private static async Task StoreAsync(TestDatabase database, params WorkflowExecution[] rows)
    {
        await using var context = await database.Factory.CreateDbContextAsync();
        foreach (var id in new[] { "w", "vanished" })
        {
            context.Workflows.Add(
                new WorkflowRegistry
                {
                    WorkflowId = id,
                    WorkflowName = id,
                    VanishedAt = id is "vanished" ? Start : null,
                    CreatedAt = Start,
                    UpdatedAt = Start,
                }
            );
        }
        context.Executions.AddRange(rows);
        await context.SaveChangesAsync();
    }

    private static WorkflowExecution Row(
        int number,
        string? id = null,
        int generation = 1,
        string? retryOf = null,
        ExecutionStatus status = ExecutionStatus.Failure,
        string? n8nStatus = null,
        string workflow = "w",
        string? error = null
    ) =>
        new()
        {
            WorkflowId = workflow,
            ExecutionId = generation == 1 ? id ?? $"{number}" : $"{id}@{generation}",
            N8nExecutionId = id ?? $"{number}",
            Generation = generation,
            Status = status,
            N8nStatus = n8nStatus,
            StartTime = Start.AddMinutes(number),
            CreatedAt = Start,
            RetryOf = retryOf,
            ErrorMessage = error,
            ErrorFingerprint = error is null
                ? null
                : ErrorFingerprint.Of(new ErrorDigest(null, error, null, null, null, null, null)),
        };
}
