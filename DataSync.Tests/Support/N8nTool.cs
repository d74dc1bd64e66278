using System.Diagnostics;
using System.Text.Json;

namespace DataSync.Tests.Support;

/// <summary>The script that owns the real n8n.</summary>
internal sealed class N8nTool(string script, string line, string home, int port)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public string Origin => $"http://127.0.0.1:{port}";

    public async Task StartAsync()
    {
        Assert.Equal(0, await RunAsync("start", $"{port}"));
        Assert.Equal(0, await RunAsync("fleet"));
    }

    public async Task<string> KeyAsync() => (await File.ReadAllTextAsync(Path.Combine(home, "key"))).Trim();

    public async Task KillAsync()
    {
        using var process = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(Path.Combine(home, "pid"))));
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async Task<List<JsonElement>> ListAsync(string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Origin}/api/v1/{query}");
        request.Headers.Add("X-N8N-API-KEY", await KeyAsync());
        using var answer = await Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return [.. document.RootElement.GetProperty("data").EnumerateArray().Select(row => row.Clone())];
    }

    public async Task<int> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(script, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (start.Environment["N8N_LINE"], start.Environment["N8N_HOME"]) = (line, home);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{script} does not start");
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
