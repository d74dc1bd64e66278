using System.Net;
using System.Text.Json;
using DataSync.Web.Demo;
using Microsoft.Extensions.Time.Testing;

namespace DataSync.Tests.Integration.Demo;

/// <summary>A sample n8n at a fixed hour, and the plain HTTP client of somebody who knows nothing of it.</summary>
internal sealed class SampleServer : IAsyncDisposable
{
    private readonly HttpClient _http = new();

    private SampleServer(SampleN8n n8n, FakeTimeProvider time)
    {
        (N8n, Time) = (n8n, time);
        _http.DefaultRequestHeaders.Add("X-N8N-API-KEY", n8n.ApiKey);
    }

    public SampleN8n N8n { get; }

    public FakeTimeProvider Time { get; }

    public static async Task<SampleServer> StartAsync(SampleN8nOptions? options = null)
    {
        var time = new FakeTimeProvider(new(2026, 3, 11, 14, 3, 20, TimeSpan.Zero));
        var quiet = options ?? new SampleN8nOptions { RequestsPerMinute = 100_000 };
        return new(await SampleN8n.StartAsync(time, quiet, CancellationToken.None), time);
    }

    public async Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response)> Send(
        HttpMethod method,
        string path,
        string? key = null
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(N8n.BaseUrl, path));
        using var stranger = key is null ? null : new HttpClient();
        if (key is { Length: > 0 })
            request.Headers.Add("X-N8N-API-KEY", key);
        var response = await (stranger ?? _http).SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var json = response.Content.Headers.ContentType?.MediaType is "application/json";
        return (response.StatusCode, json ? JsonElement.Parse(text) : default, response);
    }

    public async Task<JsonElement> Get(string path)
    {
        var (status, body, _) = await Send(HttpMethod.Get, "/api/v1" + path);
        Assert.Equal(HttpStatusCode.OK, status);
        return body;
    }

    public async Task<List<JsonElement>> All(string path, Func<Task>? betweenPages = null, int limit = 250)
    {
        var rows = new List<JsonElement>();
        for (string? cursor = ""; cursor is not null; )
        {
            var page = await Get(
                $"{path}&limit={limit}" + (cursor.Length == 0 ? "" : "&cursor=" + Uri.EscapeDataString(cursor))
            );
            rows.AddRange(page.GetProperty("data").EnumerateArray());
            cursor = page.GetProperty("nextCursor").GetString();
            if (betweenPages is not null)
                await betweenPages();
        }
        return rows;
    }

    public async Task<Dictionary<string, JsonElement>> WorkflowsByName() =>
        (await All("/workflows?excludePinnedData=true")).ToDictionary(w => w.Text("name"), StringComparer.Ordinal);

    public async Task<List<JsonElement>> RunsOf(string name) =>
        await All($"/executions?workflowId={(await WorkflowsByName())[name].Text("id")}");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await N8n.DisposeAsync();
    }
}

internal static class SampleJsonReading
{
    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;

    public static bool Is(this JsonElement json, string name, string value) =>
        string.Equals(json.Text(name), value, StringComparison.Ordinal);

    public static DateTime Time(this JsonElement json, string name) => json.GetProperty(name).GetDateTime();

    public static long Id(this JsonElement json) => long.Parse(json.Text("id"));
}
