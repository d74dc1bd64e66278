using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DataSync.Web.Demo;

/// <summary>What makes something happen: webhooks, retry, stop, saving a workflow, and the MCP server.</summary>
internal sealed class SampleActs(SampleLife life, SampleShelf shelf, SampleKeys keys, TimeProvider time)
{
    private const string NotInMcp =
        "Workflow is not available in MCP. Enable MCP access from the workflow card in the workflows list, or from the "
        + "workflow settings.";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public async Task Webhook(HttpContext http)
    {
        var path = (string?)http.GetRouteValue("path") ?? "";
        var method = http.Request.Method;
        var workflow = shelf.All.FirstOrDefault(w => w.Active && Same(w.Trigger.WebhookPath, path));
        if (workflow is not null && HttpMethods.IsPost(method))
        {
            if (
                workflow.Trigger.IsGuarded
                && !IsSecret(http.Request.Headers[SampleKeys.WebhookHeader], keys.WebhookValue)
            )
            {
                http.Response.StatusCode = 403;
                await http.Response.WriteAsync("Authorization data is wrong!", http.RequestAborted);
                return;
            }
            life.Fire(workflow, "webhook");
            await SampleApi.Send(http, 200, "Workflow was started");
            return;
        }
        var message = workflow is null
            ? $"The requested webhook \"{method} {path}\" is not registered."
            : $"This webhook is not registered for {method} requests. Did you mean to make a POST request?";
        var body = new JsonObject { ["code"] = 404, ["message"] = message };
        if (workflow is null)
            body["hint"] =
                "The workflow must be active for a production URL to run successfully. You can activate the workflow "
                + "using the toggle in the top-right of the editor. Note that unlike test URL calls, production URL calls "
                + "aren't shown on the canvas (only in the executions list)";
        body["stacktrace"] = $"ResponseError: {message}";
        await SampleApi.Send(http, 404, body);
    }

    /// <summary>Answers when the retry has ended, as n8n does.</summary>
    public async Task Retry(HttpContext http)
    {
        if (Id(http) is not { } id)
        {
            await SampleApi.Send(http, 400, "request/params/executionId must be a positive integer");
            return;
        }
        if (life.Find(id) is not { } failed)
        {
            await SampleApi.Send(http, 404, $"The execution with the ID \"{id}\" does not exist.");
            return;
        }
        var status = failed.Status(SampleLife.Now(time));
        if (status is "success" or "running")
        {
            var what = status is "success" ? "execution succeeded" : "execution was aborted before starting";
            await SampleApi.Send(http, 409, $"The {what}, so it cannot be retried.");
            return;
        }
        // Its workflow may have been saved since.
        var retry = life.Fire(shelf.Find(failed.Workflow.Id) ?? failed.Workflow, "retry", failed.Id);
        while (life.Find(retry) is { } run)
        {
            if (run.IsFinished(SampleLife.Now(time)))
            {
                await SampleApi.Send(http, 200, SampleJson.Retried(run, SampleLife.Now(time)));
                return;
            }
            await Task.Delay(Look, time, http.RequestAborted);
        }
        await SampleApi.Send(http, 500, "Internal server error");
    }

    public Task Stop(HttpContext http)
    {
        if (Id(http) is not { } id)
            return SampleApi.Send(http, 400, "request/params/executionId must be a positive integer");
        var (run, stopped) = life.Stop(id);
        if (run is null)
            return SampleApi.Send(http, 404, "Failed to find execution to stop");
        var status = run.Status(SampleLife.Now(time));
        return stopped
            ? SampleApi.Send(http, 200, SampleJson.Stopped(run, SampleLife.Now(time)))
            : SampleApi.Send(
                http,
                409,
                $"Only running or waiting executions can be stopped and {id} is currently {status}"
            );
    }

