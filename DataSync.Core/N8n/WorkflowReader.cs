using System.Text.Json;

namespace DataSync.Core.N8n;

/// <summary>Reads a page of workflows. Only a row without an id is left out: everything else has a sensible absence.</summary>
internal static class WorkflowReader
{
    /// <summary>Nodes' parameters can be nested deeply; what is deeper is no workflow.</summary>
    public static readonly JsonDocumentOptions Limits = new() { MaxDepth = 1000 };

    private const int MostWebhooks = 20;
    private const int MostCredentials = 100;

    private static readonly JsonElement NoParameters = JsonSerializer.SerializeToElement(new { });

    public static (N8nWorkflowPage Page, int Skipped) Read(JsonElement root)
    {
        if (Get(root, "data") is not { ValueKind: JsonValueKind.Array } rows)
            throw N8nFailures.UnexpectedJson("a list of workflows has no data");
        var workflows = rows.EnumerateArray().Select(Workflow).OfType<N8nWorkflow>().ToList();
        return (new(workflows, Text(root, "nextCursor")), rows.GetArrayLength() - workflows.Count);
    }

    private static N8nWorkflow? Workflow(JsonElement row)
    {
        if (Id(row) is not { } id)
            return null;
        var settings = Get(row, "settings");
        var published = Get(row, "activeVersion");
        var nodes = Get(published, "nodes") is { ValueKind: JsonValueKind.Array } running ? running : Get(row, "nodes");
        return new(
            id,
            Text(row, "name") ?? id,
            IsTrue(row, "active"),
            IsTrue(row, "isArchived"),
            [.. Items(Get(row, "tags")).Select(Tag).OfType<string>()],
            Text(settings, "timezone"),
            Text(settings, "errorWorkflow"),
            Text(published, "versionId") ?? Text(row, "versionId"),
            Text(published, "authors"),
            ExecutionText.Time(Text(row, "updatedAt")),
            [.. Items(nodes).Select(Node).OfType<N8nNode>()]
        )
        {
            Webhooks =
            [
                .. Items(nodes).Select(node => ActingNodes.Webhook(id, node)).OfType<N8nWebhook>().Take(MostWebhooks),
            ],
            AvailableInMcp = IsTrue(settings, "availableInMCP"),
            McpCanStart = ActingNodes.McpCanStart(Items(nodes)),
            SeemsToDelete = Items(nodes).Any(ActingNodes.SeemsToDelete),
            CredentialIds =
            [
                .. Items(nodes).SelectMany(Credentials).Distinct(StringComparer.Ordinal).Take(MostCredentials),
            ],
            HasUnpublishedDraft =
                Text(row, "versionId") is { } draft
                && Text(row, "activeVersionId") is { } live
                && !string.Equals(draft, live, StringComparison.Ordinal),
        };
    }

    private static N8nNode? Node(JsonElement node) =>
        Text(node, "type") is { } type
            ? new(
                Text(node, "name") ?? type,
                type,
                IsTrue(node, "disabled"),
                IsTrigger(type) && Get(node, "parameters") is { ValueKind: JsonValueKind.Object } parameters
                    ? parameters.Clone()
                    : NoParameters
            )
            : null;

    /// <summary>By type of credential one each; very old ones have no id.</summary>
    private static IEnumerable<string> Credentials(JsonElement node) =>
        !IsTrue(node, "disabled") && Get(node, "credentials") is { ValueKind: JsonValueKind.Object } all
            ? all.EnumerateObject().Select(one => Id(one.Value)).OfType<string>()
            : [];

    private static bool IsTrigger(string type) =>
        type[(type.LastIndexOf('.') + 1)..] is "scheduleTrigger" or "cron" or "interval" or "webhook";

    private static string? Tag(JsonElement tag) =>
        tag.ValueKind == JsonValueKind.String ? ExecutionText.Of(tag) : Text(tag, "name");

    private static string? Id(JsonElement? row) =>
        Get(row, "id") switch
        {
            { ValueKind: JsonValueKind.String } text => ExecutionText.Of(text) is { Length: > 0 and <= 36 } id
                ? id
                : null,
            { ValueKind: JsonValueKind.Number } number when number.GetRawText() is { Length: <= 36 } id => id,
            _ => null,
        };

    private static JsonElement.ArrayEnumerator Items(JsonElement? array) =>
        array is { ValueKind: JsonValueKind.Array } some ? some.EnumerateArray() : default;

    public static JsonElement? Get(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } some && some.TryGetProperty(name, out var value) ? value : null;

    public static string? Text(JsonElement? parent, string name) =>
        Get(parent, name) is { ValueKind: JsonValueKind.String } text ? ExecutionText.Of(text) : null;

    public static bool IsTrue(JsonElement? parent, string name) =>
        Get(parent, name) is { ValueKind: JsonValueKind.True };
}
