using System.Text;
using System.Text.Json;
using DataSync.Core.N8n;
using DataSync.Tests.Support;

namespace DataSync.Tests.Unit.N8n;

public sealed class DigestReaderTests
{
    [Fact]
    public async Task A_failure_names_its_node_its_http_code_and_its_credential()
    {
        var detail = await ReadAsync(RecordingsServer.Body("2.40.7", "execution-error-credential"));

        var error = detail.Digest!.Error!;
        Assert.Equal("Authorization failed - please check your credentials", error.Message);
        Assert.Equal("NodeApiError", error.Name);
        Assert.Equal("Unauthorized", error.Description);
        Assert.Equal("Describe tunnels", error.Node);
        Assert.Equal("n8n-nodes-base.httpRequest", error.NodeType);
        Assert.Equal("401", error.HttpCode);
        Assert.Equal(new("httpHeaderAuth", "SsHeU6gc8hWWDEhg", "AWS-prod"), error.Credential);
        Assert.Equal("Webhook, Describe tunnels", string.Join(", ", detail.Digest.Nodes.Select(node => node.Name)));
        Assert.Equal(new(2026, 11, 23, 16, 36, 18, 759, DateTimeKind.Utc), detail.Digest.Nodes[0].StartedAt);
        Assert.Equal(("error", 10, 1, 0L), Figures(detail.Digest.Nodes[1]));
        Assert.Equal(ResourceCounts.None, detail.Digest.Resources);
    }

    [Theory]
    [InlineData("1.110.1", "execution-success-custom-data", 7, 21, 0)]
    [InlineData("2.40.7", "execution-success-custom-data", 7, 21, 0)]
    [InlineData("1.110.1", "execution-success-counts-in-last-node", 1, 0, 0)]
    [InlineData("2.40.7", "execution-success-counts-in-last-node", 1, 0, 0)]
    public async Task Counts_come_from_custom_data_or_the_last_node(
        string line,
        string recording,
        int created,
        int updated,
        int failed
    )
    {
        var detail = await ReadAsync(RecordingsServer.Body(line, recording));

        Assert.Equal(new(created, updated, null, failed), detail.Digest!.Resources);
        Assert.Null(detail.Digest.Error);
    }

    [Theory]
    [InlineData("""{"json":{"created":2,"updated":"3"}}|{"json":{"created":4,"failed":1}}""", 6, 3, null, 1)]
    [InlineData("""{"json":{"inserted":1,"changed":2,"removed":3,"errors":4}}""", 1, 2, 3, 4)]
    [InlineData("""{"json":{"resources_created":1,"created":9,"inserted":9}}""", 1, null, null, null)]
    [InlineData(
        """{"json":{"created":"2026-11-01T00:00:00Z","updated":-1,"failed":1.5,"deleted":null}}""",
        null,
        null,
        null,
        null
    )]
    [InlineData("""{"json":{"created":1795451778759,"errors":[]}}""", null, null, null, null)]
    [InlineData("""{"json":{"nested":{"created":5}}}""", null, null, null, null)]
    public async Task Items_may_use_any_of_three_vocabularies(
        string items,
        int? created,
        int? updated,
        int? deleted,
        int? failed
    )
    {
        var outputs = "[null,[" + items.Replace("|", ",") + "]]";
        var detail = await ReadAsync(
            Execution("\"lastNodeExecuted\":\"Last\",\"runData\":{\"Last\":[{\"data\":{\"main\":" + outputs + "}}]}")
        );

        Assert.Equal(new(created, updated, deleted, failed), detail.Digest!.Resources);
    }

