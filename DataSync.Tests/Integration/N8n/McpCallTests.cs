using DataSync.Core.N8n;
using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.N8n;

/// <summary>What n8n's MCP server answers.</summary>
public sealed class McpCallTests : ActTests
{
    [Fact]
    public async Task The_mcp_servers_refusals_are_told_apart()
    {
        N8n.ChangeWorkflow(Scheduled, one => one.AvailableInMcp = false);
        var unavailable = await Assert.ThrowsAsync<N8nActException>(() => Act(Client, "mcp"));
        N8n.McpEnabled = false;
        var off = await Assert.ThrowsAsync<N8nActException>(() => Act(Client, "mcp"));
        N8n.McpKey = "another";
        N8n.McpEnabled = true;
        var key = await Assert.ThrowsAsync<N8nActException>(() => Act(Client, "mcp"));
        N8n.Line = TestN8nLine.One;
        var old = await Assert.ThrowsAsync<N8nActException>(() => Act(Client, "mcp"));

        Assert.All([unavailable, off, key, old], one => Assert.False(one.MayHaveHappened));
        Assert.Contains("switch on \"Available in MCP\"", unavailable.Message, StringComparison.Ordinal);
        Assert.Contains("switched off", off.Message, StringComparison.Ordinal);
        Assert.Contains("refuses the key", key.Message, StringComparison.Ordinal);
        Assert.Contains("has no MCP server", old.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mcp_server_may_answer_in_plain_json()
    {
        N8n.McpAnswersPlainJson = true;

        var id = await Client.Acts.RunByMcpAsync(Scheduled, default);

        Assert.Equal(N8n.Executions[^1].Id, id);
    }

    [Fact]
    public async Task What_a_tool_says_beyond_its_known_refusals_leaves_open_what_happened()
    {
        N8n.Fault = TestN8nFault.Json(
            200,
            """{"jsonrpc":"2.0","id":1,"result":{"structuredContent":{"executionId":null,"status":"error","error":"Queue is full, token=abc"}}}"""
        );

        var failure = await Assert.ThrowsAsync<N8nActException>(() => Act(Client, "mcp"));

        Assert.True(failure.MayHaveHappened);
        Assert.Contains("Queue is full", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", failure.Message, StringComparison.Ordinal);
    }
}
