using DataSync.Core.Executions;
using DataSync.Tests.Support;
using DataSync.Web.Features.Executions;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Tests.Integration.Executions;

public sealed class HistoryWindowTests
{
    private const int Runs = 520;

    [Fact]
    public async Task It_slides_down_and_up_again_without_growing_or_losing_a_row()
    {
        await using var database = await LoadedAsync();
        using var window = new HistoryWindow(database.History());
        await window.StartAsync(ExecutionFilter.None);
        var seen = new List<string>(Ids(window));

        while (window.HasOlder)
        {
            var last = window.Rows[^1].ExecutionId;
            await window.OlderAsync();
            seen.AddRange(Ids(window).SkipWhile(id => id != last).Skip(1));
            Assert.InRange(window.Rows.Count, 1, HistoryWindow.MostRows);
        }

        Assert.Equal(Expected(Runs, 1), seen);
        Assert.True(window.HasNewer);
        while (window.HasNewer)
        {
            await window.NewerAsync();
            Assert.Equal(HistoryWindow.MostRows, window.Rows.Count);
        }
        Assert.Equal(Expected(Runs, Runs - HistoryWindow.MostRows + 1), Ids(window));
        await window.OlderAsync();
        Assert.Equal(Runs - HistoryWindow.MostRows - HistoryWindow.PerPage + 1, int.Parse(Ids(window)[^1]));
    }

    [Fact]
    public async Task Read_again_it_has_what_is_new_on_top_and_what_changed_within()
    {
        await using var database = await LoadedAsync();
        using var window = new HistoryWindow(database.History());
        await window.StartAsync(ExecutionFilter.None);
        await window.OlderAsync();
        var before = window.Rows;
        await window.RefreshAsync(ExecutionFilter.None);
        Assert.Same(before, window.Rows);

        await AddAsync(database, Runs + 1);
        await ChangeAsync(database, Runs - 60);
        await window.RefreshAsync(ExecutionFilter.None);

        Assert.Equal(Expected(Runs + 1, Runs - 99), Ids(window));
        Assert.Equal(ExecutionStatus.Cancelled, Row(window, Runs - 60).Status);
    }

    [Fact]
    public async Task Read_again_in_the_middle_it_stays_where_it_is()
    {
        await using var database = await LoadedAsync();
        using var window = new HistoryWindow(database.History());
        await window.StartAsync(ExecutionFilter.None);
        while (!window.HasNewer)
            await window.OlderAsync();
        var before = Ids(window);

        await AddAsync(database, Runs + 1);
        await ChangeAsync(database, int.Parse(before[0]));
        await window.RefreshAsync(ExecutionFilter.None);

        Assert.Equal(before, Ids(window));
        Assert.Equal(ExecutionStatus.Cancelled, window.Rows[0].Status);
        while (window.HasNewer)
            await window.NewerAsync();
        Assert.Equal(Runs + 1, int.Parse(Ids(window)[0]));
    }

    [Fact]
    public async Task A_later_filter_wins_whatever_is_under_way()
    {
        await using var database = await LoadedAsync();
        using var window = new HistoryWindow(database.History());

        var slow = window.StartAsync(new() { Search = "nothing like it" });
        var quick = window.StartAsync(new() { Statuses = [ExecutionStatus.Failure] });

        Assert.True(await quick);
        await slow;
        Assert.Equal(["500", "400", "300", "200", "100"], Ids(window));
        Assert.False(window.IsLoading);
    }

    private static async Task<TestDatabase> LoadedAsync()
    {
        var database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        await using var context = await database.Factory.CreateDbContextAsync();
        await HistoryLoad.StoreAsync(context, workflows: 1, executions: Runs);
        return database;
    }

    private static async Task AddAsync(TestDatabase database, int number)
    {
        await using var context = await database.Factory.CreateDbContextAsync();
        context.Executions.Add(
            new WorkflowExecution
            {
                WorkflowId = "w0",
                ExecutionId = $"{number}",
                N8nExecutionId = $"{number}",
                Status = ExecutionStatus.Running,
                StartTime = HistoryLoad.Start.AddMinutes(number),
                CreatedAt = HistoryLoad.Start,
            }
        );
        await context.SaveChangesAsync();
    }

    private static async Task ChangeAsync(TestDatabase database, int number)
    {
        await using var context = await database.Factory.CreateDbContextAsync();
        await context
            .Executions.Where(row => row.ExecutionId == $"{number}")
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, ExecutionStatus.Cancelled));
    }

    private static ExecutionSummary Row(HistoryWindow window, int number) =>
        window.Rows.Single(row => row.ExecutionId == $"{number}");

    private static string[] Ids(HistoryWindow window) => [.. window.Rows.Select(row => row.ExecutionId)];

    private static IEnumerable<string> Expected(int from, int to) =>
        Enumerable.Range(to, from - to + 1).Reverse().Select(number => $"{number}");
}
