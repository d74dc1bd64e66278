using System.Text.Json;
using DataSync.Web.Demo;

namespace DataSync.Tests.Integration.Demo;

/// <summary>The sample n8n lists what it holds as n8n does, goes on living, and shows every character it promises.</summary>
public sealed class SampleN8nLifeTests : IAsyncLifetime
{
    private SampleServer _server = null!;

    public async Task InitializeAsync() => _server = await SampleServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task History_is_two_weeks_of_forty_workflows()
    {
        var runs = await _server.All("/executions?");
        Assert.InRange(runs.Count, 6_000, 9_000);
        Assert.InRange(Now - runs[^1].Time("startedAt"), TimeSpan.FromDays(13.5), TimeSpan.FromDays(14));
        Assert.Equal(40, (await _server.WorkflowsByName()).Count);
        Assert.Equal(runs.Select(r => r.Id()).OrderDescending(), runs.Select(r => r.Id()));
        Assert.True(runs[0].Id() - runs[^1].Id() + 1 > runs.Count, "ids have gaps");
    }

    [Fact]
    public async Task Same_seed_and_time_give_the_same_n8n()
    {
        await using var twin = await SampleServer.StartAsync();
        await using var other = await SampleServer.StartAsync(new() { Seed = 2, RequestsPerMinute = 100_000 });
        // Asking in between must not change what happens.
        _server.Time.Advance(TimeSpan.FromMinutes(7));
        await _server.Get("/executions?limit=1");
        _server.Time.Advance(TimeSpan.FromMinutes(13));
        twin.Time.Advance(TimeSpan.FromMinutes(20));
        var mine = string.Join('\n', await _server.All("/executions?"));
        Assert.Equal(mine, string.Join('\n', await twin.All("/executions?")));
        Assert.NotEqual(mine, string.Join('\n', await other.All("/executions?")), StringComparer.Ordinal);
        var id = (await _server.Get("/executions?limit=1")).GetProperty("data")[0].Text("id");
        Assert.Equal(
            (await _server.Get($"/executions/{id}?includeData=true")).GetRawText(),
            (await twin.Get($"/executions/{id}?includeData=true")).GetRawText()
        );
    }

    [Fact]
    public async Task Walking_all_pages_while_runs_are_added_gives_each_finished_one_once()
    {
        var before = await _server.All("/executions?");
        var walked = await _server.All(
            "/executions?",
            () =>
            {
                _server.N8n.Fire("GCP NAT Gateway Sync");
                _server.Time.Advance(TimeSpan.FromSeconds(20));
                return Task.CompletedTask;
            },
            // Other page boundaries than before, or both would lose the same rows.
            limit: 97
        );
        Assert.Equal(walked.Count, walked.Select(r => r.Id()).Distinct().Count());
        // What left n8n meanwhile is what n8n prunes: the very oldest.
        var oldest = walked[^1].Id();
        var missing = before.Select(r => r.Id()).Where(id => id >= oldest).Except(walked.Select(r => r.Id()));
        Assert.Empty(missing);
        Assert.InRange(walked.Count, before.Count - 50, before.Count + 400);
    }

    [Fact]
    public async Task Statuses_divide_the_executions_and_running_ones_are_in_no_other_list()
    {
        _server.N8n.Fire("OCI VPN Sync");
        var all = await _server.All("/executions?");
        var byStatus = new List<JsonElement>();
        foreach (var status in new[] { "success", "error", "crashed", "canceled", "waiting", "new", "unknown" })
        {
            var rows = await _server.All("/executions?status=" + status);
            Assert.All(rows, r => Assert.Equal(status, r.Text("status")));
            byStatus.AddRange(rows);
        }
        Assert.Equal(all.Select(r => r.Id()).Order(), byStatus.Select(r => r.Id()).Order());

        var running = await _server.All("/executions?status=running");
        Assert.NotEmpty(running);
        Assert.Empty(running.Select(r => r.Id()).Intersect(all.Select(r => r.Id())));
        Assert.All(running, r => Assert.Equal(JsonValueKind.Null, r.GetProperty("stoppedAt").ValueKind));
        Assert.All(all, r => Assert.Equal(r.Text("status") is "success", r.GetProperty("finished").GetBoolean()));
    }

