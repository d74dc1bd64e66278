using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.Api;

/// <summary>Who may read whose addresses alerts went to.</summary>
[Collection(ApiHosts.Name)]
public sealed class AddressTests(ApiHosts hosts)
{
    [Theory, DatabaseData]
    public async Task Addresses_are_whole_for_administrators_only(Provider provider)
    {
        var host = await hosts.OnAsync(provider);
        var id = await StoreAsync(host);
        foreach (var role in Enum.GetValues<Role>())
        {
            using var caller = new ApiCaller(host.App, await host.App.Services.AddTokenAsync(role));
            var incident = await caller.GetAsync($"api/v1/incidents/{id}");
            var alerts = await caller.GetAsync("api/v1/alerts?limit=200");
            var delivery = incident["messages"][0].GetProperty("deliveries")[0];
            var alert = alerts.Items.First(row => row.GetProperty("recipients").GetString()!.Contains("corp.example"));
            var told = new[]
            {
                delivery.GetProperty("address").GetString(),
                delivery.GetProperty("problem").GetString(),
                alert.GetProperty("recipients").GetString(),
            };
            string[] whole =
            [
                "jane.doe@corp.example",
                "The mail server answered 550: <jane.doe@corp.example>: no such user",
                "jane.doe@corp.example, x@corp.example",
            ];
            string[] masked =
            [
                "j…@corp.example",
                "The mail server answered 550: <j…@corp.example>: no such user",
                "j…@corp.example, x…@corp.example",
            ];
            Assert.Equal(role == Role.Admin ? whole : masked, told);
            Assert.Equal(role == Role.Admin, (incident.Text + alerts.Text).Contains("jane.doe"));
        }
    }

    private static async Task<int> StoreAsync(ApiHost host)
    {
        await using var db = await host.Database.Factory.CreateDbContextAsync();
        var incident = new Incident
        {
            CauseKey = $"error:{Guid.NewGuid():N}",
            Title = "Something is broken",
            OpenedAt = ApiHost.Start,
            DetectedAt = ApiHost.Start,
            LastFailureAt = ApiHost.Start,
            NotifyAt = ApiHost.Start,
            ResolvedAt = ApiHost.Start,
        };
        db.Incidents.Add(incident);
        await db.SaveChangesAsync();
        var message = new AlertMessage
        {
            MessageId = Guid.NewGuid().ToString("N"),
            Story = new AlertStory(AlertMessageKind.Opened, incident.Title).Write(),
            CreatedAt = ApiHost.Start,
        };
        message.Incidents.Add(new() { IncidentId = incident.Id });
        message.Deliveries.Add(
            new()
            {
                Address = "jane.doe@corp.example",
                State = DeliveryState.Failed,
                Problem = "The mail server answered 550: <jane.doe@corp.example>: no such user",
            }
        );
        db.AlertMessages.Add(message);
        db.Alerts.Add(
            new()
            {
                ExecutionId = host.Failed,
                AlertType = AlertType.Failure,
                Recipients = "jane.doe@corp.example, x@corp.example",
                SentAt = ApiHost.Start,
            }
        );
        await db.SaveChangesAsync();
        return incident.Id;
    }
}
