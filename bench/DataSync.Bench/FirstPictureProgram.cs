using System.Diagnostics;
using System.Globalization;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Bench;

/// <summary>One start of the program over a database that is there; says how long the first picture took, and where it is.</summary>
internal static class FirstPictureProgram
{
    public const string Argument = "first-picture-program";

    /// <summary>In the environment: what time it is, in minutes of the stored history.</summary>
    public const string Minutes = "BENCH_MINUTES";

    public static async Task<int> RunAsync()
    {
        var minutes = int.Parse(Environment.GetEnvironmentVariable(Minutes)!, CultureInfo.InvariantCulture);
        await using var app = await BenchApp.CreateAsync(
            [],
            services => services.AddSingleton<TimeProvider>(new ClockFrom(HistoryLoad.Start.AddMinutes(minutes)))
        );
        var board = app.Services.GetRequiredService<LiveBoard>();
        long ready = 0;
        app.Services.GetRequiredService<DatabaseState>().Changed += (_, _) => ready = Stopwatch.GetTimestamp();
        var drawn = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = board.Subscribe(() =>
        {
            if (board.Current.System.Loaded)
                drawn.TrySetResult(Stopwatch.GetTimestamp());
        });
        await app.StartAsync();
        var took = Stopwatch.GetElapsedTime(ready, await drawn.Task).TotalMilliseconds;
        await BenchApp.WhenUsableAsync(app);
        Console.WriteLine(took.ToString(CultureInfo.InvariantCulture));
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }

    private sealed class ClockFrom(DateTime start) : TimeProvider
    {
        private readonly long began = System.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(start) + System.GetElapsedTime(began);
    }
}
