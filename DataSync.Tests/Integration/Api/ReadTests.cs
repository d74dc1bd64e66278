using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DataSync.Core.Access;
using DataSync.Core.N8n;
using DataSync.Core.Polling;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Api;

/// <summary>What the API tells of workflows, executions and the system.</summary>
[Collection(ApiHosts.Name)]
public sealed class ReadTests(ApiHosts hosts)
{
    private static readonly string[] ExecutionShape =
    [
        "executionId",
        "workflowId",
        "workflowName",
        "provider",
        "workflowType",
        "status",
        "n8nStatus",
        "mode",
        "startTime",
        "endTime",
        "durationMs",
        "resourcesCreated",
        "resourcesUpdated",
        "resourcesDeleted",
        "resourcesFailed",
        "errorMessage",
        "failedNode",
    ];

    [Theory, DatabaseData]
    public async Task Executions_have_their_shape_and_words(Provider provider)
    {
        var host = await hosts.OnAsync(provider);

        var list = await host.Admin.GetAsync("api/v1/executions");
        var one = await host.Admin.GetAsync($"api/v1/executions/{host.Failed}");

        Assert.Equal(JsonValueKind.Null, list["nextCursor"].ValueKind);
        Assert.Equal(5, list.Items.Count);
        Assert.All(list.Items, item => Assert.Equal(ExecutionShape, Names(item)));
        var failed = list.Items[0];
        Assert.Equal(
            [host.Failed, host.Subnet, "Azure Subnet Sync", "azure", "subnet", "failure", "error", "trigger"],
            ExecutionShape.Take(8).Select(name => failed.GetProperty(name).GetString())
        );
        Assert.Equal(1_000, failed.GetProperty("durationMs").GetInt64());
        Assert.Equal("AccessDenied: list subnets", failed.GetProperty("errorMessage").GetString());
        // Unknown is not 0.
        Assert.Equal(JsonValueKind.Null, failed.GetProperty("resourcesUpdated").ValueKind);
        Assert.Equal(5, list.Items[^1].GetProperty("resourcesUpdated").GetInt32());
        Assert.Equal(ApiHost.Start, failed.GetProperty("startTime").GetDateTime().AddMinutes(-10));
        Assert.EndsWith("Z", failed.GetProperty("startTime").GetString(), StringComparison.Ordinal);

        Assert.Empty(ExecutionShape.Except(Names(one.Json)));
        Assert.True(one["isInN8n"].GetBoolean());
        Assert.Equal(
            failed.GetProperty("startTime").GetDateTime(),
            one["sameError"].GetProperty("firstAt").GetDateTime()
        );
        Assert.Equal("stored", one["detailState"].GetString());
        Assert.Equal(
            "AccessDenied: list subnets",
            one["digest"].GetProperty("error").GetProperty("message").GetString()
        );
        Assert.NotEmpty(one["digest"].GetProperty("nodes").EnumerateArray());
    }

    [Theory, DatabaseData]
    public async Task Pages_follow_each_other_without_loss_or_repetition(Provider provider)
    {
        var host = await hosts.OnAsync(provider);
        var whole = await host.Admin.GetAsync("api/v1/executions?limit=200");

        var ids = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await host.Admin.GetAsync(
                $"api/v1/executions?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}"
            );
            Assert.InRange(page.Items.Count, 1, 2);
            ids.AddRange(page.Items.Select(Id));
            cursor = page["nextCursor"].GetString();
        } while (cursor is not null);

