using System.Diagnostics;
using System.Globalization;

namespace DataSync.Bench.Circuits;

/// <summary>
/// The program in a process of its own, so that its memory is that of pages alone and none of their browsers'. Told what to
/// do by lines; ends with its standard input, also when we are killed.
/// </summary>
internal sealed class CircuitServer : IAsyncDisposable
{
    private readonly Process process;

    private CircuitServer(Process process, Uri url) => (this.process, Url) = (process, url);

    public Uri Url { get; }

    /// <param name="keepsBuffers">
    /// False: what the runtime keeps to use again, megabytes that come and go, is let go, and what is left is the program's.
    /// </param>
    public static async Task<CircuitServer> StartAsync(bool keepsBuffers)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CircuitServer).Assembly.Location, CircuitProgram.Argument])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        // As the program itself is run.
        start.Environment["DOTNET_gcServer"] = "1";
        if (!keepsBuffers)
        {
            start.Environment["DOTNET_SYSTEM_BUFFERS_SHAREDARRAYPOOL_MAXARRAYSPERPARTITION"] = "1";
            start.Environment["DOTNET_GCHighMemPercent"] = "1";
        }
        var program = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
        var url = await program.StandardOutput.ReadLineAsync();
        return new CircuitServer(program, new Uri(url ?? throw new InvalidOperationException("The program ended")));
    }

    /// <summary>Bytes that are in use after a full collection.</summary>
    public Task<long> MemoryAsync() => AskAsync(CircuitProgram.Memory);

    /// <summary>Dashboards that follow the board.</summary>
    public Task<long> WatchersAsync() => AskAsync(CircuitProgram.Watchers);

    /// <summary>Circuits that are kept, with a browser or without.</summary>
    public Task<long> CircuitsAsync() => AskAsync(CircuitProgram.Circuits);

    /// <summary>A run ends that took so long.</summary>
    public Task EndOneAsync(int milliseconds) => AskAsync($"{CircuitProgram.EndOne} {milliseconds}");

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<long> AskAsync(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
        var answer = await process.StandardOutput.ReadLineAsync();
        return long.Parse(
            answer ?? throw new InvalidOperationException("The program ended"),
            CultureInfo.InvariantCulture
        );
    }
}
