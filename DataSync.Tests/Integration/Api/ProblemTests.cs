using System.Net;
using DataSync.Core.Access;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Polling;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Api;

/// <summary>How the API says no, and that it says it in the same shape whatever is wrong.</summary>
[Collection(ApiHosts.Name)]
public sealed class ProblemTests(ApiHosts hosts)
{
    [Theory]
    [InlineData("GET", "api/v1/nothing", 404, "unknown")]
    [InlineData("GET", "api/nothing", 404, "unknown")]
    [InlineData("GET", "api/v1/tokens/seven", 404, "unknown")]
    [InlineData("GET", "health/nothing", 404, "unknown")]
    [InlineData("GET", "api/v1/workflows/nothing", 404, "unknown")]
    [InlineData("GET", "api/v1/workflows/nothing/executions", 404, "unknown")]
    [InlineData("GET", "api/v1/executions/nothing", 404, "unknown")]
    [InlineData("DELETE", "api/v1/tokens/4711", 404, "unknown")]
    [InlineData("DELETE", "api/v1/status", 405, "wrong-method")]
    [InlineData("PUT", "api/v1/users", 405, "wrong-method")]
    public async Task What_is_not_there_is_no_page(string method, string path, int status, string kind)
    {
        var host = await hosts.OnAsync(Provider.Sqlite);

        var answer = await host.Admin.SendAsync(new(method), path, null, ("Accept", "text/html"));

        Assert.Equal((status, "application/problem+json"), (answer.Status, answer.MediaType));
        Assert.Equal($"urn:datasync:problem:{kind}", answer.ProblemType);
        Assert.Equal(status, answer["status"].GetInt32());
    }

