using System.Net;
using System.Text.Json;
using DataSync.Web.Demo;

namespace DataSync.Tests.Integration.Demo;

/// <summary>What the sample n8n answers has the shape of what a real 2.40.7 was recorded to answer.</summary>
public sealed class SampleN8nShapeTests : IAsyncLifetime
{
    private SampleServer _server = null!;

    public async Task InitializeAsync() => _server = await SampleServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("executions-first-page", "/executions?limit=5")]
    [InlineData("executions-running", "/executions?status=running")]
    [InlineData("executions-waiting", "/executions?status=waiting")]
    [InlineData("executions-errors-with-data", "/executions?status=error&includeData=true&limit=2")]
    [InlineData("workflows-page", "/workflows?limit=3&excludePinnedData=true")]
    public async Task A_row_of_a_list_has_the_recorded_properties(string recording, string path)
    {
        var recorded = Recording(recording);
        var page = await _server.Get(path);
        Assert.Equal(Shape(recorded), Shape(page));
        Assert.Equal(Shape(recorded.GetProperty("data")[0]), Shape(page.GetProperty("data")[0]));
    }

    [Fact]
    public async Task A_workflow_has_the_recorded_properties_and_kinds()
    {
        var recorded = Recording("workflow-with-credential");
        var id = (await _server.WorkflowsByName())["GCP NAT Gateway Sync"].Text("id");
        var workflow = await _server.Get("/workflows/" + id);

        Assert.Equal(Shape(recorded), Shape(workflow));
        foreach (var part in new[] { "activeVersion", "settings" })
            Assert.Equal(Shape(recorded.GetProperty(part)), Shape(workflow.GetProperty(part)));
        Assert.Equal(Shape(recorded.GetProperty("shared")[0]), Shape(workflow.GetProperty("shared")[0]));
        Assert.Equal(Shape(recorded.GetProperty("nodes")[0]), Shape(workflow.GetProperty("nodes")[0]));
    }

    [Theory]
    [InlineData("execution-error-credential", "AWS VPN Sync (prod)", "error")]
    [InlineData("execution-error-in-code", "Huawei VPN Sync", "error")]
    [InlineData("execution-success-custom-data", "华为云 VPC 同步", "success")]
    [InlineData("execution-success-counts-in-last-node", "GCP NAT Gateway Sync", "success")]
    [InlineData("execution-waiting-data", "OCI Subnet Sync", "waiting")]
    public async Task An_execution_with_data_has_the_recorded_properties(string recording, string name, string status)
    {
        var recorded = Recording(recording);
        var row = (await _server.RunsOf(name)).First(r => r.Is("status", status));
        var execution = await _server.Get($"/executions/{row.Text("id")}?includeData=true");

        Assert.Equal(Shape(recorded), Shape(execution));
        Assert.Equal(Shape(recorded.GetProperty("data")), Shape(execution.GetProperty("data")));
        Assert.Equal(Shape(recorded.GetProperty("workflowData")), Shape(execution.GetProperty("workflowData")));
        Assert.Equal(Shape(recorded.GetProperty("customData")), Shape(execution.GetProperty("customData")));
        var (expected, actual) = (Result(recorded), Result(execution));
        Assert.Equal(Shape(expected), Shape(actual));
        if (expected.TryGetProperty("error", out var error))
            Assert.Equal(Shape(error), Shape(actual.GetProperty("error")));
        var lastNode = actual.Text("lastNodeExecuted");
        Assert.Equal(
            Shape(expected.GetProperty("runData").GetProperty(expected.Text("lastNodeExecuted"))[0]),
            Shape(actual.GetProperty("runData").GetProperty(lastNode)[0])
        );
    }

    [Theory]
    [InlineData("unauthorized-bad-key", "wrong")]
    [InlineData("unauthorized-bad-key", "")]
    [InlineData("bad-cursor", null)]
    [InlineData("bad-request-status", null)]
    [InlineData("not-found-execution", null)]
    [InlineData("method-not-allowed-run", null)]
    [InlineData("webhook-production", null)]
    [InlineData("healthz", "")]
    [InlineData("readiness", "")]
    public async Task An_answer_is_word_for_word_the_recorded_one(string recording, string? key)
    {
        var file = File(recording);
        var request = file.GetProperty("request");
        var (status, body, response) = await _server.Send(new(request.Text("method")), request.Text("path"), key);

        var recorded = file.GetProperty("response");
        Assert.Equal(recorded.GetProperty("status").GetInt32(), (int)status);
        Assert.Equal(recorded.Text("contentType"), response.Content.Headers.ContentType!.ToString());
        Assert.True(JsonElement.DeepEquals(recorded.GetProperty("body"), body), body.GetRawText());
    }

    [Fact]
    public async Task An_unregistered_webhook_is_explained_as_n8n_does()
    {
        var (status, body, _) = await _server.Send(HttpMethod.Post, "/webhook/never");
        var recorded = Recording("webhook-unregistered");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(Shape(recorded), Shape(body));
        Assert.Equal(recorded.Text("message"), body.Text("message"));
        Assert.Equal(recorded.Text("hint"), body.Text("hint"));
    }

    [Theory]
    [InlineData("/executions?limit=abc", "request/query/limit Param `limit` must be a valid integer")]
    [InlineData("/executions?limit=-1", "request/query/limit Param `limit` must be a non-negative integer")]
    [InlineData("/executions?startedAfter=x", "request/query/startedAfter Invalid datetime")]
    [InlineData("/executions/abc", "request/params/executionId must be a positive integer")]
    [InlineData("/workflows?limit=1&cursor=xx", "An invalid cursor was provided")]
    public async Task A_bad_request_names_its_reason(string path, string message)
    {
        var (status, body, _) = await _server.Send(HttpMethod.Get, "/api/v1" + path);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(message, body.Text("message"));
    }

    [Fact]
    public async Task A_path_beside_the_api_is_the_editor_in_html_and_one_below_it_is_not_found()
    {
        var (editor, _, html) = await _server.Send(HttpMethod.Get, "/v1/executions");
        var (below, body, _) = await _server.Send(HttpMethod.Get, "/api/v1/nothing");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (editor, html.Content.Headers.ContentType!.MediaType));
        Assert.Equal((HttpStatusCode.NotFound, "not found"), (below, body.Text("message")));
    }

    [Fact]
    public async Task Above_its_limit_it_answers_429_and_says_when_to_come_back()
    {
        await using var server = await SampleServer.StartAsync(new() { RequestsPerMinute = 3 });
        for (var i = 0; i < 3; i++)
        {
            await server.Get("/executions?limit=1");
            server.Time.Advance(TimeSpan.FromSeconds(10));
        }
        var (status, _, response) = await server.Send(HttpMethod.Get, "/api/v1/executions");
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Equal(TimeSpan.FromSeconds(30), response.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Get, "/healthz")).Status);
        server.Time.Advance(TimeSpan.FromSeconds(30));
        await server.Get("/executions?limit=1");
    }

    /// <summary>Names of an object's properties.</summary>
    private static string Shape(JsonElement json) =>
        string.Join(", ", json.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));

    private static JsonElement Result(JsonElement execution) => execution.GetProperty("data").GetProperty("resultData");

    private static JsonElement File(string name) =>
        JsonElement.Parse(
            System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures/n8n/2.40.7", name + ".json"))
        );

    private static JsonElement Recording(string name) => File(name).GetProperty("response").GetProperty("body");
}
