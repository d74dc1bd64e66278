using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace DataSync.Tests.Integration.N8n;

/// <summary>Makes in a real n8n what <see cref="ActsContractTests"/> acts on, and takes it away again.</summary>
internal sealed class RealN8nWorkflows : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly string baseUrl;
    private readonly string mark = Guid.NewGuid().ToString("N")[..8];
    private readonly List<string> workflows = [];
    private readonly List<string> credentials = [];

    private RealN8nWorkflows(string baseUrl, string apiKey)
    {
        this.baseUrl = baseUrl;
        http.DefaultRequestHeaders.Add("X-N8N-API-KEY", apiKey);
    }

    public static async Task<N8nToActOn> MakeAsync(string baseUrl, string apiKey, string mcpKey)
    {
        var made = new RealN8nWorkflows(baseUrl, apiKey);
        try
        {
            return await made.MakeAsync(apiKey, mcpKey);
        }
        catch
        {
            await made.RemoveAsync();
            throw;
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<N8nToActOn> MakeAsync(string apiKey, string mcpKey)
    {
        var header = await SendAsync(
            HttpMethod.Post,
            "/credentials",
            $$$"""{"name":"contract {{{mark}}}","type":"httpHeaderAuth","data":{"name":"X-Sync-Key","value":"{{{mark}}}"}}"""
        );
        var credential = (string)header["id"]!;
        credentials.Add(credential);
        var guarded = await AddAsync(
            "guarded",
            $$$"""{"httpMethod":"POST","path":"{{{mark}}}-guarded","authentication":"headerAuth","options":{}}""",
            Set,
            $$$"""{"httpHeaderAuth":{"id":"{{{credential}}}","name":"contract {{{mark}}}"}}"""
        );
        var slow = await AddAsync(
            "slow",
            Webhook("slow"),
            """{"type":"wait","parameters":{"amount":30,"unit":"seconds"}}"""
        );
        var failing = await AddAsync(
            "failing",
            Webhook("failing"),
            """{"type":"stopAndError","parameters":{"errorMessage":"AccessDenied"}}"""
        );
        var working = await AddAsync("working", Webhook("working"), Set);
        var scheduled = await AddAsync("scheduled", null, Set);
        // Publishing is asynchronous: the webhooks are there a moment later. They bring the executions that are needed.
        foreach (var path in new[] { "failing", "working" })
            await CallAsync($"{mark}-{path}");
        return new(baseUrl, apiKey, mcpKey, guarded, $"X-Sync-Key: {mark}", slow, scheduled, RemoveAsync);
    }

    private const string Set = """{"type":"set","parameters":{"mode":"raw","jsonOutput":"{}","options":{}}}""";

    private string Webhook(string path) => $$$"""{"httpMethod":"POST","path":"{{{mark}}}-{{{path}}}","options":{}}""";

    private async Task<string> AddAsync(string name, string? webhook, string last, string? signIn = null)
    {
        var trigger = webhook is null
            ? Node("Schedule Trigger", "scheduleTrigger", 1.2, """{"rule":{"interval":[{"field":"days"}]}}""")
            : Node("Webhook", "webhook", 2, webhook);
        if (webhook is not null)
            trigger["webhookId"] = $"{mark}-{name}";
        if (signIn is not null)
            trigger["credentials"] = JsonNode.Parse(signIn);
        var step = JsonNode.Parse(last)!;
        var workflow = new JsonObject
        {
            ["name"] = $"Contract {mark} {name}",
            ["nodes"] = new JsonArray(
                trigger,
                Node("Last", (string)step["type"]!, 1, step["parameters"]!.ToJsonString())
            ),
            ["connections"] = JsonNode.Parse(
                $$$"""{"{{{trigger["name"]}}}":{"main":[[{"node":"Last","type":"main","index":0}]]}}"""
            ),
            ["settings"] = JsonNode.Parse("""{"executionOrder":"v1","timezone":"Asia/Shanghai"}"""),
        };
        var id = (string)(await SendAsync(HttpMethod.Post, "/workflows", workflow.ToJsonString()))["id"]!;
        workflows.Add(id);
        await SendAsync(HttpMethod.Post, $"/workflows/{id}/activate");
        return id;
    }

    private static JsonObject Node(string name, string type, double version, string parameters) =>
        new()
        {
            ["id"] = name.ToLowerInvariant(),
            ["name"] = name,
            ["type"] = "n8n-nodes-base." + type,
            ["typeVersion"] = type is "set" ? 3.4 : version,
            ["position"] = new JsonArray(0, 0),
            ["parameters"] = JsonNode.Parse(parameters),
        };

    private async Task CallAsync(string path)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var answer = await http.PostAsJsonAsync(
                new Uri(new Uri(baseUrl), "/webhook/" + path),
                new { },
                patience.Token
            );
            if (answer.StatusCode != System.Net.HttpStatusCode.NotFound)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, patience.Token);
        }
    }

    private async Task RemoveAsync()
    {
        foreach (var id in workflows)
        {
            await SendAsync(HttpMethod.Post, $"/workflows/{id}/deactivate");
            // n8n refuses to delete for a moment after that.
            for (var tries = 0; tries < 20; tries++)
            {
                using var answer = await http.DeleteAsync(new Uri($"{baseUrl}/workflows/{id}"));
                if (answer.StatusCode != System.Net.HttpStatusCode.Conflict)
                    break;
                await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, CancellationToken.None);
            }
        }
        foreach (var id in credentials)
            await SendAsync(HttpMethod.Delete, $"/credentials/{id}");
        Dispose();
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, baseUrl + path);
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}
