using System.Globalization;
using System.Text.Json.Nodes;

namespace DataSync.Web.Demo;

/// <summary>Workflows and executions in the words and order of n8n 2.40.7.</summary>
internal static class SampleJson
{
    private const string Owner = "Sample Owner";
    private const string Project = "xfBxbFWz3odRJ9qd";

    public static string? Time(DateTime? time) =>
        time?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A row of the list of executions; with data it has a few properties more, as n8n's has.</summary>
    public static JsonObject ListItem(SampleRun run, DateTime now, bool withData)
    {
        var row = Row(run, now);
        if (!withData)
            return row;
        row["storedAt"] = "db";
        row["jsonSizeBytes"] = Size(run);
        row["workflowVersionId"] = run.Workflow.VersionId;
        row["data"] = SamplePayload.Data(run, now);
        row["workflowData"] = WorkflowData(run.Workflow);
        row["customData"] = SamplePayload.CustomData(run, now);
        return row;
    }

    public static JsonObject Single(SampleRun run, DateTime now, bool withData)
    {
        var list = Row(run, now);
        var one = new JsonObject();
        foreach (var (name, value) in list)
        {
            if (name is "startedAt")
                one["createdAt"] = Time(run.StartedAt.AddMilliseconds(-4));
            if (name is "workflowId")
                one["deletedAt"] = null;
            one[name] = value?.DeepClone();
        }
        one["storedAt"] = "db";
        one["tracingContext"] = null;
        one["deduplicationKey"] = run.Mode is "trigger"
            ? $"{run.Workflow.Id}:schedule-trigger:{Time(run.StartedAt.AddMilliseconds(-run.StartedAt.Millisecond))}"
            : null;
        one["jsonSizeBytes"] = Size(run);
        one["binaryDataSizeBytes"] = 0;
        one["workflowVersionId"] = run.Workflow.VersionId;
        one["usedPrivateCredentials"] = false;
        if (!withData)
            return one;
        one["data"] = SamplePayload.Data(run, now);
        one["customData"] = SamplePayload.CustomData(run, now);
        one["workflowData"] = WorkflowData(run.Workflow);
        return one;
    }

    /// <summary>The answer to a retry, without the data a real one sends with it.</summary>
    public static JsonObject Retried(SampleRun run, DateTime now)
    {
        var row = Row(run, now);
        string[] told = ["id", "mode", "startedAt", "workflowId", "finished", "retryOf", "status"];
        return new(told.Select(name => KeyValuePair.Create(name, row[name]?.DeepClone())));
    }

    /// <summary>The answer to a stop.</summary>
    public static JsonObject Stopped(SampleRun run, DateTime now)
    {
        var row = Row(run, now);
        string[] told = ["mode", "startedAt", "stoppedAt", "finished", "status"];
        return new(told.Select(name => KeyValuePair.Create(name, row[name]?.DeepClone())));
    }

    /// <param name="single">The answer for one workflow has a few properties more than a row of the list.</param>
    public static JsonObject Workflow(SampleWorkflow workflow, bool single, bool withPinnedData)
    {
        var created = Time(workflow.CreatedAt);
        var updated = Time(workflow.UpdatedAt) ?? created;
        var json = new JsonObject { ["id"] = workflow.Id, ["name"] = workflow.Name };
        if (single)
            json["description"] = null;
        json["active"] = workflow.Active;
        json["activeVersionId"] = workflow.Active ? workflow.VersionId : null;
        json["createdAt"] = created;
        json["updatedAt"] = updated;
        json["isArchived"] = workflow.Archived;
        json["versionId"] = workflow.DraftVersionId ?? workflow.VersionId;
        if (single)
            (json["versionCounter"], json["sourceWorkflowId"]) = (1, null);
        json["triggerCount"] = workflow.Active && workflow.Trigger.Type is not "executeWorkflowTrigger" ? 1 : 0;
        json["nodes"] = SampleNodes.All(workflow);
        json["connections"] = SampleNodes.Connections(workflow);
        json["nodeGroups"] = new JsonArray();
        json["settings"] = Settings(workflow);
        json["staticData"] = null;
        if (single || withPinnedData)
            json["pinData"] = null;
        json["meta"] = null;
        json["tags"] = new JsonArray([
            .. workflow.Tags.Select(tag =>
                (JsonNode)
                    new JsonObject
                    {
                        ["id"] = $"tag{(uint)tag.Sum(c => c * 104_729):D13}",
                        ["name"] = tag,
                        ["createdAt"] = created,
                        ["updatedAt"] = created,
                    }
            ),
        ]);
        json["shared"] = new JsonArray(Shared(workflow, single));
        json["activeVersion"] = workflow.Active ? Version(workflow, single) : null;
        return json;
    }

