using System.Globalization;
using System.Text.Json.Nodes;

namespace DataSync.Web.Demo;

/// <summary>What <c>includeData</c> adds to an execution, written from the run's few figures each time it is asked for.</summary>
internal static class SamplePayload
{
    public const int MaxItems = 200;

    public static JsonObject Data(SampleRun run, DateTime now)
    {
        var status = run.Status(now);
        var result = new JsonObject();
        var runData = new JsonObject();
        // n8n stores the nodes of a running execution only when it ends, and a cancelled or crashed one lost them.
        var lost = status is "running" or "canceled" or "crashed";
        var error = SampleErrors.Of(run, status);
        if (error is not null && !lost)
            result["error"] = error.DeepClone();
        result["runData"] = runData;
        if (error is not null && lost)
            result["error"] = error.DeepClone();
        if (!lost)
        {
            result["lastNodeExecuted"] = FillNodes(runData, run, status, error);
            if (CustomData(run, now) is { Count: > 0 } custom)
                result["metadata"] = custom;
        }
        var data = new JsonObject
        {
            ["version"] = 1,
            ["startData"] = new JsonObject(),
            ["resultData"] = result,
            ["executionData"] = ExecutionData(run),
            ["resumeToken"] = Convert.ToHexStringLower(
                System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(run.Id))
            ),
        };
        if (status is "waiting")
            data["waitTill"] = SampleJson.Time(run.WaitTill);
        return data;
    }

    public static JsonObject CustomData(SampleRun run, DateTime now) =>
        run.Workflow.Counts == CountStyle.CustomData && run.Status(now) is "success"
            ? new()
            {
                ["resources_created"] = run.Counts.Created.ToString(CultureInfo.InvariantCulture),
                ["resources_updated"] = run.Counts.Updated.ToString(CultureInfo.InvariantCulture),
                ["resources_failed"] = run.Counts.Failed.ToString(CultureInfo.InvariantCulture),
            }
            : [];

    /// <summary>Writes one entry per node that ran and returns the last one's name.</summary>
    private static string FillNodes(JsonObject runData, SampleRun run, string status, JsonObject? error)
    {
        var names = SampleNodes.Names(run.Workflow);
        var failing = SampleErrors.FailingNode(run.Outcome);
        var ends = status is "waiting"
            ? run.WaitsFrom!.Value
            : run.EndsAt - ((run.WaitTill - run.WaitsFrom) ?? default);
        var total = Math.Max(1, (ends - run.StartedAt).TotalMilliseconds);
        var start = Epoch(run.StartedAt);
        var last = names[0];
        for (var i = 0; i < names.Count; i++)
        {
            last = names[i];
            var failed = string.Equals(last, failing, StringComparison.Ordinal);
            var waits = last is SampleNodes.Wait && status is "waiting";
            var took = i == 0 ? 0 : (long)(total * Share(last) / names.Skip(1).Sum(Share));
            var entry = new JsonObject
            {
                ["startTime"] = start,
                ["executionIndex"] = i,
                ["source"] = i == 0 ? new JsonArray() : new JsonArray(Source(names[i - 1])),
                ["hints"] = new JsonArray(),
                ["executionTime"] = took,
                ["executionStatus"] =
                    failed ? "error"
                    : waits ? "waiting"
                    : "success",
            };
            if (failed)
                entry["error"] = (error ?? SampleErrors.Skipped(run)).DeepClone();
            if (!failed || run.Outcome == SampleOutcome.SuccessWithFailedNode)
                entry["data"] = new JsonObject { ["main"] = new JsonArray(new JsonArray([.. Items(run, last, i)])) };
            runData[last] = new JsonArray(entry);
            start += took;
            if (waits || (failed && error is not null))
                break;
        }
        return last;
    }

    private static double Share(string node) =>
        node switch
        {
            SampleNodes.List => 50,
            SampleNodes.Peerings => 10,
            SampleNodes.Write => 30,
            _ => 3,
        };

    private static IEnumerable<JsonNode> Items(SampleRun run, string node, int index)
    {
        if (index == 0)
            return [Item(run.Mode is "webhook" ? WebhookInput(run) : Tick(run), 0)];
        if (node is SampleNodes.Summary)
            return [Item(Totals(run), 0)];
        return Enumerable
            .Range(0, Math.Clamp(run.Counts.Created + run.Counts.Updated, 0, MaxItems))
            .Select(i =>
                Item(
                    new()
                    {
                        ["id"] = $"res-{(run.Workflow.Index + 1) * 7919 + i:x6}",
                        ["cidr"] = $"10.{run.Workflow.Index % 250}.{i % 250}.0/24",
                        ["action"] = i < run.Counts.Created ? "create" : "update",
                    },
                    i
                )
            );
    }

    private static JsonObject Totals(SampleRun run) =>
        run.Workflow.Counts switch
        {
            CountStyle.LastNode => new()
            {
                ["resources_created"] = run.Counts.Created,
                ["resources_updated"] = run.Counts.Updated,
                ["resources_failed"] = run.Counts.Failed,
            },
            CountStyle.LastNodeShort => new()
            {
                ["created"] = run.Counts.Created,
                ["updated"] = run.Counts.Updated,
                ["failed"] = run.Counts.Failed,
            },
            _ => new() { ["ok"] = true },
        };

    private static JsonObject Tick(SampleRun run) =>
        new()
        {
            ["timestamp"] = run.StartedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+00:00'", CultureInfo.InvariantCulture),
            ["Timezone"] = run.Workflow.Trigger.ZoneName ?? "UTC",
        };

    private static JsonObject WebhookInput(SampleRun run) =>
        new()
        {
            ["headers"] = new JsonObject { ["content-type"] = "application/json", ["content-length"] = "2" },
            ["params"] = new JsonObject(),
            ["query"] = new JsonObject(),
            ["body"] = new JsonObject(),
            ["webhookUrl"] = "http://127.0.0.1/webhook/" + run.Workflow.Trigger.WebhookPath,
            ["executionMode"] = "production",
        };

    private static JsonObject Item(JsonObject json, int index) =>
        new()
        {
            ["json"] = json,
            ["pairedItem"] = new JsonObject { ["item"] = index },
        };

    private static JsonObject Source(string previous) =>
        new()
        {
            ["previousNode"] = previous,
            ["previousNodeOutput"] = 0,
            ["previousNodeRun"] = 0,
        };

    private static JsonObject ExecutionData(SampleRun run) =>
        new()
        {
            ["contextData"] = new JsonObject(),
            ["nodeExecutionStack"] = new JsonArray(),
            ["metadata"] = new JsonObject(),
            ["waitingExecution"] = new JsonObject(),
            ["waitingExecutionSource"] = new JsonObject(),
            ["runtimeData"] = new JsonObject
            {
                ["version"] = 1,
                ["establishedAt"] = Epoch(run.StartedAt),
                ["source"] = run.Mode,
                ["triggerNode"] = new JsonObject
                {
                    ["name"] = run.Workflow.Trigger.NodeName,
                    ["type"] = "n8n-nodes-base." + run.Workflow.Trigger.Type,
                },
                ["redaction"] = new JsonObject
                {
                    ["version"] = 2,
                    ["production"] = false,
                    ["manual"] = false,
                },
            },
        };

    internal static long Epoch(DateTime time) => new DateTimeOffset(time).ToUnixTimeMilliseconds();
}
