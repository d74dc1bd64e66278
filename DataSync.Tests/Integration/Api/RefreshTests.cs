using System.Text;
using System.Text.Json;
using DataSync.Core.N8n;
using DataSync.Core.Polling;
using DataSync.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Api;

/// <summary>Having n8n looked at: by people, and by n8n's own error workflow.</summary>
public sealed class RefreshTests
{
    [Theory]
    [InlineData("refresh")]
    [InlineData("events")]
    public async Task What_happened_is_seen_long_before_the_next_pass(string door)
    {
        await using var host = await StartAsync();
        using var relay = new ApiCaller(host.App, await host.App.Services.AddTokenAsync(null));
        var id = host.N8n.AddFinished(host.Vpc, ApiHost.Start.AddMinutes(20), TimeSpan.FromSeconds(4), "error");

        var answer = door is "refresh"
            ? await host.Admin.PostAsync("api/v1/refresh")
            : await relay.SendAsync(HttpMethod.Post, "api/v1/n8n/events", await PayloadAsync());

        Assert.Equal(202, answer.Status);
        await host.App.UntilAsync(b => b.Tiles.Any(tile => tile.LastRun?.ExecutionId == id), "the failure");
        if (door is "refresh")
            Assert.True(answer["nextAllowedAt"].ValueKind is JsonValueKind.Null);
        else
            Assert.Equal("", answer.Text);
    }

    [Fact]
    public async Task The_answer_says_when_the_budget_allows_it()
    {
        await using var host = await StartAsync(("N8n:RequestsPerMinute", "20"), ("Api:RequestsPerMinute", "100000"));
        var before = TimeProvider.System.GetUtcNow().UtcDateTime;
        while (Budget(host).Status.PersonAllowedAt is null)
        {
            await host.Admin.PostAsync("api/v1/refresh");
            Assert.True(
                TimeProvider.System.GetUtcNow().UtcDateTime - before < TimeSpan.FromSeconds(30),
                "never used up"
            );
        }

        var answer = await host.Admin.PostAsync("api/v1/refresh");

        Assert.Equal(202, answer.Status);
        Assert.InRange(answer["nextAllowedAt"].GetDateTime(), before, before.AddSeconds(100));
    }

    [Fact]
    public async Task Any_number_of_calls_are_few_looks()
    {
        await using var host = await StartAsync();
        var before = host.N8n.Arrivals.Count;
        var payload = await PayloadAsync();

        await Task.WhenAll(
            Enumerable
                .Range(0, 200)
                .Select(i =>
                    i % 2 == 0
                        ? host.Admin.PostAsync("api/v1/refresh")
                        : host.Admin.SendAsync(HttpMethod.Post, "api/v1/n8n/events", payload)
                )
        );
        var requests = host.App.Services.GetRequiredService<RefreshRequests>();
        await host.App.UntilAsync(
            b => b.System.PassStartedAt is null && !requests.Given && host.N8n.Arrivals.Count > before,
            "all looks"
        );

        Assert.InRange(host.N8n.Arrivals.Count - before, 1, 150);
    }

    [Fact]
    public async Task A_forged_event_changes_nothing_and_is_not_kept()
    {
        await using var host = await StartAsync();
        const string canary = "canary-4f1d";
        var payload = (await PayloadAsync()).Replace("AccessDenied", canary).Replace("\"14\"", $"\"{canary}\"");
        var before = await StoredAsync(host);

        var answer = await host.Admin.SendAsync(HttpMethod.Post, "api/v1/n8n/events", payload);
        await host.App.UntilAsync(b => b.System.KnownUntil > before.Known, "a look");

        Assert.Equal(202, answer.Status);
        var after = await StoredAsync(host);
        Assert.Equal(before.Rows, after.Rows);
        Assert.DoesNotContain(canary, after.Rows, StringComparison.Ordinal);
        await using var connection = new SqliteConnection(host.Database.ConnectionString);
        var file = await File.ReadAllBytesAsync(connection.DataSource);
        Assert.True(file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(canary)) < 0, "it is in the database");
    }

    [Fact]
    public async Task An_event_is_taken_as_n8n_may_send_it()
    {
        (string Body, string? Wrong)[] cases =
        [
            ("""{"workflow":{"id":"1"},"execution":{"id":"2"}}""", null),
            ("""{"workflow":{"id":1},"execution":{"id":2},"more":{}}""", null),
            ("""{"workflow":{"id":"1"},"trigger":{"mode":"trigger"}}""", null),
            ("""[{"workflow":{"id":"1"}},{"workflow":{"id":"1"}}]""", null),
            ("""{"execution":{"id":"2"}}""", "workflow.id"),
            ("""{"workflow":{"id":""}}""", "workflow.id"),
            ("""{"workflow":{"id":"1"},"execution":{}}""", "execution.id"),
            ("""{"workflow":{"id":"1"},"execution":7}""", "execution.id"),
            ("[]", "body"),
            ("[7]", "body"),
            ("\"x\"", "body"),
            ("{\"workflow", "body"),
            ("", "body"),
        ];
        await using var host = await StartAsync();
        foreach (var (body, wrong) in cases)
        {
            var answer = await host.Admin.SendAsync(HttpMethod.Post, "api/v1/n8n/events", body);

            Assert.Equal((body, wrong is null ? 202 : 400), (body, answer.Status));
            if (wrong is not null)
                Assert.Equal((body, wrong), (body, Assert.Single(answer.Wrong)));
        }
    }

    [Fact]
    public async Task Without_an_n8n_there_is_nothing_to_look_at()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        await app.SignInAsync();
        using var admin = new ApiCaller(app);

        var answer = await admin.PostAsync("api/v1/refresh");

        Assert.Equal((409, "urn:datasync:problem:conflict"), (answer.Status, answer.ProblemType));
        Assert.Contains("N8n:BaseUrl", answer["detail"].GetString(), StringComparison.Ordinal);
    }

    private static RequestBudget Budget(ApiHost host) => host.App.Services.GetRequiredService<RequestBudget>();

    /// <summary>No pass comes by itself.</summary>
    private static Task<ApiHost> StartAsync(params (string, string?)[] settings) =>
        ApiHost.StartAsync(
            Provider.Sqlite,
            [("Polling:LiveInterval", "00:00:00"), ("Api:RequestsPerMinute", "10000"), .. settings]
        );

    private static async Task<string> PayloadAsync() =>
        await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Fixtures/n8n/2.40.7/error-trigger-payload.json")
        );

    private static async Task<(string Rows, DateTime? Known)> StoredAsync(ApiHost host)
    {
        await using var db = host.Database.Factory.CreateDbContext();
        var rows = await db.Executions.AsNoTracking().OrderBy(row => row.Id).ToListAsync();
        return (JsonSerializer.Serialize(rows), (await db.Checkpoints.AsNoTracking().SingleAsync()).KnownUntil);
    }
}
