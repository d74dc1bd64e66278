using System.Globalization;
using DataSync.Bench.Circuits.Pages;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Bench.Circuits;

/// <summary>What runs in the process of <see cref="CircuitServer"/>: the program, and pages to compare its own with.</summary>
internal static class CircuitProgram
{
    public const string Argument = "circuit-program";
    public const string Memory = "memory";
    public const string Watchers = "watchers";
    public const string Circuits = "circuits";
    public const string EndOne = "end";

    /// <summary>How long a circuit is kept once its browser is gone.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync()
    {
        await using var database = await BenchDatabase.SqliteAsync();
        await new BenchFleet(database.Services).StoreAsync();
        var count = new CircuitCount();
        await using var app = await BenchApp.CreateAsync(
            database.Settings,
            services =>
            {
                services.AddSingleton<CircuitHandler>(count);
                services.Configure<CircuitOptions>(options =>
                {
                    options.DisconnectedCircuitRetentionPeriod = Retention;
                    options.DisconnectedCircuitMaxRetained = int.MaxValue;
                    // What is kept of a circuit after that, to begin where it was lost.
                    options.PersistedCircuitInMemoryRetentionPeriod = Retention;
                });
            }
        );
        app.MapGet("/bench/{page}", () => new RazorComponentResult<BenchDocument>())
            .RequireAuthorization(AccessPolicies.Viewer);
        await app.StartAsync();
        await BenchApp.WhenUsableAsync(app);
        var board = app.Services.GetRequiredService<LiveBoard>();
        // As if it were asked: a page about a missing n8n is another page.
        board.UpdateStatus(status => status with { N8n = N8nCondition.Ok });
        var fleet = new BenchFleet(app.Services, firstId: 1_000_000);
        Console.WriteLine(app.Urls.First());
        while (await Console.In.ReadLineAsync() is { } line)
            Console.WriteLine(await AnswerAsync(line));
        await app.StopAsync();
        return 0;

        async Task<long> AnswerAsync(string line)
        {
            switch (line.Split(' '))
            {
                case [Memory]:
                    return InUse();
                case [Watchers]:
                    return board.Watchers;
                case [Circuits]:
                    return count.Open;
                case [EndOne, var milliseconds]:
                    await fleet.EndOneAsync(int.Parse(milliseconds, CultureInfo.InvariantCulture));
                    return 0;
                default:
                    throw new ArgumentOutOfRangeException(nameof(line), line, "Not understood");
            }
        }
    }

    private static long InUse()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private sealed class CircuitCount : CircuitHandler
    {
        private int open;

        public int Open => Volatile.Read(ref open);

        public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref open);
            return Task.CompletedTask;
        }

        public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
        {
            Interlocked.Decrement(ref open);
            return Task.CompletedTask;
        }
    }
}
