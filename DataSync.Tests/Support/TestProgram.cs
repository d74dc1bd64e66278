using System.Diagnostics;

namespace DataSync.Tests.Support;

/// <summary>The program as a process of its own, to be killed.</summary>
public sealed class TestProgram : IAsyncDisposable
{
    private readonly Process process;

    private TestProgram(Process process) => this.process = process;

    /// <param name="settings">Configuration keys as in the documentation.</param>
    public static TestProgram Start(IEnumerable<(string Key, string? Value)> settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = AppContext.BaseDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "DataSync.Web.dll"));
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Logging__LogLevel__Default"] = "Error";
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var started = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        // Read to nowhere, or a full pipe stops it.
        started.OutputDataReceived += (_, _) => { };
        started.ErrorDataReceived += (_, _) => { };
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return new TestProgram(started);
    }

    public bool HasExited => process.HasExited;

    /// <summary>kill -9: nothing of it runs on, nothing is tidied up.</summary>
    public void Kill()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
