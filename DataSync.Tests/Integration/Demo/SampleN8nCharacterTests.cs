using System.Text.Json;

namespace DataSync.Tests.Integration.Demo;

/// <summary>Everything a monitor has to tell apart is in the sample history, seen through the API alone.</summary>
public sealed class SampleN8nCharacterTests(SampleN8nCharacterTests.Shared shared)
    : IClassFixture<SampleN8nCharacterTests.Shared>
{
    [Fact]
    public async Task Steady_ones_succeed_and_vary_around_their_usual()
    {
        var runs = await shared.Server.RunsOf("AWS VPC Sync (eu-central-1)");
        var seconds = runs.Where(r => r.Is("status", "success")).Select(Seconds).Order().ToList();
        Assert.True(seconds.Count > 0.95 * runs.Count);
        Assert.InRange(seconds[seconds.Count / 2], 3, 45);
        Assert.InRange(seconds[seconds.Count * 9 / 10] / seconds[seconds.Count / 10], 1.5, 4);
        Assert.True(seconds.Distinct().Count() > 100);
    }

    [Fact]
    public async Task Three_fail_since_hours_with_one_expired_credential()
    {
        foreach (var name in new[] { "AWS Subnet Sync (prod)", "AWS NAT Gateway Sync (prod)", "AWS VPN Sync (prod)" })
        {
            var runs = await shared.Server.RunsOf(name);
            var failures = runs.TakeWhile(r => r.Is("status", "error")).ToList();
            Assert.InRange(failures.Count, 3, 20);
            Assert.True(runs.Count(r => r.Is("status", "success")) > 50);
            var error = Result(await WithData(failures[0])).GetProperty("error");
            Assert.Equal("401", error.Text("httpCode"));
            var credential = error.GetProperty("node").GetProperty("credentials").GetProperty("httpHeaderAuth");
            Assert.Equal("AWS-prod", credential.Text("name"));
            Assert.Equal("SsHeU6gc8hWWDEhg", credential.Text("id"));
        }
    }

    [Fact]
    public async Task One_flaps_with_throttling_that_is_worded_differently_each_time()
    {
        var runs = await shared.Server.RunsOf("Azure VPN Sync");
        var failed = runs.Where(r => r.Is("status", "error")).ToList();
        Assert.InRange((double)failed.Count / runs.Count, 0.2, 0.45);
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var run in failed.Take(5))
            texts.Add(Result(await WithData(run)).GetProperty("error").Text("description"));
        Assert.True(texts.Count > 1);
        Assert.All(texts, t => Assert.StartsWith("Too Many Requests", t, StringComparison.Ordinal));
        var retry = runs.First(r => r.Is("mode", "retry"));
        var original = await shared.Server.Get("/executions/" + retry.Text("retryOf"));
        Assert.Equal(retry.Text("id"), original.Text("retrySuccessId"));
    }

    [Fact]
    public async Task One_is_late_although_its_schedule_goes_on()
    {
        var workflow = (await shared.Server.WorkflowsByName())["Azure Transit Gateway Sync (Virtual WAN)"];
        Assert.True(workflow.GetProperty("active").GetBoolean());
        var last = (await shared.Server.RunsOf(workflow.Text("name")))[0];
        Assert.InRange(Now - last.Time("startedAt"), TimeSpan.FromHours(3), TimeSpan.FromHours(3.6));
    }

    [Fact]
    public async Task One_is_suspiciously_empty_where_it_always_had_about_twenty()
    {
        var runs = await shared.Server.RunsOf("GCP Subnet Sync");
        for (var i = 0; i < 3; i++)
            Assert.Equal(0, await Updated(runs[i]));
        foreach (var earlier in runs.Skip(6).Take(10).Where(r => r.Is("status", "success")))
            Assert.InRange(await Updated(earlier), 8, 45);

        async Task<int> Updated(JsonElement run) =>
            Items(await WithData(run), "Summary")[0].GetProperty("json").GetProperty("resources_updated").GetInt32();
    }

    [Fact]
    public async Task One_runs_for_many_times_its_usual()
    {
        var id = (await shared.Server.WorkflowsByName())["GCP VPN Sync"].Text("id");
        var open = Assert.Single(await shared.Server.All($"/executions?status=running&workflowId={id}"));
        Assert.InRange(Now - open.Time("startedAt"), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(9));
        var usual = (await shared.Server.RunsOf("GCP VPN Sync")).Select(Seconds).Order().ToList();
        Assert.InRange(usual[usual.Count / 2], 20, 70);
    }

    [Fact]
    public async Task One_waits_for_days_with_a_stop_time_as_n8n_has_it()
    {
        var waiting = Assert.Single(await shared.Server.All("/executions?status=waiting"));
        Assert.True(Now - waiting.Time("startedAt") > TimeSpan.FromDays(3));
        Assert.True(waiting.Time("waitTill") > Now.AddDays(2));
        Assert.Equal(JsonValueKind.String, waiting.GetProperty("stoppedAt").ValueKind);
    }

    [Fact]
    public async Task One_never_ran_one_is_off_one_is_archived_and_one_is_a_child()
    {
        var workflows = await shared.Server.WorkflowsByName();
        Assert.Empty(await shared.Server.RunsOf("OCI NAT Gateway Sync"));
        Assert.False(workflows["Ali VPN Sync"].GetProperty("active").GetBoolean());
        Assert.Equal(JsonValueKind.Null, workflows["Ali VPN Sync"].GetProperty("activeVersion").ValueKind);
        Assert.True(workflows["GCP VPC Sync (retired)"].GetProperty("isArchived").GetBoolean());
        Assert.NotEmpty(await shared.Server.RunsOf("GCP VPC Sync (retired)"));
        var children = await shared.Server.RunsOf("Inventory child");
        Assert.NotEmpty(children);
        Assert.All(children, r => Assert.Equal("integrated", r.Text("mode")));
    }

    [Fact]
    public async Task One_breaks_in_its_own_code()
    {
        var run = (await shared.Server.RunsOf("Huawei VPN Sync"))[0];
        var result = Result(await WithData(run));
        Assert.Equal("WrappedExecutionError", result.GetProperty("error").Text("name"));
        Assert.Equal("Normalise", result.Text("lastNodeExecuted"));
    }

    [Fact]
    public async Task One_succeeds_although_a_node_of_it_failed()
    {
        var details = new List<JsonElement>();
        foreach (var run in (await shared.Server.RunsOf("Huawei NAT Gateway Sync")).Take(12))
            details.Add(await WithData(run));
        var skipped = details.First(d =>
            d.GetProperty("data").GetRawText().Contains("peering connection was", StringComparison.Ordinal)
        );
        Assert.Equal("success", skipped.Text("status"));
        Assert.Equal("Summary", Result(skipped).Text("lastNodeExecuted"));
        Assert.Equal(
            "error",
            Result(skipped).GetProperty("runData").GetProperty("List peerings")[0].Text("executionStatus")
        );
    }

    [Fact]
    public async Task Counts_come_as_custom_data_or_from_the_last_node_or_not_at_all()
    {
        var custom = await WithData((await shared.Server.RunsOf("华为云 VPC 同步"))[0]);
        var last = await WithData((await shared.Server.RunsOf("Ali Transit Gateway Sync (CEN)"))[0]);
        var none = await WithData((await shared.Server.RunsOf("Address report"))[0]);
        Assert.True(int.Parse(custom.GetProperty("customData").Text("resources_updated")) > 0);
        Assert.True(Items(last, "Summary")[0].GetProperty("json").GetProperty("updated").GetInt32() > 0);
        Assert.Equal("""{"ok":true}""", Items(none, "Summary")[0].GetProperty("json").GetRawText());
        Assert.Empty(none.GetProperty("customData").EnumerateObject());
    }

    [Fact]
    public async Task Cancelled_crashed_manual_and_retried_ones_are_there()
    {
        var runs = await shared.Server.All("/executions?");
        Assert.Contains(runs, r => r.Is("status", "canceled"));
        Assert.Contains(runs, r => r.Is("status", "crashed"));
        Assert.Contains(runs, r => r.Is("mode", "manual"));
        Assert.Contains(runs, r => r.Is("mode", "retry"));
        Assert.Contains(runs, r => r.Is("mode", "webhook"));
        var cancelled = Result(await WithData(runs.First(r => r.Is("status", "canceled"))));
        Assert.Equal("ManualExecutionCancelledError", cancelled.GetProperty("error").Text("name"));
    }

    [Fact]
    public async Task Times_of_nodes_fill_the_run_and_items_match_its_counts()
    {
        var run = (await shared.Server.RunsOf("GCP VPC Sync")).First(r => r.Is("status", "success"));
        var detail = await WithData(run);
        var nodes = Result(detail).GetProperty("runData").EnumerateObject().Select(p => p.Value[0]).ToList();
        var took = nodes.Sum(n => n.GetProperty("executionTime").GetInt64());
        Assert.InRange(took / 1000.0, Seconds(run) - 0.1, Seconds(run));
        var counts = Items(detail, "Summary")[0].GetProperty("json");
        Assert.Equal(
            Math.Min(
                200,
                counts.GetProperty("resources_created").GetInt32() + counts.GetProperty("resources_updated").GetInt32()
            ),
            Items(detail, "Write to CMDB").GetArrayLength()
        );
    }

    private DateTime Now => shared.Server.Time.GetUtcNow().UtcDateTime;

    private Task<JsonElement> WithData(JsonElement run) =>
        shared.Server.Get($"/executions/{run.Text("id")}?includeData=true");

    private static JsonElement Result(JsonElement execution) => execution.GetProperty("data").GetProperty("resultData");

    private static JsonElement Items(JsonElement execution, string node) =>
        Result(execution).GetProperty("runData").GetProperty(node)[0].GetProperty("data").GetProperty("main")[0];

    private static double Seconds(JsonElement run) => (run.Time("stoppedAt") - run.Time("startedAt")).TotalSeconds;

    /// <summary>One server for all of these: they only read, and time stands still.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        internal SampleServer Server { get; private set; } = null!;

        public async Task InitializeAsync() => Server = await SampleServer.StartAsync();

        public async Task DisposeAsync() => await Server.DisposeAsync();
    }
}
