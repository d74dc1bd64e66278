using System.Globalization;

namespace DataSync.Bench.Circuits;

/// <summary>The program whose pages are opened; its memory is that of pages alone and none of their browsers'.</summary>
internal sealed class CircuitServer : IAsyncDisposable
{
    private static readonly (string, string?)[] KeepLittle =
    [
        ("DOTNET_SYSTEM_BUFFERS_SHAREDARRAYPOOL_MAXARRAYSPERPARTITION", "1"),
        ("DOTNET_GCHighMemPercent", "1"),
    ];

    private readonly ChildProgram program;

    private CircuitServer(ChildProgram program, Uri url) => (this.program, Url) = (program, url);

    public Uri Url { get; }

    /// <param name="keepsBuffers">
    /// False: what the runtime keeps to use again, megabytes that come and go, is let go, and what is left is the program's.
    /// </param>
    public static async Task<CircuitServer> StartAsync(bool keepsBuffers)
    {
        var started = ChildProgram.Start(CircuitProgram.Argument, keepsBuffers ? [] : KeepLittle);
        return new CircuitServer(started, new Uri(await started.ReadAsync()));
    }

    /// <summary>Bytes that are in use after a full collection.</summary>
    public Task<long> MemoryAsync() => AskAsync(CircuitProgram.Memory);

    /// <summary>Pages that follow the board.</summary>
    public Task<long> WatchersAsync() => AskAsync(CircuitProgram.Watchers);

    /// <summary>Circuits that are kept, with a browser or without.</summary>
    public Task<long> CircuitsAsync() => AskAsync(CircuitProgram.Circuits);

    /// <summary>A run ends that took so long.</summary>
    public Task EndOneAsync(int milliseconds) => AskAsync($"{CircuitProgram.EndOne} {milliseconds}");

    public ValueTask DisposeAsync() => program.DisposeAsync();

    private async Task<long> AskAsync(string line) =>
        long.Parse(await program.AskAsync(line), CultureInfo.InvariantCulture);
}
