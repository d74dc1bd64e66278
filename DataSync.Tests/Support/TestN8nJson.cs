using System.Text.Json.Nodes;

namespace DataSync.Tests.Support;

/// <summary>The JSON of <see cref="TestN8n"/>, in the shape of the recordings.</summary>
internal static class TestN8nJson
{
    public static JsonArray Nodes(string name, string? cron, string? credential)
    {
        var trigger = cron is null
            ? Webhook(name.ToLowerInvariant().Replace(' ', '-'))
            : Node("Schedule Trigger", "n8n-nodes-base.scheduleTrigger", CronRule(cron));
        var write = Node("Write to CMDB", "n8n-nodes-base.set", new() { ["mode"] = "raw" });
        if (credential is not null)
            write["credentials"] = Credentials(credential);
        return [trigger, write];
    }

    private static JsonObject Credentials(string name) =>
        new()
        {
            ["httpHeaderAuth"] = new JsonObject { ["id"] = $"id of {name}", ["name"] = name },
        };

    private static JsonObject Webhook(string path)
    {
        var node = Node("Webhook", "n8n-nodes-base.webhook", new() { ["httpMethod"] = "POST", ["path"] = path });
        node["webhookId"] = path;
        return node;
    }

    private static JsonObject CronRule(string cron) =>
        new()
        {
            ["rule"] = new JsonObject
            {
                ["interval"] = new JsonArray(new JsonObject { ["field"] = "cronExpression", ["expression"] = cron }),
            },
        };

    private static JsonObject Node(string name, string type, JsonObject parameters) =>
        new()
        {
            ["id"] = name.ToLowerInvariant(),
            ["name"] = name,
            ["type"] = type,
            ["typeVersion"] = 1.2,
            ["position"] = new JsonArray(0, 0),
            ["parameters"] = parameters,
        };

    public static JsonObject Workflow(TestN8nWorkflow workflow, TestN8nLine line)
    {
        var json = new JsonObject
        {
            ["id"] = workflow.Id,
            ["name"] = workflow.Name,
            ["active"] = workflow.Active,
            ["isArchived"] = workflow.Archived,
            ["createdAt"] = Time(workflow.UpdatedAt),
            ["updatedAt"] = Time(workflow.UpdatedAt),
            ["versionId"] = workflow.DraftVersionId ?? workflow.VersionId,
            ["nodes"] = workflow.Nodes.DeepClone(),
            ["connections"] = new JsonObject(),
            ["settings"] = new JsonObject { ["executionOrder"] = "v1" },
            ["tags"] = new JsonArray([
                .. workflow.Tags.Select(tag => new JsonObject { ["id"] = "tag-" + tag, ["name"] = tag }),
            ]),
        };
        if (workflow.TimeZone is not null)
            json["settings"]!["timezone"] = workflow.TimeZone;
        if (workflow.ErrorWorkflow is not null)
            json["settings"]!["errorWorkflow"] = workflow.ErrorWorkflow;
        if (workflow.AvailableInMcp is { } available)
            json["settings"]!["availableInMCP"] = available;
        if (line == TestN8nLine.Two)
        {
            json["activeVersionId"] = workflow.Active ? workflow.VersionId : null;
            json["activeVersion"] = workflow.Active
                ? new JsonObject
                {
                    ["versionId"] = workflow.VersionId,
                    ["nodes"] = workflow.Nodes.DeepClone(),
                    ["authors"] = "Test Owner",
                }
                : null;
        }
        return json;
    }

    public static JsonNode Execution(TestN8nExecution execution, TestN8nLine line, bool single, bool includeData)
    {
        if (!single && execution.RawRow is { } raw)
            return JsonNode.Parse(raw)!;
        var json = new JsonObject
        {
            ["id"] = execution.Id,
            ["finished"] = execution.Status is "success",
            ["mode"] = execution.Mode,
            ["retryOf"] = execution.RetryOf,
            ["retrySuccessId"] = execution.RetrySuccessId,
            ["startedAt"] = Time(execution.StartedAt),
            ["stoppedAt"] = Time(execution.StoppedAt),
            ["workflowId"] = execution.WorkflowId,
            ["waitTill"] = Time(execution.WaitTill),
        };
        if (line == TestN8nLine.Two || single)
            json["status"] = execution.Status;
        if (includeData && execution.Data is not null)
        {
            json["data"] = execution.Data.DeepClone();
            json["customData"] = execution.CustomData?.DeepClone() ?? new JsonObject();
        }
        return json;
    }

    public static JsonObject Data(
        TestN8nExecution execution,
        (int? Created, int? Updated, int? Deleted, int? Failed) counts,
        string? error,
        string node,
        string? credential = null
    )
    {
        var start = new DateTimeOffset(execution.StartedAt!.Value).ToUnixTimeMilliseconds();
        var duration = Math.Max(
            0,
            (long)(execution.StoppedAt - execution.StartedAt).GetValueOrDefault().TotalMilliseconds
        );
        var item = new JsonObject();
        if (counts.Created is { } created)
            item["resources_created"] = created;
        if (counts.Updated is { } updated)
            item["resources_updated"] = updated;
        if (counts.Deleted is { } deleted)
            item["resources_deleted"] = deleted;
        if (counts.Failed is { } failed)
            item["resources_failed"] = failed;
        var last = Run(start, duration, item);
        var result = new JsonObject
        {
            ["runData"] = new JsonObject
            {
                ["Schedule Trigger"] = new JsonArray(Run(start, 1, new JsonObject { ["timestamp"] = start })),
                [node] = new JsonArray(last),
            },
            ["lastNodeExecuted"] = node,
        };
        if (error is not null)
        {
            var failure = new JsonObject
            {
                ["name"] = "NodeOperationError",
                ["message"] = error,
                ["node"] = new JsonObject { ["name"] = node, ["type"] = "n8n-nodes-base.set" },
            };
            if (credential is not null)
                failure["node"]!["credentials"] = Credentials(credential);
            last["executionStatus"] = "error";
            last["error"] = failure.DeepClone();
            last.Remove("data");
            result["error"] = failure;
        }
        return new JsonObject { ["resultData"] = result };
    }

    private static JsonObject Run(long start, long duration, JsonObject item) =>
        new()
        {
            ["startTime"] = start,
            ["executionTime"] = duration,
            ["executionStatus"] = "success",
            ["data"] = new JsonObject { ["main"] = new JsonArray(new JsonArray(new JsonObject { ["json"] = item })) },
        };

    private static string? Time(DateTime? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}
