using DataSync.Core.Access;
using DataSync.Core.Executions;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Tests.Integration.Executions;

public sealed class HistoryTests
{
    /// <summary>More than any history here has; a page that leads to itself ends there.</summary>
    private const int Enough = 1_000;

    private static readonly Dictionary<string, (ExecutionFilter Filter, Func<ExecutionSummary, bool> Keeps)> Filters =
        new(StringComparer.Ordinal)
        {
            ["all"] = (ExecutionFilter.None, _ => true),
            ["workflow"] = (new() { WorkflowId = "a" }, row => row.WorkflowId == "a"),
            ["unknown workflow"] = (new() { WorkflowId = "nobody" }, _ => false),
            ["provider"] = (new() { Providers = [CloudProvider.Aws] }, row => row.Provider == CloudProvider.Aws),
            ["provider without runs"] = (new() { Providers = [CloudProvider.Gcp] }, _ => false),
            ["provider nobody has"] = (new() { Providers = [CloudProvider.Oci] }, _ => false),
            ["provider, type"] = (
                new() { Providers = [CloudProvider.Aws, CloudProvider.Azure], Types = [WorkflowType.Vpc] },
                row => row.WorkflowType == WorkflowType.Vpc
            ),
            ["workflow of another provider"] = (
                new() { WorkflowId = "a", Providers = [CloudProvider.Azure] },
                _ => false
            ),
            ["status"] = (new() { Statuses = [ExecutionStatus.Failure] }, row => row.Status == ExecutionStatus.Failure),
            ["all statuses"] = (new() { Statuses = Enum.GetValues<ExecutionStatus>() }, _ => true),
            ["workflow, two statuses"] = (
                new() { WorkflowId = "b", Statuses = [ExecutionStatus.Success, ExecutionStatus.Running] },
                row => row is { WorkflowId: "b", Status: ExecutionStatus.Success or ExecutionStatus.Running }
            ),
            ["period"] = (
                new() { From = HistoryRows.Start.AddMinutes(10), To = HistoryRows.Start.AddMinutes(20) },
                row =>
                    row.StartTime >= HistoryRows.Start.AddMinutes(10)
                    && row.StartTime < HistoryRows.Start.AddMinutes(20)
            ),
            ["type, status, period"] = (
                new()
                {
                    Types = [WorkflowType.Vpc],
                    Statuses = [ExecutionStatus.Cancelled],
                    To = HistoryRows.Start.AddMinutes(25),
                },
                row =>
                    row is { WorkflowType: WorkflowType.Vpc, Status: ExecutionStatus.Cancelled }
                    && row.StartTime < HistoryRows.Start.AddMinutes(25)
            ),
            ["search in the error"] = (new() { Search = "dENIED 100%" }, row => row.Status == ExecutionStatus.Failure),
            ["a percent sign is one"] = (new() { Search = "Denied%for" }, _ => false),
            ["search in the node"] = (new() { Search = "list_" }, row => row.FailedNode == "List_VPCs"),
            ["an underscore is one"] = (new() { Search = "Write_to" }, _ => false),
            ["a quote is one"] = (new() { Search = "' OR '1'='1" }, _ => false),
            ["no parts"] = (new() { WithoutParts = true }, row => row.Mode is null or "trigger"),
            ["no parts, by the id of one"] = (
                new() { WithoutParts = true, Search = "5" },
                row => row is { Mode: null or "trigger", ErrorMessage: { } error } && error.Contains('5')
            ),
            ["workflow, search"] = (
                new() { WorkflowId = "A", Search = "cmdb" },
                row => row is { WorkflowId: "A", FailedNode: "Write to CMDB" }
            ),
        };

    [Theory, DatabaseData]
    public async Task Every_filter_pages_through_what_it_keeps_newest_first_and_back(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var all = await HistoryRows.StoreAsync(database);
        Assert.Equal(300, all.Count);
        var ordered = all.OrderByDescending(row => row.StartTime).ThenByDescending(row => row.Id);
        Assert.Equal(ordered, all);

        foreach (var (name, (filter, keeps)) in Filters)
        {
            string[] expected = [.. all.Where(keeps).Select(row => row.ExecutionId)];
            var forth = await ForthAsync(database, filter, 7);
            Assert.True(expected.SequenceEqual(forth.Select(row => row.ExecutionId)), $"{name}: forth");
            if (forth.Count > 1)
                Assert.True(
                    expected.SkipLast(1).SequenceEqual(await BackAsync(database, filter, forth[^1])),
                    $"{name}: back"
                );
        }
    }