    [Fact]
    public async Task Runs_outputs_and_items_of_a_node_add_up_and_a_continued_failure_shows()
    {
        var detail = await ReadAsync(
            """
            {"id":"1","finished":true,"status":"success","data":{"resultData":{"runData":{
              "Later":[{"startTime":2000,"executionTime":5,"executionStatus":"success","data":{"main":[[{},{}]]}}],
              "Loop":[
                {"startTime":1000,"executionTime":10,"executionStatus":"success","data":{"main":[[{"json":{}}],[{"json":{}},{"json":{}}]]}},
                {"startTime":1500,"executionTime":20.7,"executionStatus":"error","error":{"message":"One row was refused"},"data":{"main":[[{"json":{}}]],"ai_tool":[[{}]]}}
              ]},"lastNodeExecuted":"Later"}}}
            """
        );

        var nodes = detail.Digest!.Nodes;
        Assert.Equal("Loop, Later", string.Join(", ", nodes.Select(node => node.Name)));
        Assert.Equal(("error", 30, 2, 4L), Figures(nodes[0]));
        Assert.Equal("One row was refused", nodes[0].Error);
        Assert.Null(detail.Digest.Error);
    }

    [Fact]
    public async Task The_failed_node_is_the_last_executed_or_the_last_with_an_error()
    {
        const string Runs =
            "\"runData\":{\"A\":[{\"startTime\":1,\"error\":{\"message\":\"first\"}}],"
            + "\"B\":[{\"startTime\":2,\"error\":{\"message\":\"second\"}}],\"C\":[{\"startTime\":3}]}";
        var named = await ReadAsync(
            Execution("\"error\":{\"message\":\"whole\"}," + Runs + ",\"lastNodeExecuted\":\"C\"")
        );
        var unnamed = await ReadAsync(Execution(Runs));

        Assert.Equal(("C", "whole"), (named.Digest!.Error!.Node, named.Digest.Error.Message));
        Assert.Equal(("B", "second"), (unnamed.Digest!.Error!.Node, unnamed.Digest.Error.Message));
    }

