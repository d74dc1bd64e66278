using System.Diagnostics;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Bench;

/// <summary>
/// How soon there is something to see after a start: the board read from nothing, and the page as it is first sent. With a
/// million executions of 300 workflows against three thousand of the same, by turns.
/// </summary>
internal sealed class FirstPictureBenchmark : IBenchmark
{
    private const double Bar = 1.3;
    private const double BarPageMs = 1_000;
    private const int Workflows = 300;
    private const int Few = 3_000;
    private const int Many = 1_000_000;
    private const int Starts = 9;
    private const int FirstStarts = 2;
    private const int Pages = 40;
    private const int FirstPages = 10;

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
        for (var start = -FirstStarts; start < Starts; start++)
        {
            await StartAsync(small, Few, start < 0 ? new() : few);
            await StartAsync(large, Many, start < 0 ? new() : many);
        }
        var (load, page) = (Ratio(few.Load, many.Load), Ratio(few.Page, many.Page));
        var slow = many.Page.Order().ElementAt(many.Page.Count * 95 / 100);
        Console.WriteLine(
            $"{name, -8} board  {Few:N0}: {Median(few.Load):F0} ms, {Many:N0}: {Median(many.Load):F0} ms: {load:F2}× (bar {Bar}×)"
        );
        Console.WriteLine(
            $"{name, -8} page   {Few:N0}: {Median(few.Page):F1} ms, {Many:N0}: {Median(many.Page):F1} ms: {page:F2}× (bar {Bar}×), p95 {slow:F1} ms (bar {BarPageMs} ms)"
        );
        return load <= Bar && page <= Bar && slow <= BarPageMs;
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
                .SetProperty(c => c.KnownUntil, End(executions))
        );
    }

    private static async Task StartAsync(BenchDatabase stored, int executions, Times times)
    {
        await using var app = await BenchApp.CreateAsync(
            stored,
            services => services.AddSingleton<TimeProvider>(new ClockFrom(End(executions)))
        );
        var board = app.Services.GetRequiredService<LiveBoard>();
        var database = app.Services.GetRequiredService<DatabaseState>();
        long ready = 0;
        var drawn = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        database.Changed += (_, _) => ready = Stopwatch.GetTimestamp();
        using var watch = board.Subscribe(() =>
        {
            if (board.Current.System.Loaded)
                drawn.TrySetResult(Stopwatch.GetTimestamp());
        });
        await app.StartAsync();
        var shown = await drawn.Task;
        times.Load.Add(Stopwatch.GetElapsedTime(ready, shown).TotalMilliseconds);
        await BenchApp.WhenUsableAsync(app);
        using var visitor = await Visitor.SignInAsync(new Uri(app.Urls.First()));
        for (var page = -FirstPages; page < Pages; page++)
        {
            var clock = Stopwatch.StartNew();
            await visitor.GetAsync("data-sync");
            if (page >= 0)
                times.Page.Add(clock.Elapsed.TotalMilliseconds);
        }
        await app.StopAsync();
    }

    /// <summary>When the last execution has ended.</summary>
    private static DateTime End(int executions) => HistoryLoad.Start.AddMinutes(executions + 1);

    private static double Ratio(List<double> few, List<double> many) => Median(many) / Median(few);

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    /// <summary>In milliseconds.</summary>
    private sealed record Times
    {
        public List<double> Load { get; } = [];
        public List<double> Page { get; } = [];
    }

    private sealed class ClockFrom(DateTime start) : TimeProvider
    {
        private readonly long began = System.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(start) + System.GetElapsedTime(began);
    }
}
