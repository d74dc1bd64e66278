using System.Diagnostics;
using System.Globalization;
using DataSync.Core.Persistence;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Bench;

/// <summary>
/// How soon there is something to see after a start of the program, cold as starts are: the board read from nothing, and the
/// page as it is first sent, the very first among them. With a million executions of 300 workflows against three thousand of
/// the same, by turns.
/// </summary>
internal sealed class FirstPictureBenchmark : IBenchmark
{
    private const double Bar = 1.3;
    private const double BarPageMs = 1_000;
    private const int Workflows = 300;
    private const int Few = 3_000;
    private const int Many = 1_000_000;
    private const int Starts = 9;
    private const int Pages = 40;

    public string Name => "first-picture";
    public string Claim =>
        $"first picture of a million executions ≤ {Bar}× that of {Few:N0}, page ≤ {BarPageMs / 1000} s, on MariaDB and SQLite";

    public async Task<bool> RunAsync()
    {
        var mariaDb = await MeasureAsync("MariaDB", BenchDatabase.MariaDbAsync);
        return await MeasureAsync("SQLite", BenchDatabase.SqliteAsync) && mariaDb;
    }

    private static async Task<bool> MeasureAsync(string name, Func<Task<BenchDatabase>> open)
    {
        await using var small = await open();
        await using var large = await open();
        await StoreAsync(small, Few);
        await StoreAsync(large, Many);
        var (few, many) = (new Times(), new Times());
        for (var start = 0; start < Starts; start++)
        {
            await StartAsync(small, Few, few);
            await StartAsync(large, Many, many);
        }
        var (board, page) = (Ratio(few.Board, many.Board), Ratio(few.Page, many.Page));
        var slow = many.Page.Order().ElementAt(many.Page.Count * 95 / 100);
        Console.WriteLine(
            $"{name, -8} board  {Few:N0}: {Median(few.Board):F0} ms, {Many:N0}: {Median(many.Board):F0} ms: {board:F2}× (bar {Bar}×)"
        );
        Console.WriteLine(
            $"{name, -8} page   {Few:N0}: {Median(few.Page):F1} ms, {Many:N0}: {Median(many.Page):F1} ms: {page:F2}× (bar {Bar}×), p95 {slow:F1} ms (bar {BarPageMs} ms), slowest {many.Page.Max():F0} ms"
        );
        return board <= Bar && page <= Bar && slow <= BarPageMs;
    }

    private static async Task StoreAsync(BenchDatabase database, int executions)
    {
        await using var context = await database
            .Services.GetRequiredService<IDbContextFactory<DataSyncDbContext>>()
            .CreateDbContextAsync();
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        await HistoryLoad.StoreAsync(context, Workflows, executions);
        await context.Checkpoints.ExecuteUpdateAsync(row =>
            row.SetProperty(c => c.ChangeSeq, executions)
                .SetProperty(c => c.ExecutionsStored, executions)
                .SetProperty(c => c.KnownUntil, HistoryLoad.Start.AddMinutes(Minutes(executions)))
        );
    }

    private static async Task StartAsync(BenchDatabase database, int executions, Times times)
    {
        await using var program = ChildProgram.Start(
            FirstPictureProgram.Argument,
            database
                .Settings.Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value))
                .Append((FirstPictureProgram.Minutes, $"{Minutes(executions)}"))
        );
        times.Board.Add(double.Parse(await program.ReadAsync(), CultureInfo.InvariantCulture));
        using var visitor = await Visitor.SignInAsync(new Uri(await program.ReadAsync()));
        for (var page = 0; page < Pages; page++)
        {
            var clock = Stopwatch.StartNew();
            await visitor.GetAsync("data-sync");
            times.Page.Add(clock.Elapsed.TotalMilliseconds);
        }
    }

    /// <summary>When the last execution has ended.</summary>
    private static int Minutes(int executions) => executions + 1;

    private static double Ratio(List<double> few, List<double> many) => Median(many) / Median(few);

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    /// <summary>In milliseconds.</summary>
    private sealed record Times
    {
        public List<double> Board { get; } = [];
        public List<double> Page { get; } = [];
    }
}
