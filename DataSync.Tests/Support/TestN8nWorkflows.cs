using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace DataSync.Tests.Support;

public sealed partial class TestN8n
{
    private static readonly string[] PartsOfWorkflow = ["name", "nodes", "connections", "settings"];

    private async Task<(int Status, JsonNode Body)> SaveWorkflowAsync(HttpContext http, string id)
    {
        var body = await BodyAsync(http);
        if (Objection(body) is { } objection)
            return objection;
        return Locked(() =>
        {
            if (Find(id) is not { } workflow)
                return NotAllowed("update");
            workflow.Name = (string)body["name"]!;
            workflow.Nodes = body["nodes"]!.DeepClone().AsArray();
            TakeSettings(workflow, body["settings"]!);
            // What the editor holds is published with it.
            (workflow.VersionId, workflow.DraftVersionId) = (workflow.DraftVersionId ?? workflow.VersionId, null);
            workflow.UpdatedAt = store.Now;
            return (200, TestN8nJson.Workflow(workflow, Line));
        });
    }

    private async Task<(int Status, JsonNode Body)> CreateWorkflowAsync(HttpContext http)
    {
        var body = await BodyAsync(http);
        if (Objection(body) is { } objection)
            return objection;
        return Locked(() =>
        {
            var workflow = new TestN8nWorkflow
            {
                Id = Guid.NewGuid().ToString("N")[..16],
                Name = (string)body["name"]!,
                Nodes = body["nodes"]!.DeepClone().AsArray(),
                UpdatedAt = store.Now,
            };
            TakeSettings(workflow, body["settings"]!);
            store.Workflows.Add(workflow);
            return (200, TestN8nJson.Workflow(workflow, Line));
        });
    }

    private (int Status, JsonNode Body) Publish(string id, bool isActive)
    {
        if (Find(id) is not { } workflow)
            return NotAllowed(isActive ? "activate" : "deactivate");
        // An Error Trigger starts nothing by itself, which the old line wants of what it switches on.
        if (isActive && Line == TestN8nLine.One && workflow.Nodes.Any(IsErrorTrigger))
            return Fail(400, $"Workflow \"{workflow.Name}\" (ID: {id}) has no node to start the workflow");
        if (isActive && !workflow.Active)
            (workflow.VersionId, workflow.DraftVersionId) = (workflow.DraftVersionId ?? workflow.VersionId, null);
        workflow.Active = isActive;
        return (200, TestN8nJson.Workflow(workflow, Line));
    }

    private (int Status, JsonNode Body) DeleteWorkflow(string id)
    {
        if (Find(id) is not { } workflow)
            return Fail(404, "Not Found");
        if (workflow.Active && Line == TestN8nLine.Two)
            return Fail(409, "Cannot delete a published workflow. Unpublish it before deleting.");
        store.Workflows.Remove(workflow);
        return (200, TestN8nJson.Workflow(workflow, Line));
    }

    /// <summary>The new line keeps settings that are not named, and takes DEFAULT for none; the old one keeps what it is given.</summary>
    private void TakeSettings(TestN8nWorkflow workflow, JsonNode settings)
    {
        workflow.AvailableInMcp = (bool?)settings["availableInMCP"] ?? workflow.AvailableInMcp;
        var named = (string?)settings["errorWorkflow"];
        if (Line == TestN8nLine.One || named is not null)
            workflow.ErrorWorkflow = Line == TestN8nLine.Two && named is "DEFAULT" ? null : named;
    }

    private (int Status, JsonNode Body)? Objection(JsonObject body)
    {
        if (PartsOfWorkflow.FirstOrDefault(name => !body.ContainsKey(name)) is { } missing)
            return Fail(400, $"request/body must have required property '{missing}'");
        if (body.Any(pair => !PartsOfWorkflow.Contains(pair.Key)))
            return Fail(400, "request/body must NOT have additional properties");
        var settings = body["settings"]!.AsObject();
        if (Line == TestN8nLine.One && settings["availableInMCP"] is not null)
            return Fail(400, "request/body/settings must NOT have additional properties");
        return settings.TryGetPropertyValue("errorWorkflow", out var named) && named is null
            ? Fail(400, "request/body/settings/errorWorkflow Expected string, received null")
            : null;
    }

    private TestN8nWorkflow? Find(string id) => store.Workflows.Find(one => Same(one.Id, id));

    private static (int Status, JsonNode Body) NotAllowed(string what) =>
        Fail(404, $"You do not have permission to {what} this workflow. Ask the owner to share it with you.");

    private static bool IsErrorTrigger(JsonNode? node) => (string?)node!["type"] is "n8n-nodes-base.errorTrigger";
}
