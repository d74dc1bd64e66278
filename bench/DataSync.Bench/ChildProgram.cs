using System.Diagnostics;

namespace DataSync.Bench;

/// <summary>
/// This program in a process of its own, doing something else: its memory and its cold start are its own. It ends with its
/// standard input, also when we are killed.
/// </summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    private readonly Process process;

    private ChildProgram(Process process) => this.process = process;

    /// <param name="argument">What to do.</param>
    public static ChildProgram Start(string argument, params IEnumerable<(string Name, string? Value)> environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ChildProgram).Assembly.Location, argument])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        // As the product is run.
        start.Environment["DOTNET_gcServer"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new(Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start"));
    }

    public async Task<string> ReadAsync() =>
        await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The program ended");

    public async Task<string> AskAsync(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
        return await ReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