    [Theory]
    [InlineData("nothing", 404)]
    [InlineData("sign-in?refused=nonsense", 400)]
    public async Task Pages_keep_their_own_words(string path, int status)
    {
        var host = await hosts.OnAsync(Provider.Sqlite);

        var answer = await host.Admin.GetAsync(path, ("Accept", "text/html"));

        Assert.Equal((status, "text/html"), (answer.Status, answer.MediaType));
        Assert.Contains("There is no such page", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_query_is_named_at_once()
    {
        var host = await hosts.OnAsync(Provider.Sqlite);

        var answer = await host.Admin.GetAsync(
            "api/v1/executions?provider=xyz&limit=abc&from=yesterday&to=2026-01-01T00:00:00&statsu=failure"
        );

        Assert.Equal((400, "urn:datasync:problem:invalid"), (answer.Status, answer.ProblemType));
        Assert.Equal(["from", "limit", "provider", "statsu", "to"], answer.Wrong.Order());
        Assert.Contains(
            "aws, azure",
            answer["errors"].GetProperty("provider")[0].GetString(),
            StringComparison.Ordinal
        );
        Assert.Contains("status", answer["errors"].GetProperty("statsu")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("executions?limit=0", "limit")]
    [InlineData("executions?limit=201", "limit")]
    [InlineData("executions?limit=%2B5", "limit")]
    [InlineData("executions?status=1", "status")]
    [InlineData("executions?status=Failure", "status")]
    [InlineData("executions?status=", "status")]
    [InlineData("executions?cursor=AAAA", "cursor")]
    [InlineData("executions?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "from")]
    [InlineData("executions?from=2026-02-01", "from")]
    [InlineData("executions?executionId=1", "executionId")]
    [InlineData("executions?to=9999-12-31T23:59:59Z", "to")]
    [InlineData("executions?withoutParts=maybe", "withoutParts")]
    [InlineData("trends?from=0001-01-01T00:00:00Z", "from")]
    [InlineData("workflows?active=yes", "active")]
    [InlineData("workflows?health=red", "health")]
    [InlineData("status?verbose=true", "verbose")]
    [InlineData("audit?cursor=AAAA", "cursor")]
    public async Task A_value_that_cannot_be_meant_is_named(string path, string name)
    {
        var host = await hosts.OnAsync(Provider.Sqlite);

        var answer = await host.Admin.GetAsync($"api/v1/{path}");

        Assert.Equal((400, name), (answer.Status, Assert.Single(answer.Wrong)));
    }

    [Theory]
    [InlineData("users", """{"email":"x@example.org","rol":"admin"}""", "rol")]
    [InlineData("users", """{"email":"x@example.org","role":"king"}""", "role")]
    [InlineData("users", """{"email":"x@example.org","role":2}""", "role")]
    [InlineData("users", """{"email":5}""", "email")]
    [InlineData("users", """{"email":"nobody"}""", "email")]
    [InlineData("users", "{}", "email")]
    [InlineData("users", "null", "body")]
    [InlineData("users", "", "body")]
    [InlineData("users", """{"email":"x@example.org",""", "body")]
    [InlineData("tokens", """{"name":"  "}""", "name")]
    [InlineData("tokens", """{"role":"viewer"}""", "name")]
    [InlineData("tokens", """{"name":"x","expiresAt":"tomorrow"}""", "expiresAt")]
    [InlineData("tokens", """{"name":"x","expiresAt":"2099-01-01T00:00:00"}""", "expiresAt")]
    [InlineData("tokens", """{"name":"x","expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("incidents/1/silence", """{"note":"x"}""", "until")]
    [InlineData("incidents/1/silence", """{"until":"2026-03-02T08:00:00"}""", "until")]
    public async Task A_field_that_cannot_be_meant_is_named_and_our_classes_are_not(
        string path,
        string body,
        string name
    )
    {
        var host = await hosts.OnAsync(Provider.Sqlite);

        var answer = await host.Admin.SendAsync(HttpMethod.Post, $"api/v1/{path}", body);

        Assert.Equal((400, name), (answer.Status, Assert.Single(answer.Wrong)));
        Assert.DoesNotContain("DataSync.", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_of_ours_tells_a_number_and_nothing_else()
    {
        await using var host = await ApiHost.StartAsync(Provider.Sqlite, ("Polling:LiveInterval", "00:00:00"));
        await using (var db = host.Database.Factory.CreateDbContext())
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE workflow_executions RENAME TO elsewhere");

        var answer = await host.Admin.GetAsync("api/v1/executions");

        Assert.Equal((500, "urn:datasync:problem:failed"), (answer.Status, answer.ProblemType));
        Assert.NotEqual("", answer["traceId"].GetString());
        Assert.Equal(
            ["detail", "status", "title", "traceId", "type"],
            answer.Json.EnumerateObject().Select(p => p.Name).Order()
        );
        Assert.DoesNotContain("workflow_executions", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_away_is_said_to_be()
    {
        await using var server = await MariaDbServer.StartAsync();
        await using var database = await TestDatabase.CreateAsync(Provider.MariaDb, server: server);
        await using var app = await TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        await app.SignInAsync();
        using var admin = new ApiCaller(app);
        await app.UntilAsync(b => b.System.Loaded, "loaded");
        Assert.Equal(200, (await admin.GetAsync("api/v1/executions")).Status);

        await server.StopAsync();
        var answer = await admin.GetAsync("api/v1/executions");
        var status = await admin.GetAsync("api/v1/status");
        var ready = await admin.GetAsync("health/ready");

        Assert.Equal((503, "urn:datasync:problem:unavailable"), (answer.Status, answer.ProblemType));
        Assert.NotNull(answer.RetryAfter);
        Assert.Contains("database", answer["detail"].GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", answer.Text + ready.Text, StringComparison.Ordinal);
        Assert.Equal(200, status.Status);
        Assert.Equal((200, "degraded"), (ready.Status, ready["status"].GetString()));
        await server.StartAgainAsync();
    }

    [Fact]
    public async Task Until_the_database_answers_only_health_does()
    {
        var folder = Directory.CreateTempSubdirectory("datasync-api-").FullName;
        // A folder where the file should be: the program starts, and waits.
        await using var app = await TestApp.StartAsync(null, ("ConnectionStrings:DataSync", $"Data Source={folder}"));
        using var admin = new ApiCaller(app);

        var (live, ready, list) = (
            await admin.GetAsync("health/live"),
            await admin.GetAsync("health/ready"),
            await admin.GetAsync("api/v1/workflows")
        );

        Assert.Equal((200, "live"), (live.Status, live["status"].GetString()));
        Assert.Equal((503, "unavailable"), (ready.Status, ready["status"].GetString()));
        Assert.NotEmpty(ready["reasons"].EnumerateArray());
        Assert.Equal((503, "urn:datasync:problem:unavailable"), (list.Status, list.ProblemType));
        Assert.NotNull(list.RetryAfter);
        Assert.DoesNotContain(folder, ready.Text + list.Text, StringComparison.Ordinal);
        Directory.Delete(folder);
    }

    [Fact]
    public async Task Readiness_says_what_is_degraded_to_anybody_and_no_more()
    {
        await using var host = await ApiHost.StartAsync(Provider.Sqlite, ("N8n:MaxRetries", "0"));
        using var anybody = new ApiCaller(host.App, token: null);
        Assert.Equal("ready", (await anybody.GetAsync("health/ready"))["status"].GetString());

        host.N8n.Fault = TestN8nFault.Down;
        host.App.Services.GetRequiredService<RefreshRequests>().Request();
        await host.App.UntilAsync(b => b.System.N8n == N8nCondition.Unreachable, "away");
        var ready = await anybody.GetAsync("health/ready");

        Assert.Equal((200, "degraded"), (ready.Status, ready["status"].GetString()));
        Assert.Contains("n8n is unreachable.", ready.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(host.N8n.Port.ToString(), ready.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_have_their_own_limit_and_are_told_when_to_come_back()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(
            null,
            [("Api:RequestsPerMinute", "3"), .. database.Settings.Select(s => (s.Key, s.Value))]
        );
        await app.SignInAsync();
        using var hasty = new ApiCaller(app);
        using var other = new ApiCaller(app, await app.Services.AddTokenAsync(Role.Viewer));
        using var nobody = new ApiCaller(app, token: null);

        var answers = new List<ApiResponse>();
        for (var i = 0; i < 5; i++)
            answers.Add(await hasty.GetAsync("api/v1/status"));

        Assert.Equal([200, 200, 200, 429, 429], answers.Select(answer => answer.Status));
        Assert.Equal("urn:datasync:problem:too-many-requests", answers[^1].ProblemType);
        Assert.InRange(int.Parse(answers[^1].RetryAfter!), 1, 60);
        Assert.Equal(200, (await other.GetAsync("api/v1/status")).Status);
        Assert.Equal(401, (await nobody.GetAsync("api/v1/status")).Status);
        Assert.Equal(200, (await hasty.GetAsync("health/live")).Status);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    public async Task A_limit_that_makes_no_sense_ends_the_start(string limit)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);

        var failure = await Assert.ThrowsAnyAsync<Exception>(async () =>
            await TestApp.StartAsync(
                null,
                [("Api:RequestsPerMinute", limit), .. database.Settings.Select(s => (s.Key, s.Value))]
            )
        );

        Assert.Contains("Api:RequestsPerMinute", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cookie_changes_something_from_our_own_pages_only_and_a_token_wins_over_it()
    {
        var host = await hosts.OnAsync(Provider.Sqlite);
        using var browser = new ApiCaller(host.App, token: null);
        using var viewer = new ApiCaller(host.App, await host.App.Services.AddTokenAsync(Role.Viewer));
        var cookie = string.Join("; ", (await host.App.SignInAsync()).Select(c => $"{c.Name}={c.Value}"));
        Task<ApiResponse> PostAsync(ApiCaller caller, params (string, string)[] headers) =>
            caller.SendAsync(HttpMethod.Post, "api/v1/refresh", null, [("Cookie", cookie), .. headers]);

        var foreign = await PostAsync(browser, ("Origin", "https://evil.example"));
        Assert.Equal((403, "urn:datasync:problem:foreign-origin"), (foreign.Status, foreign.ProblemType));
        Assert.Equal(403, (await PostAsync(browser)).Status);
        Assert.Equal(403, (await PostAsync(browser, ("Sec-Fetch-Site", "cross-site"))).Status);
        Assert.Equal(202, (await PostAsync(browser, ("Sec-Fetch-Site", "same-origin"))).Status);
        Assert.Equal(
            202,
            (await PostAsync(browser, ("Origin", host.App.Url.GetLeftPart(UriPartial.Authority)))).Status
        );
        Assert.Equal("urn:datasync:problem:not-allowed", (await PostAsync(viewer)).ProblemType);
        // Reading changes nothing, so that the address may be opened by hand.
        Assert.Equal(200, (await browser.GetAsync("api/v1/status", ("Cookie", cookie))).Status);
    }

    [Fact]
    public async Task Nobody_is_told_to_sign_in_by_a_form()
    {
        var host = await hosts.OnAsync(Provider.Sqlite);
        using var nobody = new ApiCaller(host.App, token: null);

        foreach (var path in (string[])["api/v1/status", "openapi/v1.json", "api/v1/nothing"])
        {
            var answer = await nobody.GetAsync(path, ("Accept", "text/html"));
            Assert.Equal((401, "urn:datasync:problem:unauthenticated"), (answer.Status, answer.ProblemType));
        }
        Assert.Equal(302, (await nobody.GetAsync("scalar/", ("Accept", "text/html"))).Status);
    }
}
