using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace DataSync.Tests.Support;

/// <summary>Workflows that a test makes in a real n8n, and takes away again.</summary>
internal sealed class RealN8nWorkflows(string baseUrl, string apiKey) : IAsyncDisposable
{
    /// <summary>A last node that works, one that fails and one that takes 30 s.</summary>
    public const string Works = """{"type":"set","parameters":{"mode":"raw","jsonOutput":"{}","options":{}}}""";
    public const string Fails = """{"type":"stopAndError","parameters":{"errorMessage":"AccessDenied"}}""";
    public const string Waits = """{"type":"wait","parameters":{"amount":30,"unit":"seconds"}}""";

    private readonly HttpClient http = new()
    {
        Timeout = TimeSpan.FromSeconds(30),
        DefaultRequestHeaders = { { "X-N8N-API-KEY", apiKey } },
    };
    private readonly List<string> workflows = [];
    private readonly List<string> credentials = [];

    public RealN8nWorkflows()
        : this(RealN8n.BaseUrl, RealN8n.ApiKey) { }

    /// <summary>In the names and paths of all of them, so that they are told from those of other tests.</summary>
    public string Mark { get; } = Guid.NewGuid().ToString("N")[..8];

    /// <summary>Makes and publishes one with a webhook and this last node.</summary>
    /// <param name="credential">Of the header its webhook asks for; null: it asks for none.</param>
    public Task<string> AddCalledAsync(string name, string last, string? credential = null)
    {
        var trigger = Node("Webhook", "webhook", 2, Webhook(name, credential is not null));
        trigger["webhookId"] = $"{Mark}-{name}";
        if (credential is not null)
            trigger["credentials"] = new JsonObject
            {
                ["httpHeaderAuth"] = new JsonObject { ["id"] = credential, ["name"] = Mark },
            };
        return AddAsync(name, trigger, last);
    }

    /// <summary>Makes and publishes one with a schedule alone, once a day.</summary>
    public Task<string> AddScheduledAsync(string name) =>
        AddAsync(
            name,
            Node("Schedule Trigger", "scheduleTrigger", 1.2, """{"rule":{"interval":[{"field":"days"}]}}"""),
            Works
        );

    /// <returns>The id of a credential with this header.</returns>
    public async Task<string> AddHeaderAsync(string header, string value)
    {
        var body = new JsonObject
        {
            ["name"] = Mark,
            ["type"] = "httpHeaderAuth",
            ["data"] = new JsonObject { ["name"] = header, ["value"] = value },
        };
        credentials.Add((string)(await SendAsync(HttpMethod.Post, "/credentials", body.ToJsonString()))["id"]!);
        return credentials[^1];
    }

    /// <summary>Gives it another last node.</summary>
    /// <param name="publish">False: only in the editor.</param>
    public async Task ChangeAsync(string id, string last, bool publish)
    {
        var workflow = await ReadAsync(id);
        var nodes = workflow["nodes"]!.AsArray();
        nodes[^1] = Last(last);
        var body = new JsonObject
        {
            ["name"] = workflow["name"]!.DeepClone(),
            ["nodes"] = nodes.DeepClone(),
            ["connections"] = workflow["connections"]!.DeepClone(),
            ["settings"] = new JsonObject(),
        };
        var query = publish ? "" : "?publishIfActive=false";
        await SendAsync(HttpMethod.Put, $"/workflows/{id}{query}", body.ToJsonString());
    }

    public Task<JsonNode> ReadAsync(string id) => SendAsync(HttpMethod.Get, $"/workflows/{id}");

    /// <summary>What n8n lists of it, newest first.</summary>
    public async Task<JsonNode[]> ExecutionsAsync(string id) =>
        [
            .. (await SendAsync(HttpMethod.Get, $"/executions?limit=50&workflowId={id}"))["data"]!
                .AsArray()
                .Select(row => row!),
        ];

    /// <summary>Calls its webhook; publishing is asynchronous, so that it is there a moment later.</summary>
    public async Task CallAsync(string name)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var address = new Uri(new Uri(baseUrl), $"/webhook/{Mark}-{name}");
            using var answer = await http.PostAsJsonAsync(address, new { }, patience.Token);
            if (answer.StatusCode != HttpStatusCode.NotFound)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var id in workflows)
        {
            await SendAsync(HttpMethod.Post, $"/workflows/{id}/deactivate");
            // n8n refuses to delete for a moment after that.
            for (var tries = 0; tries < 20; tries++)
            {
                using var answer = await http.DeleteAsync(new Uri($"{baseUrl}/workflows/{id}"));
                if (answer.StatusCode != HttpStatusCode.Conflict)
                    break;
                await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, CancellationToken.None);
            }
        }
        foreach (var id in credentials)
            await SendAsync(HttpMethod.Delete, $"/credentials/{id}");
        http.Dispose();
    }

    private async Task<string> AddAsync(string name, JsonObject trigger, string last)
    {
        var workflow = new JsonObject
        {
            ["name"] = $"{Mark} {name}",
            ["nodes"] = new JsonArray(trigger, Last(last)),
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

    private string Webhook(string path, bool isGuarded) =>
        $$$"""{"httpMethod":"POST","path":"{{{Mark}}}-{{{path}}}","authentication":"{{{(isGuarded ? "headerAuth" : "none")}}}","options":{}}""";

    private static JsonObject Last(string step)
    {
        var node = JsonNode.Parse(step)!;
        return Node("Last", (string)node["type"]!, 1, node["parameters"]!.ToJsonString());
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

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, baseUrl + path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}
