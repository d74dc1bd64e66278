using System.CommandLine;
using System.Diagnostics;
using DataSync.Web.Verbs;

namespace DataSync.Tests.Support;

/// <summary>What came of a verb.</summary>
/// <param name="Error">What it wrote to the error stream.</param>
public sealed record TestVerb(int Code, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public string All => Output + Error;

    /// <summary>In this process, with settings as arguments.</summary>
    public static async Task<TestVerb> RunAsync(string verb, params (string Key, string? Value)[] settings)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await CommandLine.RunAsync(
            [.. verb.Split(' '), .. settings.Select(setting => $"--{setting.Key}={setting.Value}")],
            new InvocationConfiguration { Output = output, Error = error }
        );
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>As people run it: the built program, with settings in its environment.</summary>
    public static async Task<TestVerb> StartAsync(
        string verb,
        string? input,
        params (string Key, string? Value)[] settings
    )
    {
        var start = TestProgram.ToStart(settings, verb.Split(' '));
        start.RedirectStandardInput = true;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        using var enough = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(enough.Token);
            var error = process.StandardError.ReadToEndAsync(enough.Token);
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(enough.Token);
            return new(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
