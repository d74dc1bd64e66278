using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.Triggers;

/// <summary>Acting over the API, with the whole program, on both databases.</summary>
public sealed class TriggerApiTests
{
    [Theory, DatabaseData]
    public async Task A_run_is_asked_for_once_however_often_and_followed_to_its_end(Provider provider)
    {
        await using var n8n = await TestN8n.StartAsync();
        n8n.RunsEndAfter = TimeSpan.FromSeconds(1);
        var id = n8n.AddWorkflow("AWS VPC Sync");
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = await OpenAsync(n8n, database);
        using var admin = new ApiCaller(app, TestApp.AdminToken);

        var asked = await admin.PostAsync($"api/v1/workflows/{id}/trigger", new { triggerId = "mine" });
        var again = await admin.PostAsync($"api/v1/workflows/{id}/trigger", new { triggerId = "mine" });
        var beside = await admin.PostAsync($"api/v1/workflows/{id}/trigger", new { });

        Assert.Equal((202, 202, 409), (asked.Status, again.Status, beside.Status));
        Assert.Equal(asked["triggerId"].GetString(), again["triggerId"].GetString());
        var ended = await EndedAsync(admin, "mine");
        var run = Assert.Single(n8n.Executions);
        Assert.Equal(("ended", run.Id), (ended["state"].GetString(), ended["executionId"].GetString()));
        Assert.Equal(409, (await admin.SendAsync(HttpMethod.Delete, "api/v1/triggers/mine", null)).Status);
    }

    [Theory, DatabaseData]
    public async Task What_n8n_refuses_is_told_and_what_is_unknown_is_looked_for(Provider provider)
    {
        await using var n8n = await TestN8n.StartAsync();
        n8n.RunsEndAfter = TimeSpan.FromSeconds(1);
        var id = n8n.AddWorkflow("AWS VPC Sync");
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = await OpenAsync(n8n, database);
        using var admin = new ApiCaller(app, TestApp.AdminToken);
        var fault = TestN8nFault.Json(404, """{"message":"The requested webhook is not registered."}""");
        n8n.FaultFor = arrival => arrival.PathAndQuery.Contains("/webhook/", StringComparison.Ordinal) ? fault : null;

        await admin.PostAsync($"api/v1/workflows/{id}/trigger", new { triggerId = "refused" });
        var refused = await EndedAsync(admin, "refused");
        fault = TestN8nFault.Down.AfterActing();
        var taken = await admin.PostAsync($"api/v1/workflows/{id}/trigger", new { triggerId = "lost" });
        Assert.True(taken.Status == 202, taken.Text);
        var found = await EndedAsync(admin, "lost");

        Assert.Equal("refused", refused["state"].GetString());
        Assert.Contains("webhook", refused["outcome"].GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            ("ended", Assert.Single(n8n.Executions).Id),
            (found["state"].GetString(), found["executionId"].GetString())
        );
    }

    private static async Task<TestApp> OpenAsync(TestN8n n8n, TestDatabase database)
    {
        var app = await TestApp.StartAsync(null, TestApp.For(n8n, database));
        await app.UntilAsync(board => board.Tiles.Length == 1 && board.System.KnownUntil is not null, "the workflow");
        return app;
    }

    private static async Task<ApiResponse> EndedAsync(ApiCaller admin, string trigger)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var answer = await admin.GetAsync($"api/v1/triggers/{trigger}");
            if (answer["endedAt"].ValueKind is not System.Text.Json.JsonValueKind.Null)
                return answer;
            await Task.Delay(50, patience.Token);
        }
    }
}
