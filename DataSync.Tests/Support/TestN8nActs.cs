using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace DataSync.Tests.Support;

/// <summary>What an address answered; written after the fault that comes after acting.</summary>
internal sealed record TestN8nAnswer(int Status, string Body, string Type = "application/json; charset=utf-8");

public sealed partial class TestN8n
{
    private const string Refused = "Authorization data is wrong!";

    /// <summary>Replaced and completed at every change of an execution.</summary>
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string McpKey { get; set; } = "test-mcp-" + Guid.NewGuid().ToString("N");

    /// <summary>Off, the MCP server answers as one that is switched off in n8n's settings.</summary>
    public bool McpEnabled { get; set; } = true;

    /// <summary>Its answers are plain JSON, as the protocol allows, and not a stream of events.</summary>
    public bool McpAnswersPlainJson { get; set; }

    /// <summary>What webhooks, MCP and retries start ends well by itself after so long; null: <see cref="Finish"/> ends it.</summary>
    public TimeSpan? RunsEndAfter { get; set; }

    /// <summary>Makes its webhook ask for <c>Header-Name: value</c> (headerAuth) or <c>user:password</c> (basicAuth).</summary>
    public void GuardWebhook(string workflowId, string authentication, string secret) =>
        ChangeWorkflow(
            workflowId,
            workflow =>
            {
                WebhookParameters(workflow)!["authentication"] = authentication;
                workflow.WebhookSecret = secret;
            }
        );

    /// <summary>Changes it in the editor without publishing that.</summary>
    public void EditDraft(string workflowId) =>
        Locked(() =>
        {
            var workflow = store.Workflows.Single(one => Same(one.Id, workflowId));
            return workflow.DraftVersionId = Guid.NewGuid().ToString();
        });

    private TestN8nAnswer CallWebhook(HttpRequest request, string path)
    {
        var workflow = store.Workflows.Find(one => one.Active && Same(path, (string?)WebhookParameters(one)?["path"]));
        var method = (string?)WebhookParameters(workflow)?["httpMethod"] ?? "GET";
        if (workflow is null)
            return Words(404, $"The requested webhook \"{request.Method} {path}\" is not registered.");
        if (!Same(method, request.Method))
            return Words(
                404,
                $"This webhook is not registered for {request.Method} requests. Did you mean to make a {method} request?"
            );
        switch ((string?)WebhookParameters(workflow)?["authentication"], workflow.WebhookSecret?.Split(':', 2))
        {
            case ("headerAuth", [var name, var value]) when request.Headers[name] != value.Trim():
                return new(403, Refused, "text/plain");
            case ("basicAuth", not null) when request.Headers.Authorization != Basic(workflow.WebhookSecret!):
                return new(401, "Authentication data is wrong!", "text/plain");
        }
        Begin(workflow.Id, "webhook");
        return Words(200, "Workflow was started");
    }

    private async Task<TestN8nAnswer> AnswerMcpAsync(HttpContext http)
    {
        if (Line == TestN8nLine.One)
            return new(404, "<!DOCTYPE html><pre>Cannot POST /mcp-server/http</pre>", "text/html; charset=utf-8");
        if (!McpEnabled)
            return Words(404, "MCP access is disabled");
        if (http.Request.Headers.Authorization != "Bearer " + McpKey)
            return Words(401, "Unauthorized");
        var call = await BodyAsync(http);
        JsonObject answer = ((string?)call["method"], (string?)call["params"]?["name"]) switch
        {
            ("ping", _) => new() { ["result"] = new JsonObject() },
            (_, "execute_workflow") => new() { ["result"] = Locked(() => RunByMcp(call["params"]!["arguments"]!)) },
            (_, var tool) => new()
            {
                ["error"] = new JsonObject { ["code"] = -32602, ["message"] = $"Tool {tool} not found" },
            },
        };
        answer["jsonrpc"] = "2.0";
        answer["id"] = call["id"]?.DeepClone();
        return McpAnswersPlainJson
            ? new(200, answer.ToJsonString())
            : new(200, $"event: message\ndata: {answer.ToJsonString()}\n\n", "text/event-stream");
    }

