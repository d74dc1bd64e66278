using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace DataSync.Tests.Support;

/// <summary>Replays what a real n8n once answered, from <c>Fixtures/n8n/{line}</c>, on a random loopback port.</summary>
public sealed class RecordingsServer : IAsyncDisposable
{
    public const string ApiKey = "the-recorded-key";

    private readonly WebApplication server;
    private readonly List<Recording> recordings;
    private readonly Recording wrongKey;

    private RecordingsServer(string folder)
    {
        recordings =
        [
            .. Directory
                .EnumerateFiles(folder, "*.json")
                .Where(file => !Path.GetFileName(file).StartsWith("unauthorized", StringComparison.Ordinal))
                .Select(Recording.Read)
                .OfType<Recording>(),
        ];
        wrongKey = Recording.Read(Path.Combine(folder, "unauthorized-bad-key.json"))!;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        server = builder.Build();
        server.Run(AnswerAsync);
    }

    public string BaseUrl => server.Urls.First() + "/api/v1";

    public static async Task<RecordingsServer> StartAsync(string line)
    {
        var replay = new RecordingsServer(Path.Combine(AppContext.BaseDirectory, "Fixtures", "n8n", line));
        await replay.server.StartAsync();
        return replay;
    }

    /// <summary>The body of a recorded answer, for tests that need no server.</summary>
    public static string Body(string line, string name) =>
        JsonNode.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "n8n", line, name + ".json"))
        )!["response"]!["body"]!.ToJsonString();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var needsKey = http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
        var recording =
            needsKey && http.Request.Headers["X-N8N-API-KEY"] != ApiKey
                ? wrongKey
                : recordings.Find(one => one.Fits(http.Request));
        http.Response.StatusCode = recording?.Status ?? 404;
        http.Response.ContentType = recording?.ContentType ?? "application/json";
        await http.Response.WriteAsync(recording?.Body ?? """{"message":"Not Found"}""", http.RequestAborted);
    }

    private sealed record Recording(
        string Path,
        Dictionary<string, string?> Query,
        int Status,
        string ContentType,
        string Body
    )
    {
        /// <summary>Null for what is not the answer to a GET.</summary>
        public static Recording? Read(string file)
        {
            if (JsonNode.Parse(File.ReadAllText(file)) is not JsonObject { } json || json["request"] is not { } request)
                return null;
            if ((string?)request["method"] is not "GET")
                return null;
            var path = (string)request["path"]!;
            var (start, query) = path.Split('?') is [var before, var after] ? (before, after) : (path, "");
            var response = json["response"]!;
            return new(
                start,
                QueryHelpers
                    .ParseQuery(query)
                    .ToDictionary(pair => pair.Key, pair => (string?)pair.Value, StringComparer.Ordinal),
                (int)response["status"]!,
                (string)response["contentType"]!,
                response["body"]!.ToJsonString()
            );
        }

        /// <summary>A recording made without a limit answers any limit.</summary>
        public bool Fits(HttpRequest request) =>
            string.Equals(request.Path.Value, Path, StringComparison.Ordinal)
            && request.Query.Where(pair => pair.Key is not "limit" || Query.ContainsKey("limit")).Count() == Query.Count
            && Query.All(pair => request.Query[pair.Key] == pair.Value);
    }
}
