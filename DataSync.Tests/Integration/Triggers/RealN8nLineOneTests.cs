using DataSync.Core.Executions;
using DataSync.Core.Triggers;
using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.Triggers;

/// <summary>Acting in a real n8n of the line of 1.110, which lists no execution before its end and can neither retry nor stop.</summary>
[Trait("Category", "RealN8n")]
public sealed class RealN8nLineOneTests
{
    private const int Port = 5951;

    [Fact]
    public async Task A_webhook_run_is_followed_to_its_end_and_what_it_cannot_do_is_said_before()
    {
        var home = Directory.CreateTempSubdirectory("datasync-line-one-").FullName;
        var tool = new N8nTool(RealN8n.Tool, "1", home, Port);
        try
        {
            Assert.Equal(0, await tool.RunAsync("start", $"{Port}"));
            await ActAsync($"{tool.Origin}/api/v1", await tool.KeyAsync());
        }
        finally
        {
            await tool.RunAsync("wipe");
        }
    }

    private static async Task ActAsync(string baseUrl, string key)
    {
        await using var n8n = new RealN8nWorkflows(baseUrl, key);
        var id = await n8n.AddCalledAsync("failing", RealN8nWorkflows.Fails);
        // Publishing is asynchronous.
        await n8n.CallAsync("failing");
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(
            null,
            [
                ("N8n:BaseUrl", baseUrl),
                ("N8n:ApiKey", key),
                ("N8n:RequestsPerMinute", "60"),
                .. database.Settings.Select(setting => (setting.Key, setting.Value)),
            ]
        );
        using var admin = new ApiCaller(app);
        await app.UntilAsync(board => board.Tiles.Length == 1 && board.Tiles[0].LastRun is not null, "the failure");

        var asked = await admin.PostAsync($"api/v1/workflows/{id}/trigger", new { triggerId = "run" });
        Assert.True(asked.Status == 202, asked.Text);
        var ended = await app.EndedAsync("run", seconds: 90);
        await app.UntilAsync(board => board.Tiles[0].LastRun?.ExecutionId == ended.ExecutionId, "its end");
        var retry = await admin.PostAsync($"api/v1/executions/{ended.ExecutionId}/retry", new { });

        Assert.Equal((TriggerState.Ended, TriggerWay.Webhook), (ended.State, ended.Way));
        Assert.Equal(ExecutionStatus.Failure, app.Board.Current.Tiles[0].LastRun!.Status);
        Assert.Equal(409, retry.Status);
        Assert.Contains("1.113", retry.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await n8n.ExecutionsAsync(id)).Length);
    }
}