    [Theory]
    [InlineData("Authorization: Bearer abc.def-123456", "abc.def-123456")]
    [InlineData("GET https://api.example/v1?key=AIzaSyA1234&x=1", "AIzaSyA1234")]
    [InlineData("mysql://cmdb:hunter2@db/cmdb refused", "hunter2")]
    [InlineData("login failed: password = 'open sesame' for cmdb", "open sesame")]
    [InlineData("{\"client_secret\":\"s3cr3t-value\",\"a\":1}", "s3cr3t-value")]
    [InlineData("x-api-key: 99887766", "99887766")]
    [InlineData("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl expired", "eyJzdWIiOiIxIn0")]
    [InlineData("AKIAIOSFODNN7EXAMPLE is not allowed", "AKIAIOSFODNN7EXAMPLE")]
    public async Task A_secret_in_a_message_is_blotted_out(string message, string secret)
    {
        var json = JsonSerializer.Serialize(message);
        var error = "{\"message\":" + json + ",\"description\":" + json + "}";
        var detail = await ReadAsync(
            Execution("\"error\":" + error + ",\"runData\":{\"A\":[{\"error\":" + error + "}]}")
        );

        var kept = DigestJson.Write(detail.Digest!);
        Assert.DoesNotContain(secret, kept, StringComparison.Ordinal);
        Assert.Contains("***", kept, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization failed - please check your credentials")]
    [InlineData("Duplicate entry 'vpc-1' for key 'PRIMARY'")]
    [InlineData("Cannot read properties of undefined (reading 'length') [line 1]")]
    public void Ordinary_messages_stay_as_they_are(string message) => Assert.Equal(message, SecretMask.Apply(message));

    [Fact]
    public async Task Only_listed_fields_are_kept()
    {
        foreach (var line in new[] { "1.110.1", "2.40.7" })
        {
            var detail = await ReadAsync(RecordingsServer.Body(line, "execution-error-in-code"));

            var kept = DigestJson.Write(detail.Digest!);
            Assert.DoesNotContain("user-agent", kept, StringComparison.Ordinal);
            Assert.DoesNotContain("stack", kept, StringComparison.Ordinal);
            Assert.DoesNotContain("jsCode", kept, StringComparison.Ordinal);
            Assert.Equal(kept, DigestJson.Write(DigestJson.Read(kept)!));
        }
    }

    [Fact]
    public async Task Texts_and_nodes_are_cut()
    {
        var text = string.Concat(Enumerable.Repeat("a\U0001F600", 20_000));
        var json = JsonSerializer.Serialize(text);
        var runs = string.Join(',', Enumerable.Range(0, 300).Select(node => $"\"{node}\":[{{\"startTime\":{node}}}]"));
        var error = "{\"message\":" + json + ",\"description\":\"" + text + "\",\"node\":{\"name\":\"" + text + "\"}}";
        var detail = await ReadAsync(Execution("\"error\":" + error + ",\"runData\":{" + runs + "}"));

        var digest = detail.Digest!;
        Assert.InRange(digest.Error!.Message.Length, 1900, 2000);
        Assert.InRange(digest.Error.Description!.Length, 900, 1000);
        Assert.InRange(digest.Error.Node!.Length, 250, 255);
        Assert.DoesNotContain('\uFFFD', digest.Error.Message);
        Assert.Equal(200, digest.Nodes.Count);
    }

    [Theory]
    [InlineData("""{"id":1,"data":{"resultData":{"error":{"message":"half \ud83d pair"}}}}""", "half \uFFFD pair")]
    [InlineData("""{"id":1,"data":{"resultData":{"error":"plain"}}}""", "plain")]
    [InlineData(
        """{"id":1,"data":{"resultData":{"error":{"message":{"a":1},"description":"described"}}}}""",
        "described"
    )]
    [InlineData("""{"id":1,"data":{"resultData":{"error":{}}}}""", "n8n gave no message")]
    public async Task Odd_errors_still_give_a_message(string json, string message) =>
        Assert.Equal(message, (await ReadAsync(json)).Digest!.Error!.Message);

    [Theory]
    [InlineData("""{"id":1,"data":null}""")]
    [InlineData("""{"id":1}""")]
    [InlineData("""{"id":1,"data":"[{}]","customData":null}""")]
    public async Task Without_data_there_is_no_digest(string json) => Assert.Null((await ReadAsync(json)).Digest);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"id":1""")]
    [InlineData("""{"id":1}}""")]
    [InlineData("<html>")]
    public Task Cut_off_json_is_refused(string json) => Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(json));

    [Theory]
    [InlineData("[]")]
    [InlineData("17")]
    [InlineData("{}")]
    [InlineData("""{"data":[]}""")]
    public Task Other_json_is_refused(string json) => Assert.ThrowsAsync<N8nException>(() => ReadAsync(json));

    [Fact]
    public async Task Deep_nesting_is_skipped()
    {
        var deep = new string('[', 50_000) + new string(']', 50_000);

        var detail = await ReadAsync(Execution("\"lastNodeExecuted\":\"A\",\"deep\":" + deep));

        Assert.Equal("A", detail.Digest!.LastNode);
    }

    [Fact]
    public async Task Any_chunking_gives_the_same_digest()
    {
        var json = RecordingsServer
            .Body("2.40.7", "execution-error-credential")
            .Replace("Unauthorized", "\\u00e9\\\"é😀");
        var whole = DigestJson.Write((await ReadAsync(json)).Digest!);
        foreach (var chunk in new[] { 1, 2, 3, 7, 1000 })
        {
            using var dribble = new ChunkedStream(Encoding.UTF8.GetBytes(json), chunk);
            var detail = await ExecutionReader.ReadOneAsync(dribble, default);
            Assert.Equal(whole, DigestJson.Write(detail.Digest!));
        }
    }

    private static (string?, int, int, long) Figures(NodeDigest node) =>
        (node.Status, (int)node.DurationMs, node.Runs, node.Items);

    private static string Execution(string result) =>
        "{\"id\":1,\"finished\":false,\"data\":{\"resultData\":{" + result + "}}}";

    private static Task<N8nExecutionDetail> ReadAsync(string json) =>
        ExecutionReader.ReadOneAsync(new MemoryStream(Encoding.UTF8.GetBytes(json)), default);

    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
