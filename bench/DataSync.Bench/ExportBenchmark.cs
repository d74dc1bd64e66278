using System.Globalization;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Bench;

/// <summary>
/// The highest working set of a program that exports a million executions, against one that exports a hundred thousand of the
/// same table, each in a process of its own.
/// </summary>
internal sealed class ExportBenchmark : IBenchmark
{
    private const double Bar = 1.3;
    private const int Rows = 1_000_000;
    private const int Few = Rows / 10;

    public string Name => "export";
    public string Claim => $"exporting {Rows:N0} executions peaks at ≤ {Bar}× the memory of {Few:N0}, in each format";

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
            await HistoryLoad.StoreAsync(context, workflows: 300, Rows);
        }
        var good = true;
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            var less = await ExportAsync(database, format, Few);
            var more = await ExportAsync(database, format, Rows);
            var ratio = more.Peak / less.Peak;
            good &= ratio <= Bar;
            Console.WriteLine(
                $"{name, -8} {EnumWords.Of(format), -4} {Few:N0}: {less.Peak:F0} MiB, {Rows:N0}: {more.Peak:F0} MiB ({more.Seconds:F0} s, {more.Size:F0} MiB): {ratio:F2}× (bar {Bar}×)"
            );
        }
        return good;
    }

    private static async Task<Exported> ExportAsync(BenchDatabase database, ExportFormat format, int rows)
    {
        await using var program = ChildProgram.Start(
            ExportProgram.Argument,
            database.Settings.Select(setting => (setting.Key.Replace(":", "__"), setting.Value))
        );
        var told = await program.AskAsync($"{EnumWords.Of(format)} {rows}");
        var parts = told.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToList();
        return (int)parts[0] == rows
            ? new(parts[1], parts[2], parts[3])
            : throw new InvalidOperationException($"{parts[0]} rows of {rows}");
    }

    /// <param name="Peak">MiB of working set.</param>
    /// <param name="Size">MiB of the file.</param>
    private sealed record Exported(double Peak, double Seconds, double Size);
}
