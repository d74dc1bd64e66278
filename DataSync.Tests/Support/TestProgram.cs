using System.Diagnostics;

namespace DataSync.Tests.Support;

/// <summary>The program as a process of its own, to be killed.</summary>
public sealed class TestProgram : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process process;
    private readonly TaskCompletionSource<Uri> url = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TestProgram(Process process) => this.process = process;

    /// <summary>Where it listens, once it does.</summary>
    public Task<Uri> UrlAsync() => url.Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <param name="settings">Configuration keys as in the documentation.</param>
    public static TestProgram Start(IEnumerable<(string Key, string? Value)> settings)
    {
        var start = ToStart(settings);
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Logging__LogLevel__Default"] = "Error";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        var started = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        var program = new TestProgram(started);
        // Read to the end, or a full pipe stops it.
        started.OutputDataReceived += (_, line) => program.Read(line.Data);
        started.ErrorDataReceived += (_, _) => { };
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return program;
    }

    /// <summary>How the built program is started.</summary>
    public static ProcessStartInfo ToStart(IEnumerable<(string Key, string? Value)> settings, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = AppContext.BaseDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "DataSync.Web.dll"));
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return start;
    }

    public bool HasExited => process.HasExited;

    /// <summary>kill -9: nothing of it runs on, nothing is tidied up.</summary>
    public void Kill()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
    }

    private void Read(string? line)
    {
        if (line?.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            url.TrySetResult(new Uri(line[(at + Listening.Length)..]));
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
