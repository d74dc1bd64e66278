using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DataSync.Web.Demo;

/// <summary>n8n's routes. Each answer, wrong ones too, is worded as n8n 2.40.7 words it.</summary>
internal sealed class SampleApi(
    SampleLife life,
    SampleShelf shelf,
    SampleKeys keys,
    SampleRateLimit limit,
    TimeProvider time
)
{
    // n8n sends other scripts as they are, not escaped.
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Map(
        WebApplication app,
        SampleLife life,
        SampleShelf shelf,
        SampleKeys keys,
        SampleRateLimit limit,
        TimeProvider time
    )
    {
        var api = new SampleApi(life, shelf, keys, limit, time);
        var acts = new SampleActs(life, shelf, keys, time);
        app.UseStatusCodePages(page => Unrouted(page.HttpContext));
        app.UseRouting();
        app.Use(api.Limited);

        foreach (var path in new[] { "/healthz", "/healthz/readiness" })
            app.MapGet(path, (RequestDelegate)(http => Send(http, 200, new JsonObject { ["status"] = "ok" })));
        app.Map("/webhook/{**path}", (RequestDelegate)acts.Webhook);

        app.MapPost("/mcp-server/http", (RequestDelegate)acts.Mcp);

        Guarded("/executions", api.Executions);
        Guarded("/executions/{id}", api.Execution);
        Guarded("/workflows", api.Workflows);
        Guarded("/workflows/{id}", api.Workflow);
        Guarded("/workflows/{id}/{versionId}", http => Send(http, 404, "Version not found"));

        Guarded("/executions/{id}/retry", acts.Retry, "POST");
        Guarded("/executions/{id}/stop", acts.Stop, "POST");
        Guarded("/workflows/{id}", acts.Save, "PUT");

        void Guarded(string path, RequestDelegate answer, string method = "GET") =>
            app.MapMethods(
                "/api/v1" + path,
                [method],
                http => api.HasKey(http) ? answer(http) : Send(http, 401, "Unauthorized")
            );
    }

    private Task Executions(HttpContext http)
    {
        var query = http.Request.Query;
        if (SampleQuery.Error(query) is { } wrong)
            return Send(http, 400, wrong);
        if (!SampleQuery.TryPage(query, out var size, out var lastId, out _))
            return Send(http, 400, "An invalid cursor was provided");
        var below = long.MaxValue;
        // So does n8n: a cursor that reads well but means nothing ends in its database.
        if (lastId is not null && !long.TryParse(lastId, CultureInfo.InvariantCulture, out below))
            return Send(http, 500, "Internal server error");
        var status = query["status"].ToString();
        var workflow = query["workflowId"].ToString();
        var (after, before) = (SampleQuery.Time(query, "startedAfter"), SampleQuery.Time(query, "startedBefore"));
        var (runs, more, at) = life.List(
            (run, now) =>
                (workflow.Length == 0 || Same(run.Workflow.Id, workflow))
                && !(run.StartedAt < after || run.StartedAt > before)
                // Running ones are in no list but their own.
                && (status.Length == 0 ? run.Status(now) is not "running" : Same(run.Status(now), status)),
            below,
            size
        );
        var data = query["includeData"].ToString() is "true";
        var next = more ? SampleQuery.Cursor($$"""{"lastId":"{{runs[^1].Id}}","limit":{{size}}}""") : null;
        return SendPage(http, runs.Select(run => SampleJson.ListItem(run, at, data)), next);
    }

    private Task Execution(HttpContext http)
    {
        if (SampleQuery.Error(http.Request.Query) is { } wrong)
            return Send(http, 400, wrong);
        if (!long.TryParse((string?)http.GetRouteValue("id"), CultureInfo.InvariantCulture, out var id) || id < 1)
            return Send(http, 400, "request/params/executionId must be a positive integer");
        return life.Find(id) is { } run
            ? Send(
                http,
                200,
                SampleJson.Single(run, SampleLife.Now(time), http.Request.Query["includeData"].ToString() is "true")
            )
            : Send(http, 404, "Not Found");
    }

    private Task Workflows(HttpContext http)
    {
        var query = http.Request.Query;
        if (SampleQuery.Error(query) is { } wrong)
            return Send(http, 400, wrong);
        if (!SampleQuery.TryPage(query, out var size, out _, out var offset))
            return Send(http, 400, "An invalid cursor was provided");
        var (active, name) = (query["active"].ToString(), query["name"].ToString());
        var matching = shelf
            .All.Where(w => active.Length == 0 || w.Active == (active is "true"))
            .Where(w => w.Name.Contains(name, StringComparison.OrdinalIgnoreCase))
            .ToList();
        var next =
            offset + size < matching.Count
                ? SampleQuery.Cursor($$"""{"limit":{{size}},"offset":{{offset + size}}}""")
                : null;
        var pinned = query["excludePinnedData"].ToString() is not "true";
        return SendPage(
            http,
            matching.Skip(offset).Take(size).Select(w => SampleJson.Workflow(w, single: false, pinned)),
            next
        );
    }

    private Task Workflow(HttpContext http) =>
        shelf.Find((string?)http.GetRouteValue("id")) is { } workflow
            ? Send(http, 200, SampleJson.Workflow(workflow, single: true, withPinnedData: true))
            : Send(http, 404, "Not Found");

    private async Task Limited(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal) || limit.Take() is not { } wait)
        {
            await next(http);
            return;
        }
        http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await Send(http, 429, "Too many requests");
    }

    /// <summary>What no route answered. Below the API that is JSON; elsewhere n8n shows its editor, with status 200.</summary>
    private static Task Unrouted(HttpContext http)
    {
        var status = http.Response.StatusCode;
        if (status == 405)
            return Send(http, 405, $"{http.Request.Method} method not allowed");
        if (status >= 500)
            return Send(http, status, "Internal server error");
        if (
            http.Request.Path.StartsWithSegments("/api/v1", StringComparison.Ordinal)
            || !HttpMethods.IsGet(http.Request.Method)
        )
            return Send(http, status, "not found");
        (http.Response.StatusCode, http.Response.ContentType) = (200, "text/html; charset=utf-8");
        return http.Response.WriteAsync(
            "<!DOCTYPE html><html><title>n8n.io - Workflow Automation</title>"
                + "<p>This is the sample n8n of the demo, which has no editor. A real n8n opens here.</p></html>"
        );
    }

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.Ordinal);

    private bool HasKey(HttpContext http) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(http.Request.Headers["X-N8N-API-KEY"].ToString()),
            Encoding.UTF8.GetBytes(keys.ApiKey)
        );

    private static Task SendPage(HttpContext http, IEnumerable<JsonObject> rows, string? next) =>
        Send(http, 200, new JsonObject { ["data"] = new JsonArray([.. rows]), ["nextCursor"] = next });

    internal static Task Send(HttpContext http, int status, string message) =>
        Send(http, status, new JsonObject { ["message"] = message });

    internal static Task Send(HttpContext http, int status, JsonObject body)
    {
        (http.Response.StatusCode, http.Response.ContentType) = (status, "application/json; charset=utf-8");
        return http.Response.WriteAsync(body.ToJsonString(Plain), http.RequestAborted);
    }
}
