using System.Diagnostics;
using DataSync.Core.Access;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Tests.Support;
using DataSync.Web.Features.Executions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DataSync.Bench;

/// <summary>
/// Exports the newest executions, as many as asked for, as the program does: pages, writer, hash, audit log. Tells rows, peak,
/// seconds and size.
/// </summary>
internal static class ExportProgram
{
    public const string Argument = "export-program";
    private const double MiB = 1024 * 1024;

    public static async Task<int> RunAsync()
    {
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddInMemoryCollection([new("Audit:Key", "a key of the benchmark, long enough for any audit log")])
            .Build();
        await using var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddPersistence(configuration)
            .AddAccess(configuration)
            .AddExports()
            .BuildServiceProvider();
        var database = services.GetServices<IHostedService>().OfType<DatabaseStartup>().Single();
        await database.StartAsync(CancellationToken.None);
        await services.GetRequiredService<DatabaseState>().WhenReadyAsync(CancellationToken.None);
        if (Console.ReadLine()?.Split(' ') is not [var format, var count])
            return 1;
        var filter = new ExecutionFilter
        {
            // One a minute.
            From = HistoryLoad.Start.AddMinutes(1_000_000 - int.Parse(count) + 1),
        };
        var table = ExecutionsExport.Table(
            services.GetRequiredService<ExecutionHistory>(),
            BoardSnapshot.Empty,
            filter
        );
        var order = new ExportOrder(table, EnumWords.Parse<ExportFormat>(format), HistoryLoad.Start);
        var clock = Stopwatch.StartNew();
        var manifest = await services
            .GetRequiredService<Exporter>()
            .WriteAsync(Actor.Program, order, Stream.Null, null, long.MaxValue, CancellationToken.None);
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(
            FormattableString.Invariant(
                $"{manifest.Rows} {self.PeakWorkingSet64 / MiB} {clock.Elapsed.TotalSeconds} {manifest.Bytes / MiB}"
            )
        );
        return 0;
    }
}
