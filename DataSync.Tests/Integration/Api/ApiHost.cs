using System.Collections.Concurrent;
using DataSync.Core.Executions;
using DataSync.Core.Triggers;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Tests.Integration.Api;

/// <summary>A DataSync with a small estate read from an n8n, and somebody to call its API.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    private ApiHost(TestN8n n8n, TestDatabase database, TestApp app)
    {
        (N8n, Database, App) = (n8n, database, app);
        Admin = new ApiCaller(app);
    }

    public TestN8n N8n { get; }
    public TestDatabase Database { get; }
    public TestApp App { get; }
    public ApiCaller Admin { get; }
    public string Vpc { get; private set; } = "";
    public string Subnet { get; private set; } = "";

    /// <summary>The failed execution.</summary>
    public string Failed { get; private set; } = "";

    /// <summary>Two workflows, one switched off; five executions, one failed, two at the same instant.</summary>
    public static async Task<ApiHost> StartAsync(Provider provider, params (string, string?)[] settings)
    {
        var n8n = await TestN8n.StartAsync();
        var database = await TestDatabase.CreateAsync(provider);
        var (vpc, subnet) = (
            n8n.AddWorkflow("AWS VPC Sync", cron: "0 * * * *"),
            n8n.AddWorkflow("Azure Subnet Sync", active: false)
        );
        var start = Start;
        for (var i = 0; i < 3; i++)
            n8n.AddFinished(vpc, start.AddMinutes(i), TimeSpan.FromSeconds(2), updated: 5);
        n8n.AddFinished(subnet, start.AddMinutes(2), TimeSpan.FromSeconds(3));
        var failed = n8n.AddFinished(
            subnet,
            start.AddMinutes(10),
            TimeSpan.FromSeconds(1),
            "error",
            error: "AccessDenied: list subnets"
        );
        var app = await TestApp.StartAsync(null, TestApp.For(n8n, database, settings));
        var host = new ApiHost(n8n, database, app)
        {
            Vpc = vpc,
            Subnet = subnet,
            Failed = failed,
        };
        await app.SignInAsync();
        await app.UntilAsync(_ => IsRead(database), "all read");
        await app.UntilAsync(b => b.Tiles.Any(tile => tile.LastRun?.FailedNode is not null), "all shown");
        return host;
    }

    /// <summary>Of the first execution: an hour ago, so that time makes nothing of it stale.</summary>
    public static DateTime Start { get; } =
        TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddHours(TimeProvider.System.GetUtcNow().Hour).AddHours(-1);

    private static bool IsRead(TestDatabase database)
    {
        using var db = database.Factory.CreateDbContext();
        return db.Executions.Count(row => row.DetailState == DetailState.Stored) == 5;
    }

    /// <summary>Ours, of an execution that succeeded.</summary>
    public async Task<string> SucceededAsync()
    {
        await using var db = await Database.Factory.CreateDbContextAsync();
        return await db
            .Executions.Where(row => row.Status == ExecutionStatus.Success)
            .Select(row => row.ExecutionId)
            .FirstAsync();
    }

    /// <summary>The id of something that was asked for and taken back.</summary>
    public async Task<string> WithdrawnAsync()
    {
        var trigger = new Trigger
        {
            TriggerId = Guid.NewGuid().ToString("N"),
            WorkflowId = Vpc,
            ActorName = "Somebody",
            RequestedAt = Start,
            EndedAt = Start,
            State = TriggerState.Withdrawn,
        };
        await using var db = await Database.Factory.CreateDbContextAsync();
        db.Triggers.Add(trigger);
        await db.SaveChangesAsync();
        return trigger.TriggerId;
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await App.DisposeAsync();
        await Database.DisposeAsync();
        await N8n.DisposeAsync();
    }
}

/// <summary>One for each database, started when first asked for; shared by tests that only add to it.</summary>
public sealed class ApiHosts : IAsyncLifetime
{
    public const string Name = "Api";

    private readonly ConcurrentDictionary<Provider, Lazy<Task<ApiHost>>> hosts = [];

    public Task<ApiHost> OnAsync(Provider provider) =>
        // No pass comes by itself, so that nothing changes but by the tests.
        hosts
            .GetOrAdd(
                provider,
                key =>
                    new(() =>
                        ApiHost.StartAsync(
                            key,
                            ("Polling:LiveInterval", "00:00:00"),
                            ("Api:RequestsPerMinute", "100000")
                        )
                    )
            )
            .Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var host in hosts.Values)
            await (await host.Value).DisposeAsync();
    }
}

[CollectionDefinition(ApiHosts.Name)]
public sealed class ApiCollection : ICollectionFixture<ApiHosts>;
