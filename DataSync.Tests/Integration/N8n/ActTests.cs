using DataSync.Core.N8n;
using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.N8n;

/// <summary>Acts over real HTTP in an n8n that has something for each of them.</summary>
public abstract class ActTests : IAsyncLifetime
{
    private const string Secret = "X-Sync-Key: open sesame";

    private protected static readonly N8nWebhook Webhook = new("gcp-nat-gateway-sync", "POST", N8nWebhookAuth.Header);

    private protected TestN8n N8n { get; private set; } = null!;
    private protected TestN8nClient Client { get; private set; } = null!;
    private protected string Workflow { get; private set; } = "";
    private protected string Scheduled { get; private set; } = "";
    private protected string Failed { get; private set; } = "";
    private protected string Running { get; private set; } = "";

    public async Task InitializeAsync()
    {
        N8n = await TestN8n.StartAsync();
        N8n.RunsEndAfter = TimeSpan.Zero;
        Workflow = N8n.AddWorkflow("GCP NAT Gateway Sync");
        N8n.GuardWebhook(Workflow, "headerAuth", Secret);
        Scheduled = N8n.AddWorkflow("AWS VPC Sync", cron: "*/15 * * * *", availableInMcp: true);
        Failed = N8n.AddFinished(
            Scheduled,
            new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc),
            TimeSpan.FromSeconds(3),
            "error"
        );
        Running = N8n.Start(Workflow, "webhook");
        Client = NewClient();
    }

    public async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        await N8n.DisposeAsync();
    }

    private protected async Task Act(TestN8nClient client, string act)
    {
        switch (act)
        {
            case "webhook":
                await client.Acts.CallWebhookAsync(Webhook, "right", default);
                break;
            case "mcp":
                await client.Acts.RunByMcpAsync(Scheduled, default);
                break;
            case "retry":
                await client.Acts.RetryAsync(Failed, default);
                break;
            case "stop":
                await client.Acts.StopAsync(Running, default);
                break;
            default:
                var draft = await client.Acts.ReadDraftAsync(Scheduled, default);
                await client.Acts.SetAvailableInMcpAsync(draft, available: false, default);
                break;
        }
    }

    private protected TestN8nClient NewClient(
        TimeProvider? time = null,
        params (string Key, string Value)[] settings
    ) =>
        new(
            N8n.BaseUrl,
            N8n.ApiKey,
            time,
            settings: new Dictionary<string, string?>(
                settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)),
                StringComparer.Ordinal
            )
            {
                ["N8n:MaxRetries"] = "3",
                ["N8n:McpKey"] = N8n.McpKey,
                ["N8n:Secrets:right"] = Secret,
                ["N8n:Secrets:basic"] = "me:pass:word",
            }
        );

    private protected void NoSecretIn(TestN8nClient client, Exception failure)
    {
        foreach (var secret in new[] { N8n.ApiKey, N8n.McpKey, "open sesame", "pass:word" })
        {
            Assert.DoesNotContain(secret, failure.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(client.Log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }
}
