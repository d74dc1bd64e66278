using System.Diagnostics;
using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Bench;

/// <summary>
/// Pages of a hundred out of a million executions of 300 workflows: the last page of each filter against its first, by turns.
/// </summary>
internal sealed class HistoryBenchmark : IBenchmark
{
    private const double Bar = 1.2;

    /// <summary>For a page put together from the ranges of many workflows, whose statement is longer where it goes on.</summary>
    private const double BarOfMany = 1.5;
    private const int Executions = 1_000_000;
    private const int Workflows = 300;
    private const int PerPage = 100;
    private const int Rounds = 101;
    private const int WarmUp = 30;

    private static readonly (string Name, double Bar, ExecutionFilter Filter)[] Filters =
    [
        ("all, page 10,000", Bar, ExecutionFilter.None),
        ("one workflow", Bar, new() { WorkflowId = "w7" }),
        ("failures", Bar, new() { Statuses = [ExecutionStatus.Failure] }),
        ("a provider (43 workflows)", BarOfMany, new() { Providers = [CloudProvider.Aws] }),
        (
            "failures of a type (50 workflows)",
            BarOfMany,
            new() { Types = [WorkflowType.Vpc], Statuses = [ExecutionStatus.Failure] }
        ),
    ];

    public string Name => "history";
    public string Claim => $"history page 10,000 ≤ {Bar}× page 1, on MariaDB and SQLite";

    public async Task<bool> RunAsync()
    {
        bool mariaDb;
        await using (var database = await BenchDatabase.MariaDbAsync())
            mariaDb = await MeasureAsync("MariaDB", database);
        await using (var database = await BenchDatabase.SqliteAsync())
            return await MeasureAsync("SQLite", database) && mariaDb;
    }

    private static async Task<bool> MeasureAsync(string name, BenchDatabase database)
    {
        await using (
            var context = await database
                .Services.GetRequiredService<IDbContextFactory<DataSyncDbContext>>()
                .CreateDbContextAsync()
        )
        {
            context.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
            await HistoryLoad.StoreAsync(context, Workflows, Executions);
        }
        var history = database.Services.GetRequiredService<ExecutionHistory>();
        var good = true;
        foreach (var (what, bar, filter) in Filters)
        {
            var last = await LastPageAsync(history, filter);
            var (first, deep) = (new List<double>(), new List<double>());
            for (var round = -WarmUp; round < Rounds; round++)
            {
                await TimeAsync(first, round, null);
                await TimeAsync(deep, round, last);
            }
            var ratio = Median(deep) / Median(first);
            good &= ratio <= bar;
            Console.WriteLine(
                $"{name, -8} {what, -34} first {Median(first), 6:F2} ms, last {Median(deep), 6:F2} ms: {ratio:F2}× (bar {bar}×)"
            );

            async Task TimeAsync(List<double> times, int round, string? cursor)
            {
                var clock = Stopwatch.StartNew();
                var page = await history.PageAsync(filter, cursor, PerPage, CancellationToken.None);
                if (page.Items.Count < PerPage)
                    throw new InvalidOperationException($"{what}: a page of {page.Items.Count}");
                if (round >= 0)
                    times.Add(clock.Elapsed.TotalMilliseconds);
            }
        }
        return good;
    }

    /// <summary>Where the last full page begins.</summary>
    private static async Task<string> LastPageAsync(ExecutionHistory history, ExecutionFilter filter)
    {
        var oldest = await history.PageAsync(
            filter with
            {
                To = HistoryLoad.Start.AddMinutes(Executions / 4),
            },
            null,
            1,
            CancellationToken.None
        );
        var rows = new List<ExecutionSummary>(oldest.Items);
        for (var cursor = oldest.NextCursor; cursor is not null; )
        {
            var page = await history.PageAsync(filter, cursor, ExecutionHistory.MostPerPage, CancellationToken.None);
            rows.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        return rows[^(PerPage + 1)].Cursor;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
