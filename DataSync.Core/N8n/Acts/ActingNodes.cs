using System.Text.Json;
using System.Text.RegularExpressions;

namespace DataSync.Core.N8n;

/// <summary>What a workflow's nodes say about running it. n8n omits what has its default, so the defaults stand here.</summary>
internal static class ActingNodes
{
    private const int MostPath = 500;
    private static readonly string[] Methods = ["POST", "PUT", "PATCH", "GET", "DELETE", "HEAD"];
    private static readonly string[] Deleting = ["delete", "drop", "truncate", "remove"];

    // None of these can backtrack, so that no text can make them slow.
    private static readonly Regex Word = Rule(@"\b(DELETE|TRUNCATE|DROP)\b");
    private static readonly Regex Statement = Rule(
        @"\b(DELETE\s+FROM|TRUNCATE\s+TABLE|DROP\s+(TABLE|DATABASE|SCHEMA|VIEW|INDEX))\b"
    );

    /// <summary>Null: no webhook, a disabled one, or one whose address is not in the node.</summary>
    public static N8nWebhook? Webhook(string workflowId, JsonElement node)
    {
        if (!IsEnabled(node) || WorkflowReader.Text(node, "type") is not "n8n-nodes-base.webhook")
            return null;
        var parameters = WorkflowReader.Get(node, "parameters");
        if (
            Path(workflowId, node, WorkflowReader.Text(parameters, "path") ?? "") is not { } path
            || Method(parameters) is not { } method
        )
            return null;
        var auth = (WorkflowReader.Text(parameters, "authentication") ?? "none") switch
        {
            "none" => N8nWebhookAuth.None,
            "headerAuth" => N8nWebhookAuth.Header,
            "basicAuth" => N8nWebhookAuth.Basic,
            _ => N8nWebhookAuth.Other,
        };
        return new(path, method, auth);
    }

    /// <summary>Of all triggers the MCP server knows there is one, and that asks for nothing.</summary>
    public static bool McpCanStart(IEnumerable<JsonElement> nodes) =>
        nodes
            .Where(IsEnabled)
            .Select(node => WorkflowReader.Text(node, "type"))
            .Where(type =>
                type
                    is "n8n-nodes-base.scheduleTrigger"
                        or "n8n-nodes-base.webhook"
                        or "n8n-nodes-base.formTrigger"
                        or "@n8n/n8n-nodes-langchain.chatTrigger"
            )
            .Take(2)
            .ToArray()
            is ["n8n-nodes-base.scheduleTrigger"];

    public static bool SeemsToDelete(JsonElement node)
    {
        if (
            !IsEnabled(node)
            || WorkflowReader.Get(node, "parameters") is not { ValueKind: JsonValueKind.Object } parameters
        )
            return false;
        var type = WorkflowReader.Text(node, "type") ?? "";
        if (
            type.EndsWith(".httpRequest", StringComparison.Ordinal)
            || type.EndsWith(".httpRequestTool", StringComparison.Ordinal)
        )
        {
            var method = WorkflowReader.Text(parameters, "method") ?? WorkflowReader.Text(parameters, "requestMethod");
            if (string.Equals(method, "DELETE", StringComparison.OrdinalIgnoreCase))
                return true;
        }
        var operation = WorkflowReader.Text(parameters, "operation") ?? "";
        return Deleting.Any(word => operation.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            || Texts(parameters, name: null).Any(text => (text.IsQuery ? Word : Statement).IsMatch(text.Value));
    }

    private static bool IsEnabled(JsonElement node) => !WorkflowReader.IsTrue(node, "disabled");

    private static string? Path(string workflowId, JsonElement node, string path)
    {
        path = path.Trim().TrimStart('/');
        // An expression or a part to be filled in: what to call is not known here. Dots would lead elsewhere.
        if (path.StartsWith('=') || path.Split('/').Any(part => part is "." or ".." || part.StartsWith(':')))
            return null;
        var own = WorkflowReader.Text(node, "webhookId");
        var full = own is not null
            ? (path.Length == 0 ? own : path)
            : $"{workflowId}/{WorkflowReader.Text(node, "name")?.ToLowerInvariant()}/{path}";
        return full.Length is > 0 and <= MostPath ? full : null;
    }

    private static string? Method(JsonElement? parameters)
    {
        var allowed =
            WorkflowReader.Get(parameters, "httpMethod") is { ValueKind: JsonValueKind.Array } several
                ?
                [
                    .. several
                        .EnumerateArray()
                        .Where(one => one.ValueKind == JsonValueKind.String)
                        .Select(ExecutionText.Of),
                ]
            : WorkflowReader.Text(parameters, "httpMethod") is { } one ? [one]
            : WorkflowReader.IsTrue(parameters, "multipleMethods") ? new[] { "GET", "POST" }
            : ["GET"];
        return Methods.FirstOrDefault(method => allowed.Contains(method, StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<(string Value, bool IsQuery)> Texts(JsonElement value, string? name) =>
        value.ValueKind switch
        {
            JsonValueKind.String => [(ExecutionText.Of(value), IsQuery(name))],
            JsonValueKind.Object => value.EnumerateObject().SelectMany(field => Texts(field.Value, field.Name)),
            JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Texts(item, name)),
            _ => [],
        };

    private static bool IsQuery(string? name) =>
        name is not null
        && (
            name.EndsWith("query", StringComparison.OrdinalIgnoreCase)
            || name.Contains("sql", StringComparison.OrdinalIgnoreCase)
        );

    private static Regex Rule(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}
