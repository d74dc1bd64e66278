using System.Diagnostics;
using System.Globalization;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Bench;

/// <summary>
/// Ninety days of three million executions of 300 workflows: a day's results, durations and resources from the roll-ups,
/// percentiles included, against the database grouping the executions themselves, which has no percentiles.
/// </summary>
internal sealed class TrendsBenchmark : IBenchmark
{
    private const double Bar = 30;
    private const int Executions = 3_000_000;
    private const int Workflows = 300;
    private const int Days = 90;
    private const int Rounds = 5;
    private const int TrendsARound = 10;

    private static readonly DateTime To = HistoryLoad.Start.AddDays(Days);

    public string Name => "trends";
    public string Claim => $"a trend of {Days} days over {Executions:N0} executions ≥ {Bar}× grouping these";

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
        var factory = database.Services.GetRequiredService<IDbContextFactory<DataSyncDbContext>>();
        await using var context = await factory.CreateDbContextAsync();
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        await HistoryLoad.StoreAsync(context, Workflows, Executions, 86_400.0 * Days / Executions);
        var clock = Stopwatch.StartNew();
        await database.Services.GetRequiredService<RollupBuilder>().RebuildAsync(CancellationToken.None);
        Console.WriteLine(
            $"{name, -8} counting {Executions:N0} executions anew took {clock.Elapsed.TotalSeconds:F0} s"
        );

        var reader = database.Services.GetRequiredService<TrendReader>();
        var (grouped, trend) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var (expected, runs) = (0L, 0L);
            grouped.Add(await TimeAsync(async () => expected = await GroupAsync(context)));
            for (var again = 0; again < TrendsARound; again++)
                trend.Add(await TimeAsync(async () => runs = await ReadAsync(reader)));
            if (runs != expected)
                throw new InvalidOperationException($"the trend has {runs} runs, the database {expected}");
        }
        var ratio = Median(grouped) / Median(trend);
        Console.WriteLine(
            $"{name, -8} grouping {Median(grouped):F0} ms, trend {Median(trend):F1} ms: {ratio:F0}× (bar {Bar}×)"
        );
        return ratio >= Bar;
    }

    private static async Task<long> ReadAsync(TrendReader reader)
    {
        var trend = await reader.ReadAsync(new(HistoryLoad.Start, To), CancellationToken.None);
        var rows = trend.ByBucket();
        foreach (var row in rows)
            _ = (row.Numbers.Duration(0.5), row.Numbers.Duration(0.95), row.Numbers.Duration(0.99));
        return rows.Sum(row => (long)row.Numbers.Runs);
    }

    private static async Task<long> GroupAsync(DataSyncDbContext context)
    {
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandTimeout = 600;
        var (from, to) = (Text(HistoryLoad.Start), Text(To));
        command.CommandText = $"""
            SELECT SUBSTR(start_time, 1, 10), COUNT(*), SUM(status = 'success'), SUM(status = 'failure'),
                SUM(status = 'cancelled'), AVG(duration_ms), SUM(resources_created), SUM(resources_updated),
                SUM(resources_deleted), SUM(resources_failed)
            FROM workflow_executions WHERE start_time >= '{from}' AND start_time < '{to}' AND status <> 'running' GROUP BY 1
            """;
        var runs = 0L;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            runs += reader.GetInt64(1);
        return runs;
    }

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
