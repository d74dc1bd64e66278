using DataSync.Core.Access;
using DataSync.Tests.Integration.Api;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Observability;

[Collection(WatchedHost.Name)]
public sealed class MetricsTests(WatchedHost watched)
{
    [Fact]
    public void They_are_what_happened()
    {
        Assert.True(
            watched.Value("datasync_pass_duration_seconds_count", "kind=\"full\"", "outcome=\"complete\"") >= 1
        );
        Assert.True(
            watched.Value("datasync_pass_duration_seconds_count", "kind=\"live\"", "outcome=\"complete\"") >= 1
        );
        Assert.InRange(watched.Value("datasync_pass_lag_seconds")!.Value, 0, 60);
        Assert.Equal((1, 1), (watched.Value("datasync_n8n_up"), watched.Value("datasync_database_up")));
        // Five, one of which failed, and the failure that was told.
        Assert.Equal(6, watched.Value("datasync_ingest_rows_total", "outcome=\"inserted\""));
        Assert.Equal(0, watched.Value("datasync_ingest_rows_total", "outcome=\"quarantined\""));
        Assert.Equal(6000, watched.Value("datasync_n8n_budget_limit"));
        Assert.InRange(watched.Value("datasync_n8n_budget_used")!.Value, 2, watched.Arrivals);
        // Counted when it is answered, so that one may be under way.
        Assert.InRange(watched.Value("datasync_n8n_requests_total")!.Value, 2, watched.Arrivals);
        Assert.True(watched.Value("datasync_alert_latency_seconds_count", "channel=\"email\"") >= 1);
        Assert.Equal((1, 0), (watched.Value("datasync_mail_up"), watched.Value("datasync_outbox_waiting")));
        Assert.True(watched.Value("datasync_incidents_open") >= 1);
        Assert.Equal(2, watched.Value("datasync_workflows"));
        Assert.True(watched.Value("datasync_workflows", "health=\"failing\"") >= 1);
        Assert.Equal(0, watched.Value("datasync_circuits"));
        // The one that is on; its last success was about an hour ago.
        var own = new[] { $"workflow_id=\"{watched.Host.Vpc}\"", "provider=\"aws\"", "type=\"vpc\"" };
        Assert.InRange(watched.Value("datasync_workflow_success_age_seconds", own)!.Value, 60, 3 * 3600);
        Assert.Equal(
            watched.Value("datasync_workflow_success_age_seconds"),
            watched.Value("datasync_workflow_success_age_seconds", own)
        );
        Assert.True(watched.Value("datasync_workflow_success_limit_seconds", own) > 0);
    }

    [Fact]
    public async Task Readiness_tells_of_a_mail_server_that_fails()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var smtp = TestSmtp.Start();
        await smtp.StopAsync();
        await using var app = await TestApp.StartAsync(
            null,
            [.. database.Settings.Select(s => (s.Key, s.Value)), .. smtp.Settings]
        );
        using var anybody = new ApiCaller(app, token: null);

        var ready = await anybody.UntilAsync("health/ready", "The mail server fails: alerts wait.");

        Assert.Equal((200, "degraded"), (ready.Status, ready["status"].GetString()));
        Assert.DoesNotContain($"{smtp.Port}", ready.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_for_who_may_read()
    {
        using var anybody = new ApiCaller(watched.Host.App, token: null);
        using var relay = new ApiCaller(watched.Host.App, await watched.Host.App.Services.AddTokenAsync(null));
        using var viewer = new ApiCaller(watched.Host.App, await watched.Host.App.Services.AddTokenAsync(Role.Viewer));

        Assert.Equal(401, (await anybody.GetAsync("metrics")).Status);
        Assert.Equal(403, (await relay.GetAsync("metrics")).Status);
        var answer = await viewer.GetAsync("metrics");
        Assert.Equal((200, "text/plain"), (answer.Status, answer.MediaType));
        foreach (var secret in new[] { watched.Host.N8n.ApiKey, TestApp.AdminToken, "ada@example.org" })
            Assert.DoesNotContain(secret, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_for_everybody_where_that_is_set_also_before_the_database_answers()
    {
        var folder = Directory.CreateTempSubdirectory("datasync-metrics-").FullName;
        await using var app = await TestApp.StartAsync(
            null,
            ("Metrics:Anonymous", "true"),
            ("ConnectionStrings:DataSync", $"Data Source={folder}")
        );
        using var anybody = new ApiCaller(app, token: null);

        var answer = await anybody.GetAsync("metrics");

        Assert.Equal(200, answer.Status);
        Assert.Contains("datasync_database_up{} 0", answer.Text, StringComparison.Ordinal);
        // Another program in the same process has numbers of its own.
        Assert.DoesNotContain("workflow_id", answer.Text, StringComparison.Ordinal);
        Directory.Delete(folder);
    }

    [Fact]
    public async Task While_they_are_fetched_n8n_is_looked_at_as_for_an_open_page()
    {
        await using var host = await ApiHost.StartAsync(Provider.Sqlite, ("Polling:LiveInterval", "00:00:02"));
        int Looks() =>
            host.N8n.Arrivals.Count(one => one.PathAndQuery.Contains("status=running", StringComparison.Ordinal));
        var before = Looks();

        await host.Admin.GetAsync("metrics");

        await host.App.UntilAsync(_ => Looks() >= before + 3, "looks");
    }

    [Fact]
    public async Task A_page_counts_while_it_is_open()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        using var admin = new ApiCaller(app);
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/data-sync"));

        await admin.UntilAsync("metrics", "datasync_circuits_connected{} 1");
        await page.Context.CloseAsync();
        await admin.UntilAsync("metrics", "datasync_circuits_connected{} 0");
    }
}