        Assert.Equal(whole.Items.Select(Id), ids);
    }

    [Theory, DatabaseData]
    public async Task Filters_leave_what_they_name(Provider provider)
    {
        var host = await hosts.OnAsync(provider);
        async Task<int> CountAsync(string query) =>
            (await host.Admin.GetAsync($"api/v1/executions?{query}")).Items.Count;
        var third = ApiHost.Start.AddMinutes(2).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

        Assert.Equal(3, await CountAsync($"workflowId={host.Vpc}"));
        Assert.Equal(3, await CountAsync("provider=aws"));
        Assert.Equal(5, await CountAsync("provider=aws,azure"));
        Assert.Equal(2, await CountAsync("type=subnet"));
        Assert.Equal(1, await CountAsync("status=failure"));
        Assert.Equal(0, await CountAsync("status=failure&provider=aws"));
        Assert.Equal(3, await CountAsync($"from={third}"));
        Assert.Equal(2, await CountAsync($"to={third}"));
        Assert.Equal(1, await CountAsync("search=accessdenied"));
        Assert.Equal(1, await CountAsync($"search={host.Failed}"));

        var own = await host.Admin.GetAsync($"api/v1/workflows/{host.Subnet}/executions?status=success");
        Assert.Equal(host.Subnet, Assert.Single(own.Items).GetProperty("workflowId").GetString());
    }

    [Theory, DatabaseData]
    public async Task Workflows_have_their_shape_worst_first(Provider provider)
    {
        var host = await hosts.OnAsync(provider);

        var list = await host.Admin.GetAsync("api/v1/workflows");
        var one = await host.Admin.GetAsync($"api/v1/workflows/{host.Vpc}");

        Assert.Equal([host.Vpc, host.Subnet], list.Items.Select(item => item.GetProperty("workflowId").GetString()));
        Assert.Equal(
            [
                "workflowId",
                "workflowName",
                "provider",
                "workflowType",
                "isActive",
                "health",
                "healthReason",
                "healthAsOf",
                "running",
                "lastSuccessAt",
                "nextExpectedAt",
                "usual",
                "lastExecution",
                "otherCells",
                "account",
                "region",
                "owner",
                "notes",
                "runbookUrl",
                "freshnessLimitMinutes",
                "pausedUntil",
                "pauseReason",
            ],
            Names(one.Json)
        );
        Assert.Equal(
            ("aws", "vpc", true),
            (one["provider"].GetString(), one["workflowType"].GetString(), one["isActive"].GetBoolean())
        );
        Assert.Equal(("healthy", false), (one["health"].GetString(), one["running"].GetBoolean()));
        Assert.Equal(ApiHost.Start.AddMinutes(2).AddSeconds(2), one["lastSuccessAt"].GetDateTime());
        var last = one["lastExecution"];
        var same = (await host.Admin.GetAsync($"api/v1/executions?workflowId={host.Vpc}&limit=1")).Items[0];
        Assert.Equal(same.GetRawText(), last.GetRawText());
    }

    [Fact]
    public async Task Workflows_are_filtered()
    {
        var host = await hosts.OnAsync(Provider.Sqlite);
        async Task<IEnumerable<string?>> NamesAsync(string query) =>
            (await host.Admin.GetAsync($"api/v1/workflows?{query}")).Items.Select(item =>
                item.GetProperty("workflowName").GetString()
            );

        Assert.Equal(["Azure Subnet Sync"], await NamesAsync("provider=azure"));
        Assert.Equal(["AWS VPC Sync"], await NamesAsync("type=vpc,vpn"));
        Assert.Equal(["Azure Subnet Sync"], await NamesAsync("health=inactive"));
        Assert.Equal(["AWS VPC Sync"], await NamesAsync("active=true"));
        Assert.Equal(["Azure Subnet Sync"], await NamesAsync("active=false"));
        Assert.Equal(["AWS VPC Sync"], await NamesAsync("search=sync%20VPC"));
        Assert.Equal([], await NamesAsync("provider=aws&active=false"));
    }

    [Fact]
    public async Task The_status_says_whether_to_believe_it()
    {
        await using var host = await ApiHost.StartAsync(
            Provider.Sqlite,
            ("N8n:RequestsPerMinute", "600"),
            ("N8n:MaxRetries", "0")
        );

        var status = await host.Admin.GetAsync("api/v1/status");

        Assert.Equal(["version", "n8n", "poller", "budget", "data"], Names(status.Json));
        Assert.Equal(["reachable", "condition", "version"], Names(status["n8n"]));
        Assert.Equal(["lastFullPassAt", "lastLivePassAt", "nextPassAt"], Names(status["poller"]));
        Assert.Equal(["limit", "usedLast60s"], Names(status["budget"]));
        Assert.Equal(["averageAgeSeconds", "workflows", "monitored", "runsAskedFor7d"], Names(status["data"]));
        Assert.True(status["n8n"].GetProperty("reachable").GetBoolean());
        Assert.Equal("ok", status["n8n"].GetProperty("condition").GetString());
        Assert.Equal(600, status["budget"].GetProperty("limit").GetInt32());
        Assert.InRange(status["budget"].GetProperty("usedLast60s").GetInt32(), 1, 600);
        Assert.Equal(2, status["data"].GetProperty("workflows").GetInt32());
        // The one active workflow last succeeded in its third execution.
        var age = (TimeProvider.System.GetUtcNow().UtcDateTime - ApiHost.Start.AddMinutes(2)).TotalSeconds;
        Assert.InRange(status["data"].GetProperty("averageAgeSeconds").GetInt64(), age - 60, age);
        Assert.InRange(
            status["poller"].GetProperty("lastFullPassAt").GetDateTime(),
            ApiHost.Start,
            TimeProvider.System.GetUtcNow().UtcDateTime
        );

        Assert.InRange(
            status["poller"].GetProperty("lastLivePassAt").GetDateTime(),
            ApiHost.Start,
            TimeProvider.System.GetUtcNow().UtcDateTime
        );
        Assert.True(status["poller"].GetProperty("nextPassAt").GetDateTime() > ApiHost.Start.AddHours(1));

        host.N8n.Fault = TestN8nFault.Down;
        host.App.Services.GetRequiredService<RefreshRequests>().Request();
        await host.App.UntilAsync(b => b.System.N8n == N8nCondition.Unreachable, "away");
        var away = await host.Admin.GetAsync("api/v1/status");
        Assert.False(away["n8n"].GetProperty("reachable").GetBoolean());
        Assert.Equal("unreachable", away["n8n"].GetProperty("condition").GetString());
        Assert.NotEqual(status.ETag, away.ETag);
    }

    [Fact]
    public async Task Who_polls_is_told_that_nothing_changed_until_something_did()
    {
        await using var host = await ApiHost.StartAsync(Provider.Sqlite, ("Polling:LiveInterval", "00:00:00"));
        string[] paths =
        [
            "api/v1/status",
            "api/v1/workflows",
            $"api/v1/workflows/{host.Vpc}",
            $"api/v1/workflows/{host.Vpc}/executions",
            "api/v1/executions?limit=2",
            $"api/v1/executions/{host.Failed}",
        ];
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var (first, again) = await TwiceAsync(host, path);
            var other = await host.Admin.GetAsync(path, ("If-None-Match", "W/\"another\""));

            Assert.Equal((304, "", first.ETag), (again.Status, again.Text, again.ETag));
            Assert.Equal("no-cache, private", first.CacheControl);
            Assert.Equal(200, other.Status);
            tags[path] = first.ETag!;
        }

        host.N8n.AddFinished(host.Vpc, ApiHost.Start.AddMinutes(20), TimeSpan.FromSeconds(4));
        host.App.Services.GetRequiredService<RefreshRequests>().Request();
        await host.App.UntilAsync(b => b.Tiles.Any(tile => tile.LastRun!.DurationMs == 4_000), "the new one");
        foreach (var path in paths)
        {
            var changed = await host.Admin.GetAsync(path, ("If-None-Match", tags[path]));
            Assert.Equal(200, changed.Status);
            Assert.NotEqual(tags[path], changed.ETag);
        }
    }

    /// <summary>Until nothing changes between the two: what was begun at the start may still come to its end.</summary>
    private static async Task<(ApiResponse First, ApiResponse Again)> TwiceAsync(ApiHost host, string path)
    {
        for (var patience = Stopwatch.StartNew(); ; )
        {
            var first = await host.Admin.GetAsync(path);
            var again = await host.Admin.GetAsync(path, ("If-None-Match", first.ETag!));
            if (again.Status == 304 || patience.Elapsed.TotalSeconds > 10)
                return (first, again);
        }
    }

    [Fact]
    public async Task A_viewer_reads_and_does_nothing_else()
    {
        var host = await hosts.OnAsync(Provider.Sqlite);
        using var viewer = new ApiCaller(host.App, await host.App.Services.AddTokenAsync(Role.Viewer));

        Assert.Equal(200, (await viewer.GetAsync("api/v1/workflows")).Status);
        var refused = await viewer.PostAsync("api/v1/refresh");
        Assert.Equal((403, "urn:datasync:problem:not-allowed"), (refused.Status, refused.ProblemType));
    }

    private static string? Id(JsonElement item) => item.GetProperty("executionId").GetString();

    private static string[] Names(JsonElement item) => [.. item.EnumerateObject().Select(property => property.Name)];
}
