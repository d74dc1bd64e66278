using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace DataSync.Tests.Support;

public sealed partial class TestN8n
{
    private static readonly string[] KnownStatuses =
    [
        "canceled",
        "crashed",
        "error",
        "new",
        "running",
        "success",
        "unknown",
        "waiting",
    ];

    private async Task<TestN8nAnswer> RouteAsync(HttpContext http, PathString path)
    {
        if (http.Request.Headers["X-N8N-API-KEY"] != ApiKey)
            return Words(401, "Unauthorized");
        var parts = path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (status, body) = (http.Request.Method, parts) switch
        {
            ("GET", ["discover"]) when Line == TestN8nLine.Two => Discover(),
            ("GET", ["executions"]) => Locked(() => ListExecutions(http.Request.Query)),
            ("GET", ["executions", var id]) => Locked(() => GetExecution(id, http.Request.Query)),
            ("GET", ["workflows"]) => Locked(() => ListWorkflows(http.Request.Query)),
            ("GET", ["workflows", var id]) => Locked(() => GetWorkflow(id)),
            ("POST", ["executions", var id, "retry"]) when Line == TestN8nLine.Two => await RetryAsync(http, id),
            ("POST", ["executions", var id, "stop"]) when Line == TestN8nLine.Two => Locked(() => Stop(id)),
            ("GET", ["executions", _, "retry" or "stop"]) when Line == TestN8nLine.Two => Fail(
                405,
                "GET method not allowed"
            ),
            ("PUT", ["workflows", var id]) => await SaveWorkflowAsync(http, id),
            ("POST", ["workflows"]) => await CreateWorkflowAsync(http),
            ("POST", ["workflows", var id, "activate"]) => Locked(() => Publish(id, isActive: true)),
            ("POST", ["workflows", var id, "deactivate"]) => Locked(() => Publish(id, isActive: false)),
            ("DELETE", ["workflows", var id]) => Locked(() => DeleteWorkflow(id)),
            (_, ["executions", _, _]) or ("GET", _) => Fail(404, "not found"),
            var (method, _) => Fail(405, $"{method} method not allowed"),
        };
        return new(status, body.ToJsonString());
    }

    private (int Status, JsonNode Body) Discover() =>
        (
            200,
            new JsonObject
            {
                ["data"] = new JsonObject
                {
                    ["scopes"] = new JsonArray([.. Scopes.Select(scope => JsonValue.Create(scope))]),
                    ["resources"] = new JsonObject(),
                },
            }
        );

    private (int Status, JsonNode Body) ListExecutions(IQueryCollection query)
    {
        string[] known = ["status", "workflowId", "limit", "cursor", "includeData", "projectId"];
        if (Line == TestN8nLine.One && query.Keys.FirstOrDefault(key => !known.Contains(key)) is { } strange)
            return Fail(400, $"Unknown query parameter '{strange}'");
        var status = query["status"].FirstOrDefault();
        var allowed = Line == TestN8nLine.One ? ["error", "success", "waiting"] : KnownStatuses;
        if (status is not null && !allowed.Contains(status))
            return Fail(
                400,
                "request/query/status must be equal to one of the allowed values: " + string.Join(", ", allowed)
            );
        var (limit, below) = (Limit(query), (string?)null);
        if (query["cursor"].FirstOrDefault() is { } cursor)
        {
            if (Cursor(cursor) is not { } position || position["lastId"] is not { } last)
                return Fail(400, "An invalid cursor was provided");
            (limit, below) = ((int?)position["limit"] ?? limit, last.ToString());
        }
        limit = Math.Min(limit, MostRows);
        var workflowId = query["workflowId"].FirstOrDefault();
        var rows = Below(below)
            .Where(row => workflowId is null || Same(row.Value.WorkflowId, workflowId))
            .Where(row => IsListed(row.Value, status))
            .Take(limit + 1)
            .ToArray();
        var page = rows.Take(limit).ToArray();
        var includeData = query["includeData"] == "true";
        foreach (var row in page)
            Note(row.Value, told: Line == TestN8nLine.Two || status is not null || row.Value.Status is "success");
        return (
            200,
            new JsonObject
            {
                ["data"] = new JsonArray([
                    .. page.Select(row => TestN8nJson.Execution(row.Value, Line, single: false, includeData)),
                ]),
                ["nextCursor"] =
                    rows.Length > limit
                        ? Encode(new JsonObject { ["lastId"] = page[^1].Value.Id, ["limit"] = limit })
                        : null,
            }
        );
    }