    [Fact]
    public async Task A_page_holds_100_rows_or_at_most_250_and_a_cursor_says_where_it_ends()
    {
        var page = await _server.Get("/executions?");
        var wide = await _server.Get("/executions?limit=1000");
        Assert.Equal(100, page.GetProperty("data").GetArrayLength());
        Assert.Equal(250, wide.GetProperty("data").GetArrayLength());
        var cursor = JsonElement.Parse(Convert.FromBase64String(page.Text("nextCursor")));
        Assert.Equal(page.GetProperty("data")[99].Text("id"), cursor.Text("lastId"));
        Assert.Equal(100, cursor.GetProperty("limit").GetInt32());
        Assert.Equal(
            40,
            (await _server.All("/workflows?")).DistinctBy(w => w.Text("id"), StringComparer.Ordinal).Count()
        );
        var few = await _server.Get("/workflows?limit=3");
        Assert.Equal("eyJsaW1pdCI6Mywib2Zmc2V0IjozfQ==", few.Text("nextCursor"));
    }

    [Fact]
    public async Task Executions_can_be_asked_for_by_start_time()
    {
        var (from, to) = (Now.AddHours(-5), Now.AddHours(-4));
        var all = (await _server.All("/executions?")).Where(r =>
            r.Time("startedAt") >= from && r.Time("startedAt") <= to
        );
        var asked = await _server.All($"/executions?startedAfter={from:O}&startedBefore={to:O}");
        Assert.NotEmpty(asked);
        Assert.Equal(all.Select(r => r.Id()), asked.Select(r => r.Id()));
    }

    [Fact]
    public async Task In_any_thirty_seconds_something_starts_and_something_ends()
    {
        for (var i = 0; i < 9; i++)
        {
            // At another phase of the minute each time.
            _server.Time.Advance(TimeSpan.FromSeconds(7));
            var from = Now;
            _server.Time.Advance(TimeSpan.FromSeconds(30));
            var rows = (await _server.Get("/executions?limit=50")).GetProperty("data").EnumerateArray().ToList();
            var running = await _server.All("/executions?status=running");
            Assert.Contains(rows.Concat(running), r => r.Time("startedAt") > from);
            Assert.Contains(rows, r => r.Text("status") is "success" && r.Time("stoppedAt") > from);
        }
    }

    [Fact]
    public async Task A_run_is_running_then_finished()
    {
        var id = _server.N8n.Fire("OCI VPN Sync");
        Assert.Equal("running", (await _server.Get("/executions/" + id)).Text("status"));
        _server.Time.Advance(TimeSpan.FromMinutes(5));
        var done = await _server.Get("/executions/" + id);
        Assert.Equal("success", done.Text("status"));
        Assert.InRange(
            done.Time("stoppedAt") - done.Time("startedAt"),
            TimeSpan.FromSeconds(10),
            TimeSpan.FromMinutes(2)
        );
    }

    [Fact]
    public async Task A_called_webhook_starts_a_run()
    {
        await _server.Send(HttpMethod.Post, "/webhook/oci-nat");
        var run = Assert.Single(await _server.All("/executions?status=running"), r => r.Text("mode") is "webhook");
        Assert.Equal((await _server.WorkflowsByName())["OCI NAT Gateway Sync"].Text("id"), run.Text("workflowId"));
    }

    [Fact]
    public async Task Paused_schedules_start_nothing_and_missed_ticks_are_not_replayed()
    {
        _server.N8n.PauseSchedules();
        var newest = await Newest();
        _server.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(newest, await Newest());
        _server.N8n.PauseSchedules(false);
        _server.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.InRange(await Newest() - newest, 2, 20);
    }

    [Fact]
    public async Task It_forgets_as_n8n_does()
    {
        _server.Time.Advance(TimeSpan.FromDays(2));
        var runs = await _server.All("/executions?");
        Assert.InRange(runs.Count, 9_900, 10_010);
        // The one that waits is open, so it stays however old.
        Assert.Single(runs, r => r.Text("status") is "waiting");
    }

    [Fact]
    public async Task Three_hundred_workflows_are_served_too()
    {
        await using var server = await SampleServer.StartAsync(
            new() { WorkflowCount = 300, RequestsPerMinute = 100_000 }
        );
        var workflows = await server.WorkflowsByName();
        Assert.Equal(300, workflows.Count);
        Assert.Equal(300, workflows.Values.DistinctBy(w => w.Text("id"), StringComparer.Ordinal).Count());
        Assert.InRange((await server.All("/executions?")).Count, 8_000, 10_010);
    }

    private DateTime Now => _server.Time.GetUtcNow().UtcDateTime;

    private async Task<long> Newest() =>
        Math.Max(
            (await _server.Get("/executions?limit=1")).GetProperty("data")[0].Id(),
            (await _server.All("/executions?status=running")).Select(r => r.Id()).DefaultIfEmpty().Max()
        );
}
