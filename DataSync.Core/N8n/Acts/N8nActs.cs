using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSync.Core.N8n;

/// <summary>
/// Makes things happen in n8n. Every call takes a permit of <see cref="RequestBudget"/>, leaves once and is never repeated
/// here. It throws <see cref="N8nActException"/> for what n8n refused or left open; an
/// <see cref="OperationCanceledException"/> and what the database throws when the permit cannot be stored mean that
/// nothing was sent.
/// </summary>
public sealed partial class N8nActs(
    HttpClient http,
    N8nClient n8n,
    N8nAbilities abilities,
    IOptions<N8nOptions> options,
    TimeProvider time,
    ILogger<N8nActs> logger
)
{
    private const long MostRetried = 1L << 30;

    /// <summary>Until an answer begins.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>n8n answers a retry when it has ended.</summary>
    private static readonly TimeSpan RetryPatience = TimeSpan.FromSeconds(120);

    private readonly N8nOptions settings = options.Value;
    private readonly ActWire wire = new(http, time);

    /// <summary>Calls a production webhook with an empty JSON object.</summary>
    /// <param name="secretName">Under <c>N8n:Secrets</c>; needed where the webhook asks for a header or a password.</param>
    /// <returns>The execution's id where the answer names one: the workflow may have written it, so check whose it is.</returns>
    public async Task<string?> CallWebhookAsync(N8nWebhook webhook, string? secretName, CancellationToken cancellation)
    {
        using var request = WebhookRequest.Of(webhook, secretName, settings);
        using var answer = await wire.SendAsync(request, Patience, RequestPriority.Person, cancellation);
        var text = await wire.TextAsync(answer, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw N8nActFailures.Webhook(webhook, answer, text ?? "");
        if (text is null || !N8nClient.IsJson(answer))
            return null;
        using var json = Parsed(text);
        return ActAnswer.ExecutionId(json?.RootElement);
    }

    /// <summary>Runs what is published of a workflow through n8n's MCP server.</summary>
    /// <returns>The execution's id.</returns>
    public async Task<string> RunByMcpAsync(string workflowId, CancellationToken cancellation)
    {
        var arguments = new { workflowId, executionMode = "production" };
        var result = await CallMcpAsync(
            "tools/call",
            new { name = "execute_workflow", arguments },
            RequestPriority.Person,
            cancellation
        );
        return ActAnswer.McpExecutionId(result) ?? throw N8nActFailures.McpTool(ActAnswer.McpError(result));
    }

    /// <summary>Runs a failed execution again from the node that failed, with that one's data. Takes as long as the run.</summary>
    /// <returns>The new execution's id.</returns>
    public async Task<string?> RetryAsync(string n8nExecutionId, CancellationToken cancellation)
    {
        using var request = ApiRequest(
            HttpMethod.Post,
            $"/executions/{Uri.EscapeDataString(n8nExecutionId)}/retry",
            """{"loadWorkflow":true}"""u8.ToArray()
        );
        using var answer = await wire.SendAsync(request, RetryPatience, RequestPriority.Person, cancellation);
        await RefusedAsync(N8nAct.Retry, answer, cancellation);
        return await ActWire.ReadAsync(async () =>
        {
            await using var body = await wire.BodyAsync(answer, MostRetried);
            return (await ExecutionReader.ReadOneAsync(body, cancellation)).Execution.Id;
        });
    }

    public async Task StopAsync(string n8nExecutionId, CancellationToken cancellation)
    {
        var path = $"/executions/{Uri.EscapeDataString(n8nExecutionId)}/stop";
        using var request = ApiRequest(HttpMethod.Post, path, body: null);
        using var answer = await wire.SendAsync(request, Patience, RequestPriority.Person, cancellation);
        await RefusedAsync(N8nAct.Stop, answer, cancellation);
        using var told = Parsed(await wire.TextAsync(answer, cancellation) ?? "");
    }

    /// <summary>Finds out what this n8n can do, by questions that change nothing. Never throws for n8n's sake.</summary>
    public async Task LearnAsync(RequestPriority priority, CancellationToken cancellation)
    {
        try
        {
            // Where the address exists it says that it is not for reading; where it does not, that it is not there.
            using var answer = await n8n.GetAsync("/executions/0/stop", priority, cancellation);
            if (
                N8nClient.IsJson(answer)
                && answer.StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound
            )
                abilities.CanStop = answer.StatusCode == HttpStatusCode.MethodNotAllowed;
        }
        catch (N8nException failure)
        {
            NotLearnt(logger, failure.Message);
        }
        if (settings.McpKey is not { Length: > 0 })
            return;
        try
        {
            await CallMcpAsync("ping", new { }, priority, cancellation);
            (abilities.McpAnswers, abilities.McpProblem) = (true, null);
        }
        catch (N8nActException failure)
        {
            // Only a refusal says something; one that was lost leaves what was known.
            if (
                !failure.MayHaveHappened
                && failure.Condition is not (N8nCondition.Unreachable or N8nCondition.RateLimited)
            )
                (abilities.McpAnswers, abilities.McpProblem) = (false, failure.Message);
            NotLearnt(logger, failure.Message);
        }
    }

    /// <returns>The result of a JSON-RPC call.</returns>
    private async Task<JsonElement> CallMcpAsync<T>(
        string method,
        T parameters,
        RequestPriority priority,
        CancellationToken cancellation
    )
    {
        if (!settings.IsConfigured)
            throw N8nActFailures.From(N8nFailures.NotConfigured(), mayHaveHappened: false);
        if (settings.McpKey is not { Length: > 0 } key)
            throw N8nActFailures.Refused(
                "No key of n8n's MCP server is set: create one in n8n under Settings, MCP, set N8n:McpKey and start "
                    + "DataSync again."
            );
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            N8nClient.Root(settings.BaseUrl!) + "/mcp-server/http"
        );
        request.Headers.Authorization = new("Bearer", key);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        var call = new
        {
            jsonrpc = "2.0",
            id = ActAnswer.McpCall,
            method,
            @params = parameters,
        };
        request.Content = Json(JsonSerializer.SerializeToUtf8Bytes(call));
        using var answer = await wire.SendAsync(request, Patience, priority, cancellation);
        var text = await wire.TextAsync(answer, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw N8nActFailures.Mcp(answer, text ?? "");
        return ActAnswer.McpResult(text ?? throw N8nActFailures.Unreadable());
    }

    private HttpRequestMessage ApiRequest(HttpMethod method, string path, byte[]? body)
    {
        if (!settings.IsConfigured)
            throw N8nActFailures.From(N8nFailures.NotConfigured(), mayHaveHappened: false);
        var request = new HttpRequestMessage(method, settings.BaseUrl + path);
        request.Headers.Add("X-N8N-API-KEY", settings.ApiKey);
        request.Headers.Accept.ParseAdd("application/json");
        request.Content = body is null ? null : Json(body);
        return request;
    }

    private async Task RefusedAsync(N8nAct act, HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (!answer.IsSuccessStatusCode)
            throw N8nActFailures.Api(act, answer, await wire.TextAsync(answer, cancellation) ?? "", time);
        if (!N8nClient.IsJson(answer))
            throw N8nActFailures.Unreadable();
    }

    private static JsonDocument? Parsed(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonDocument.Parse(text);
        }
        catch (JsonException broken)
        {
            throw N8nActFailures.Unreadable(broken);
        }
    }

    private static ByteArrayContent Json(byte[] body) =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    [LoggerMessage(1103, LogLevel.Debug, "What this n8n can do could not be found out: {Reason}")]
    private static partial void NotLearnt(ILogger logger, string reason);
}