    /// <summary>A cursor whose row is gone still means "below it" where ids are numbers, and by start elsewhere.</summary>
    private IEnumerable<KeyValuePair<long, TestN8nExecution>> Below(string? id)
    {
        var rows = store.NewestFirst();
        if (id is null)
            return rows;
        if (!store.Uuids)
            return rows.SkipWhile(row => row.Key >= long.Parse(id));
        var (last, number) = (starts.GetValueOrDefault(id), TestN8nStore.NumberOf(id));
        return rows.SkipWhile(row =>
        {
            var start = row.Value.StartedAt ?? DateTime.MaxValue;
            return start > last || (start == last && row.Key >= number);
        });
    }

    private bool IsListed(TestN8nExecution execution, string? status) =>
        Line switch
        {
            TestN8nLine.One => !execution.IsOpen
                && (status is null || Same(status, execution.Status is "crashed" ? "error" : execution.Status)),
            _ => status is null ? execution.Status is not ("running" or "new") : Same(execution.Status, status),
        };

    private (int Status, JsonNode Body) GetExecution(string id, IQueryCollection query)
    {
        if (store.KeyOf(id) is not { } key)
            return Fail(404, "Not Found");
        Note(store.Executions[key], told: true);
        return (200, TestN8nJson.Execution(store.Executions[key], Line, single: true, query["includeData"] == "true"));
    }

    private void Note(TestN8nExecution execution, bool told)
    {
        starts[execution.Id] = execution.StartedAt ?? DateTime.MaxValue;
        if (!execution.IsOpen)
            shown[execution] = TestN8nShown.Of(
                execution,
                told || (shown.TryGetValue(execution, out var before) && before.Told)
            );
    }

    private (int Status, JsonNode Body) ListWorkflows(IQueryCollection query)
    {
        var (limit, offset) = (Limit(query), 0);
        if (query["cursor"].FirstOrDefault() is { } cursor)
        {
            if (Cursor(cursor) is not { } position || position["offset"] is not { } start)
                return Fail(400, "An invalid cursor was provided");
            (limit, offset) = ((int?)position["limit"] ?? limit, (int)start);
        }
        var more = store.Workflows.Count > offset + limit;
        return (
            200,
            new JsonObject
            {
                ["data"] = new JsonArray([
                    .. store.Workflows.Skip(offset).Take(limit).Select(one => TestN8nJson.Workflow(one, Line)),
                ]),
                ["nextCursor"] = more
                    ? Encode(new JsonObject { ["limit"] = limit, ["offset"] = offset + limit })
                    : null,
            }
        );
    }

    private (int Status, JsonNode Body) GetWorkflow(string id) =>
        store.Workflows.Find(one => Same(one.Id, id)) is { } workflow
            ? (200, TestN8nJson.Workflow(workflow, Line))
            : Fail(404, "Not Found");

    private static bool Same(string one, string? other) => string.Equals(one, other, StringComparison.Ordinal);

    private static int Limit(IQueryCollection query) =>
        int.TryParse(query["limit"], out var limit) ? Math.Clamp(limit, 1, 250) : 100;

    private static JsonObject? Cursor(string cursor)
    {
        try
        {
            return JsonNode.Parse(Convert.FromBase64String(cursor)) as JsonObject;
        }
        catch (Exception failure) when (failure is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string Encode(JsonObject cursor) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(cursor.ToJsonString()));

    private static (int Status, JsonNode Body) Fail(int status, string message) =>
        (status, new JsonObject { ["message"] = message });
}
