using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DataSync.Tests.Support;

/// <summary>The linter of <c>OpenApi/</c>, a process of its own; test.sh installs it.</summary>
internal static class OpenApiLinter
{
    /// <returns>What it objects to; empty: nothing.</returns>
    public static async Task<string> LintAsync(string document)
    {
        var file = Path.Combine(Path.GetTempPath(), $"datasync-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, document);
        try
        {
            var start = new ProcessStartInfo(
                "node",
                [
                    "node_modules/@redocly/cli/bin/cli.js",
                    "lint",
                    file,
                    "--config",
                    "redocly.yaml",
                    "--format",
                    "stylish",
                ]
            )
            {
                WorkingDirectory = Folder(),
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["REDOCLY_TELEMETRY"] = "off";
            start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";
            using var process = Process.Start(start) ?? throw new InvalidOperationException("node does not start");
            var told = await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(),
                process.StandardError.ReadToEndAsync()
            );
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? "" : string.Concat(told);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Beside this source file.</summary>
    private static string Folder([CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", "OpenApi"));
}