    private JsonObject RunByMcp(JsonNode arguments)
    {
        var workflow = store.Workflows.Find(one => Same(one.Id, (string?)arguments["workflowId"]));
        var refusal = workflow switch
        {
            null => "Workflow not found or you don't have permission to access it.",
            { AvailableInMcp: not true } =>
                "Workflow is not available in MCP. Enable MCP access from the workflow card.",
            { Active: false } => $"Workflow '{workflow.Id}' has no published (active) version to execute",
            _ => null,
        };
        var told = new JsonObject
        {
            ["executionId"] = refusal is null ? Begin(workflow!.Id, "trigger") : null,
            ["status"] = refusal is null ? "started" : "error",
        };
        if (refusal is not null)
            told["error"] = refusal;
        return new()
        {
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = told.ToJsonString() }),
            ["structuredContent"] = told,
        };
    }

    /// <summary>Answers when the retry has ended.</summary>
    private async Task<(int Status, JsonNode Body)> RetryAsync(HttpContext http, string id)
    {
        var (refusal, retry) = Locked(() => BeginRetry(id));
        if (retry is null)
            return refusal;
        while (true)
        {
            var (execution, next) = Locked(() => (store.Get(retry), changed.Task));
            if (!execution.IsOpen)
                return (200, TestN8nJson.Execution(execution, Line, single: true, includeData: true));
            await next.WaitAsync(http.RequestAborted);
        }
    }

    private ((int Status, JsonNode Body) Refusal, string? Retry) BeginRetry(string id)
    {
        if (store.KeyOf(id) is not { } key)
            return (Fail(404, $"The execution with the ID \"{id}\" does not exist."), null);
        var execution = store.Executions[key];
        return execution.Status is "success"
            ? (Fail(409, "The execution succeeded, so it cannot be retried."), null)
            : (default, Begin(execution.WorkflowId, "retry", id));
    }

    private (int Status, JsonNode Body) Stop(string id)
    {
        if (store.KeyOf(id) is not { } key)
            return Fail(404, "Failed to find execution to stop");
        var execution = store.Executions[key];
        if (!execution.IsOpen)
            return Fail(
                409,
                $"Only running or waiting executions can be stopped and {id} is currently {execution.Status}"
            );
        Finish(id, "canceled");
        return (
            200,
            new JsonObject
            {
                ["mode"] = execution.Mode,
                ["finished"] = false,
                ["status"] = "canceled",
            }
        );
    }

    private string Begin(string workflowId, string mode, string? retryOf = null)
    {
        var id = Start(workflowId, mode, retryOf: retryOf);
        if (RunsEndAfter is { } span)
            _ = EndAsync(id, span);
        return id;
    }

    private async Task EndAsync(string id, TimeSpan span)
    {
        await Task.Delay(span, time, CancellationToken.None);
        if (Locked(() => store.KeyOf(id) is { } key && store.Executions[key].IsOpen))
            Finish(id);
    }

    /// <summary>Wakes who waits for the end of an execution. Call under the lock.</summary>
    private void Pulse()
    {
        var woken = changed;
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        woken.SetResult();
    }

    private static JsonNode? WebhookParameters(TestN8nWorkflow? workflow) =>
        workflow?.Nodes.FirstOrDefault(node => (string?)node!["type"] is "n8n-nodes-base.webhook")?["parameters"];

    private static string Basic(string secret) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));

    private static TestN8nAnswer Words(int status, string message) =>
        new(status, new JsonObject { ["message"] = message }.ToJsonString());

    private static async Task<JsonObject> BodyAsync(HttpContext http) =>
        await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject
        ?? throw new JsonException("the body is no object");
}