    /// <summary>Of what is saved only the setting for MCP is kept; the nodes of the sample are not for changing.</summary>
    public async Task Save(HttpContext http)
    {
        string[] wanted = ["name", "nodes", "connections", "settings"];
        if (await Body(http) is not { } body)
        {
            await SampleApi.Send(http, 400, "request/body must be object");
            return;
        }
        if (wanted.FirstOrDefault(name => !body.ContainsKey(name)) is { } missing)
        {
            await SampleApi.Send(http, 400, $"request/body must have required property '{missing}'");
            return;
        }
        if (body.Any(pair => !wanted.Contains(pair.Key, StringComparer.Ordinal)))
        {
            await SampleApi.Send(http, 400, "request/body must NOT have additional properties");
            return;
        }
        if (shelf.Find((string?)http.GetRouteValue("id")) is not { } workflow)
        {
            await SampleApi.Send(
                http,
                404,
                "You do not have permission to update this workflow. Ask the owner to share it with you."
            );
            return;
        }
        var saved = workflow with
        {
            AvailableInMcp = (bool?)body["settings"]?["availableInMCP"] ?? workflow.AvailableInMcp,
            DraftVersionId = null,
            UpdatedAt = SampleLife.Now(time),
        };
        shelf.Replace(saved);
        await SampleApi.Send(http, 200, SampleJson.Workflow(saved, single: true, withPinnedData: true));
    }

    public async Task Mcp(HttpContext http)
    {
        var bearer = http.Request.Headers.Authorization.ToString();
        if (!bearer.StartsWith("Bearer ", StringComparison.Ordinal) || !IsSecret(bearer[7..], keys.McpKey))
        {
            await SampleApi.Send(http, 401, "Unauthorized");
            return;
        }
        var call = await Body(http);
        JsonObject answer = (string?)call?["method"] switch
        {
            "ping" => new() { ["result"] = new JsonObject() },
            "tools/call" when (string?)call["params"]?["name"] is "execute_workflow" => new()
            {
                ["result"] = Run(call["params"]?["arguments"]),
            },
            "tools/call" => Error(-32602, $"Tool {(string?)call["params"]?["name"]} not found"),
            _ => Error(-32601, "Method not found"),
        };
        answer["jsonrpc"] = "2.0";
        answer["id"] = call?["id"]?.DeepClone();
        http.Response.ContentType = "text/event-stream";
        await http.Response.WriteAsync($"event: message\ndata: {answer.ToJsonString()}\n\n", http.RequestAborted);
    }

    private JsonObject Run(JsonNode? arguments)
    {
        var workflow = shelf.Find((string?)arguments?["workflowId"]);
        var refusal = workflow switch
        {
            null => "Workflow not found or you don't have permission to access it.",
            { Archived: true } => $"Workflow '{workflow.Id}' is archived and cannot be accessed.",
            { AvailableInMcp: not true } => NotInMcp,
            { Active: false } => $"Workflow '{workflow.Id}' has no published (active) version to execute",
            { Trigger.Type: not "scheduleTrigger" } =>
                "This workflow has no trigger that can be executed in production mode. Supported triggers: Schedule "
                    + "Trigger, Webhook Trigger, Form Trigger, Chat Trigger.",
            _ => null,
        };
        var told = new JsonObject
        {
            ["executionId"] = refusal is null
                ? life.Fire(workflow!, workflow!.Trigger.Mode).ToString(CultureInfo.InvariantCulture)
                : null,
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

    private static JsonObject Error(int code, string message) =>
        new()
        {
            ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
        };

    private static async Task<JsonObject?> Body(HttpContext http)
    {
        try
        {
            return await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long? Id(HttpContext http) =>
        long.TryParse((string?)http.GetRouteValue("id"), CultureInfo.InvariantCulture, out var id) && id > 0
            ? id
            : null;

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.Ordinal);

    private static bool IsSecret(string? given, string secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given ?? ""), Encoding.UTF8.GetBytes(secret));
}

/// <summary>What callers show, made anew at each start.</summary>
internal sealed record SampleKeys(string ApiKey, string McpKey, string WebhookValue)
{
    public const string WebhookHeader = "X-Sample-Key";

    public static SampleKeys Create() => new("n8n_api_" + Random(), "n8n_mcp_" + Random(), Random());

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
}
