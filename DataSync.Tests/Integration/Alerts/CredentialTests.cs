using System.Text.Json;
using DataSync.Core.Polling;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Alerts;

/// <summary>Whom a refused credential can hit, from n8n's list of workflows to the answer of the API.</summary>
public sealed class CredentialTests
{
    [Theory]
    [DatabaseData]
    public async Task An_incident_of_a_credential_tells_every_workflow_that_uses_it_and_which_it_has_hit(
        Provider provider
    )
    {
        await using var n8n = await TestN8n.StartAsync();
        await using var database = await TestDatabase.CreateAsync(provider);
        var hit = n8n.AddWorkflow("AWS VPC Sync", credential: "AWS prod");
        var spared = n8n.AddWorkflow("AWS Subnet Sync", active: false, credential: "AWS prod");
        n8n.AddWorkflow("AWS NAT Sync", credential: "AWS test");
        n8n.AddWorkflow("AWS Transit Sync", archived: true, credential: "AWS prod");
        var disabled = n8n.AddWorkflow("AWS VPN Sync", credential: "AWS prod");
        n8n.ChangeWorkflow(disabled, one => one.Nodes[1]!["disabled"] = true);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        n8n.AddFinished(hit, now, TimeSpan.FromSeconds(1), "error", error: "401 - no", credential: "AWS prod");
        await using var app = await TestApp.StartAsync(null, TestApp.For(n8n, database));
        using var admin = new ApiCaller(app);
        await app.SignInAsync();
        await app.UntilAsync(board => board.Tiles.Any(tile => tile.LastRun?.FailedNode is not null), "its cause");

        Assert.Equal([(hit, true), (spared, false)], await MembersAsync());

        // What a workflow uses is followed: it may not be hit any more, and another may be.
        n8n.ChangeWorkflow(disabled, one => one.Nodes[1]!.AsObject().Remove("disabled"));
        n8n.ChangeWorkflow(spared, one => one.Nodes[1]!["credentials"]!["httpHeaderAuth"]!["id"] = "id of AWS test");
        var changed = TimeProvider.System.GetUtcNow().UtcDateTime;
        app.Services.GetRequiredService<RefreshRequests>().Request(all: true);
        await app.UntilAsync(board => board.System.LastFullPassAt > changed, "a look at everything");
        Assert.Equal([(hit, true), (disabled, false)], await MembersAsync());

        async Task<List<(string?, bool)>> MembersAsync()
        {
            var id = Assert.Single((await admin.GetAsync("api/v1/incidents")).Items).GetProperty("id").GetInt32();
            var incident = await admin.GetAsync($"api/v1/incidents/{id}");
            return
            [
                .. incident["members"]
                    .EnumerateArray()
                    .Select(one => (one.GetProperty("workflowId").GetString(), one.GetProperty("isHit").GetBoolean())),
            ];
        }
    }
}
