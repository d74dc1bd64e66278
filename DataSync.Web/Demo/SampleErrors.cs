using System.Text.Json.Nodes;

namespace DataSync.Web.Demo;

/// <summary>The errors of failed runs, worded and shaped as n8n's nodes do.</summary>
internal static class SampleErrors
{
    private const string Modules = "/usr/local/lib/node_modules/n8n/node_modules/";

    /// <summary>The node an outcome fails in; null for none.</summary>
    public static string? FailingNode(SampleOutcome outcome) =>
        outcome switch
        {
            SampleOutcome.CredentialExpired or SampleOutcome.Throttled or SampleOutcome.AccessDenied =>
                SampleNodes.List,
            SampleOutcome.SuccessWithFailedNode => SampleNodes.Peerings,
            SampleOutcome.CodeError => SampleNodes.Code,
            _ => null,
        };

    /// <summary>Why the run as a whole failed, or null while it has not.</summary>
    public static JsonObject? Of(SampleRun run, string status) =>
        status switch
        {
            "error" when run.Outcome == SampleOutcome.CredentialExpired => Http(
                run,
                SampleNodes.List,
                "401",
                "Authorization failed - please check your credentials",
                "The security token included in the request is expired"
            ),
            "error" when run.Outcome == SampleOutcome.AccessDenied => Http(
                run,
                SampleNodes.List,
                "403",
                "Forbidden - perhaps check your credentials?",
                "AccessDenied: not authorized to list subnets in subscription 1f2e"
            ),
            "error" when run.Outcome == SampleOutcome.Throttled => Http(
                run,
                SampleNodes.List,
                "429",
                "The service is receiving too many requests from you",
                $"Too Many Requests: retry after {run.Id % 50 + 5} seconds (request {run.Id * 2_654_435_761 % 0xffffffff:x8})"
            ),
            "error" => Code(),
            "canceled" => Operation(
                run,
                "ManualExecutionCancelledError",
                "The execution was cancelled manually",
                "n8n/src/executions/execution.service.ts:725:17"
            ),
            "crashed" => Operation(
                run,
                "WorkflowCrashedError",
                "Workflow did not finish, possible out-of-memory issue",
                "n8n/src/executions/execution-recovery.service.ts:84:18"
            ),
            _ => null,
        };

    /// <summary>The error of a node that is set to continue, in a run that succeeds.</summary>
    public static JsonObject Skipped(SampleRun run) =>
        Http(
            run,
            SampleNodes.Peerings,
            "404",
            "The resource you are requesting could not be found",
            "peering connection was deleted meanwhile"
        );

    private static JsonObject Http(SampleRun run, string node, string code, string message, string description) =>
        new()
        {
            ["level"] = "warning",
            ["shouldReport"] = true,
            ["description"] = description,
            ["tags"] = new JsonObject(),
            ["timestamp"] = SamplePayload.Epoch(run.EndsAt),
            ["context"] = new JsonObject
            {
                ["itemIndex"] = 0,
                ["request"] = new JsonObject
                {
                    ["headers"] = new JsonObject { ["**hidden**"] = "**hidden**" },
                    ["method"] = "GET",
                    ["uri"] = SampleNodes.Url(run.Workflow, node),
                },
            },
            ["functionality"] = "regular",
            ["name"] = "NodeApiError",
            ["node"] = SampleNodes.One(run.Workflow, node),
            ["messages"] = new JsonArray($"{code} - \"{description}\""),
            ["httpCode"] = code,
            ["message"] = message,
            ["stack"] =
                $"NodeApiError: {message}\n    at ExecuteContext.execute ({Modules}n8n-nodes-base/nodes/HttpRequest/V3/HttpRequestV3.node.ts:892:16)",
        };

    private static JsonObject Code() =>
        new()
        {
            ["level"] = "info",
            ["shouldReport"] = false,
            ["description"] = "TypeError",
            ["tags"] = new JsonObject(),
            ["name"] = "WrappedExecutionError",
            ["lineNumber"] = 1,
            ["message"] = "Cannot read properties of undefined (reading 'length') [line 1]",
            ["stack"] =
                "WrappedExecutionError: Cannot read properties of undefined (reading 'length') [line 1]\n"
                + $"    at throwExecutionError ({Modules}n8n-nodes-base/nodes/Code/throw-execution-error.ts:11:9)",
        };

    private static JsonObject Operation(SampleRun run, string name, string message, string place) =>
        new()
        {
            ["level"] = "warning",
            ["shouldReport"] = false,
            ["tags"] = new JsonObject(),
            ["timestamp"] = SamplePayload.Epoch(run.EndsAt),
            ["context"] = new JsonObject(),
            ["functionality"] = "regular",
            ["name"] = name,
            ["message"] = message,
            ["stack"] = $"{name}: {message}\n    at {Modules}{place}",
        };
}