    [Theory, DatabaseData]
    public async Task Occurrences_of_an_error_are_found_among_all_and_within_other_filters(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await HistoryRows.StoreAsync(database);
        await using var context = await database.Factory.CreateDbContextAsync();
        var error = new string('a', 16);
        var expected = await context.Executions.Where(row => row.ErrorFingerprint == error).ToListAsync();

        var found = await ForthAsync(database, new() { Fingerprint = error }, 10);
        var ofA = await ForthAsync(
            database,
            new()
            {
                Fingerprint = error,
                Types = [WorkflowType.Subnet],
                Statuses = [ExecutionStatus.Failure],
            },
            10
        );

        Assert.Equal(Ids(expected), found.Select(row => row.ExecutionId).Order());
        Assert.Equal(Ids(expected.Where(row => row.WorkflowId == "A")), ofA.Select(row => row.ExecutionId).Order());
        Assert.NotEmpty(ofA);
        static IEnumerable<string> Ids(IEnumerable<WorkflowExecution> rows) =>
            rows.Select(row => row.ExecutionId).Order();
    }

    [Theory, DatabaseData]
    public async Task An_id_leads_the_first_page_however_old_and_comes_once(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var all = await HistoryRows.StoreAsync(database);
        var oldest = all.Last(row => row.ErrorMessage is not null);

        var found = await ForthAsync(database, new() { Search = $" {oldest.ExecutionId} " }, 3);

        Assert.Equal(oldest, found[0]);
        Assert.Single(found, row => row.ExecutionId == oldest.ExecutionId);
        var elsewhere = new ExecutionFilter { Search = oldest.ExecutionId, WorkflowId = "never" };
        Assert.Empty((await database.History().PageAsync(elsewhere, null, 3, default)).Items);
        var another = new ExecutionFilter { Search = oldest.ExecutionId, Fingerprint = new string('c', 16) };
        Assert.Empty((await database.History().PageAsync(another, null, 3, default)).Items);
    }

    [Theory, DatabaseData]
    public async Task A_search_stops_after_a_bounded_number_of_rows_says_so_and_goes_on(Provider provider)
    {
        const int Rows = HistoryKeys.MostSearched + 5_000;
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var context = await database.Factory.CreateDbContextAsync();
        await HistoryLoad.StoreAsync(context, workflows: 2, executions: Rows);
        await context
            .Executions.Where(row => row.ExecutionId == "1" || row.ExecutionId == "2")
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ErrorMessage, "needle in the oldest rows"));

        foreach (
            var filter in new ExecutionFilter[]
            {
                new(),
                new() { Types = [WorkflowType.Vpc, WorkflowType.Subnet] },
            }
        )
        {
            var first = await database.History().PageAsync(filter with { Search = "NEEDLE" }, null, 1, default);
            Assert.Empty(first.Items);
            Assert.NotNull(first.SearchedTo);
            Assert.NotNull(first.NextCursor);
            var found = await ForthAsync(database, filter with { Search = "NEEDLE" }, 1);
            Assert.Equal(["2", "1"], found.Select(row => row.ExecutionId));
        }
    }

    [Theory]
    [InlineData("cursor", "", 1, null)]
    [InlineData("cursor", "nonsense", 1, null)]
    [InlineData("cursor", "AAAAAAAAAAAAAAAA!", 1, null)]
    [InlineData("cursor", "__________________", 1, null)]
    [InlineData("cursor", "________________", 1, null)]
    [InlineData("limit", null, 0, null)]
    [InlineData("limit", null, 251, null)]
    [InlineData("search", null, 1, 201)]
    public async Task What_cannot_be_answered_is_refused_by_name(string field, string? cursor, int limit, int? search)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        var filter = new ExecutionFilter { Search = search is { } length ? new string('x', length) : null };

        var refusal = await Assert.ThrowsAsync<RefusedException>(() =>
            database.History().PageAsync(filter, cursor, limit, default)
        );

        Assert.Equal(field, refusal.Field);
    }

    [Fact]
    public async Task A_period_that_ends_before_it_begins_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        var filter = new ExecutionFilter { From = HistoryRows.Start, To = HistoryRows.Start };

        var refusal = await Assert.ThrowsAsync<RefusedException>(() =>
            database.History().PageAsync(filter, null, 1, default)
        );

        Assert.Equal("from", refusal.Field);
    }

    private static async Task<List<ExecutionSummary>> ForthAsync(
        TestDatabase database,
        ExecutionFilter filter,
        int limit
    )
    {
        var found = new List<ExecutionSummary>();
        string? cursor = null;
        do
        {
            var page = await database.History().PageAsync(filter, cursor, limit, default);
            found.AddRange(page.Items);
            cursor = page.NextCursor;
        } while (cursor is not null && found.Count <= Enough);
        return found;
    }

    private static async Task<string[]> BackAsync(TestDatabase database, ExecutionFilter filter, ExecutionSummary last)
    {
        var found = new List<ExecutionSummary>();
        IReadOnlyList<ExecutionSummary> newer;
        do
        {
            newer = await database
                .History()
                .NewerAsync(filter, (found is [var top, ..] ? top : last).Cursor, 7, default);
            found.InsertRange(0, newer);
        } while (newer.Count > 0 && found.Count <= Enough);
        return [.. found.Select(row => row.ExecutionId)];
    }
}