    private static JsonObject Row(SampleRun run, DateTime now)
    {
        var status = run.Status(now);
        return new()
        {
            ["id"] = run.Id.ToString(CultureInfo.InvariantCulture),
            ["finished"] = status is "success",
            ["mode"] = run.Mode,
            ["retryOf"] = run.RetryOf?.ToString(CultureInfo.InvariantCulture),
            ["retrySuccessId"] =
                run.RetrySuccess is { } retry && retry.At <= now
                    ? retry.Id.ToString(CultureInfo.InvariantCulture)
                    : null,
            ["status"] = status,
            ["startedAt"] = Time(run.StartedAt),
            ["stoppedAt"] = Time(run.StoppedAt(now)),
            ["workflowId"] = run.Workflow.Id,
            ["waitTill"] = status is "waiting" ? Time(run.WaitTill) : null,
        };
    }

    private static JsonObject WorkflowData(SampleWorkflow workflow) =>
        new()
        {
            ["id"] = workflow.Id,
            ["name"] = workflow.Name,
            ["nodes"] = SampleNodes.All(workflow),
            ["connections"] = SampleNodes.Connections(workflow),
            ["settings"] = Settings(workflow),
            ["nodeGroups"] = new JsonArray(),
        };

    private static JsonObject Settings(SampleWorkflow workflow)
    {
        var settings = new JsonObject { ["executionOrder"] = "v1" };
        if (workflow.Trigger.ZoneName is { } zone)
            settings["timezone"] = zone;
        if (workflow.AvailableInMcp is { } available)
            settings["availableInMCP"] = available;
        return settings;
    }

    private static JsonObject Shared(SampleWorkflow workflow, bool single)
    {
        var created = Time(workflow.CreatedAt);
        var shared = new JsonObject
        {
            ["role"] = "workflow:owner",
            ["workflowId"] = workflow.Id,
            ["projectId"] = Project,
        };
        if (single)
            shared["project"] = new JsonObject
            {
                ["id"] = Project,
                ["name"] = Owner + " <owner@example.com>",
                ["type"] = "personal",
                ["icon"] = null,
                ["description"] = null,
                ["customTelemetryTags"] = new JsonArray(),
                ["creatorId"] = "38ec3ae3-f984-41de-a553-95da1612fe12",
                ["createdAt"] = created,
                ["updatedAt"] = created,
            };
        shared["createdAt"] = created;
        shared["updatedAt"] = created;
        return shared;
    }

    private static JsonObject Version(SampleWorkflow workflow, bool single)
    {
        var created = Time(workflow.CreatedAt);
        var version = new JsonObject
        {
            ["versionId"] = workflow.VersionId,
            ["workflowId"] = workflow.Id,
            ["nodes"] = SampleNodes.All(workflow),
            ["connections"] = SampleNodes.Connections(workflow),
            ["nodeGroups"] = new JsonArray(),
            ["authors"] = Owner,
            ["name"] = null,
            ["description"] = null,
            ["autosaved"] = false,
            ["createdAt"] = created,
            ["updatedAt"] = created,
        };
        if (single)
            version["workflowPublishHistory"] = new JsonArray(
                new JsonObject
                {
                    ["id"] = workflow.Index + 1,
                    ["workflowId"] = workflow.Id,
                    ["versionId"] = workflow.VersionId,
                    ["event"] = "activated",
                    ["userId"] = "38ec3ae3-f984-41de-a553-95da1612fe12",
                    ["createdAt"] = created,
                }
            );
        return version;
    }

    /// <summary>Near enough: the payload is not written for a row that does not show it.</summary>
    private static int Size(SampleRun run) => 2_600 + 180 * Math.Min(run.Counts.Updated, SamplePayload.MaxItems);
}
