using DataSync.Core.N8n;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace DataSync.Tests.Integration.N8n;

/// <summary>What can go wrong with an act, over real HTTP: nothing is sent twice, and each failure says what may have been.</summary>
public sealed class ActFailureTests : IAsyncLifetime
{
    private const string Secret = "X-Sync-Key: open sesame";
    private static readonly string[] Acts = ["webhook", "mcp", "retry", "stop", "save"];

    private TestN8n n8n = null!;
    private TestN8nClient host = null!;
    private string workflow = null!;
    private string scheduled = null!;
    private string failed = null!;
    private string running = null!;

    public static TheoryData<string, string> ActsAndFaults()
    {
        var data = new TheoryData<string, string>();
        foreach (var act in Acts)
        foreach (var fault in new[] { "lost", "error", "cut off", "slow" })
            // How a setting was saved is read again anyway.
            if ((act, fault) is not ("save", "cut off"))
                data.Add(act, fault);
        return data;
    }

    public async Task InitializeAsync()
    {
        n8n = await TestN8n.StartAsync();
        n8n.RunsEndAfter = TimeSpan.Zero;
        workflow = n8n.AddWorkflow("GCP NAT Gateway Sync");
        n8n.GuardWebhook(workflow, "headerAuth", Secret);
        scheduled = n8n.AddWorkflow("AWS VPC Sync", cron: "*/15 * * * *", availableInMcp: true);
        failed = n8n.AddFinished(
            scheduled,
            new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc),
            TimeSpan.FromSeconds(3),
            "error"
        );
        running = n8n.Start(workflow, "webhook");
        host = Host();
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await n8n.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(ActsAndFaults))]
    public async Task An_answer_that_goes_wrong_leaves_open_what_happened_and_nothing_is_sent_again(
        string act,
        string fault
    )
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var impatient = Host(time);
        n8n.FaultFor = arrival =>
            arrival.Method is "GET"
                ? null
                : fault switch
                {
                    "lost" => TestN8nFault.Down.AfterActing(),
                    "error" => TestN8nFault.ServerError.AfterActing(),
                    "cut off" => TestN8nFault.Truncated.AfterActing(),
                    _ => TestN8nFault.Silent.AfterActing(),
                };

        var call = Act(impatient, act);
        // Slowly where the answer comes by itself; but on, or a repeat would wait for ever.
        var pace = TimeSpan.FromMilliseconds(fault is "slow" ? 5 : 100);
        while (!call.IsCompleted)
        {
            await Task.WhenAny(call, Task.Delay(pace, TimeProvider.System, CancellationToken.None));
            time.Advance(TimeSpan.FromSeconds(1));
        }
        var failure = await Assert.ThrowsAsync<N8nActException>(() => call);

        Assert.True(failure.MayHaveHappened, failure.Message);
        Assert.Single(n8n.Arrivals, arrival => arrival.Method is not "GET");
        Assert.Equal(n8n.Arrivals.Count, impatient.Budget.Status.UsedLast60s);
        await using var database = await impatient.Contexts.CreateDbContextAsync();
        Assert.Equal(n8n.Arrivals.Count, await database.RequestPermits.CountAsync(permit => permit.AnsweredAt != null));
        NoSecretIn(impatient, failure);
    }

    [Fact]
    public async Task Whether_a_setting_took_is_read_and_not_taken_from_the_answer()
    {
        n8n.FaultFor = arrival => arrival.Method is "PUT" ? TestN8nFault.Truncated.AfterActing() : null;
        await Act(host, "save");
        Assert.False(n8n.Workflows[^1].AvailableInMcp);
        n8n.ChangeWorkflow(scheduled, one => one.AvailableInMcp = true);
        n8n.FaultFor = arrival => arrival.Method is "PUT" ? TestN8nFault.Json(200, "{}") : null;

        var failure = await Assert.ThrowsAsync<N8nActException>(() => Act(host, "save"));

        Assert.True(failure.MayHaveHappened);
        Assert.Contains("does not show it", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("webhook")]
    [InlineData("mcp")]
    [InlineData("retry")]
    [InlineData("stop")]
    [InlineData("save")]
    public async Task What_was_never_sent_did_not_happen(string act)
    {
        await n8n.StopAsync();

        var failure = await Assert.ThrowsAsync<N8nActException>(() => Act(host, act));

        Assert.False(failure.MayHaveHappened);
        Assert.Equal(N8nCondition.Unreachable, failure.Condition);
        Assert.Empty(n8n.Arrivals);
    }

    [Fact]
    public async Task Cancelled_while_it_waits_for_its_turn_is_told_from_cancelled_on_the_way()
    {
        await using var one = Host(settings: ("N8n:RequestsPerMinute", "1"));
        n8n.Fault = TestN8nFault.Silent;
        using var given = new CancellationTokenSource();
        var sent = one.Acts.StopAsync(running, given.Token);
        while (n8n.Arrivals.Count == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        using var early = new CancellationTokenSource();
        var queued = one.Acts.StopAsync(running, early.Token);

        await early.CancelAsync();
        await given.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        Assert.True((await Assert.ThrowsAsync<N8nActException>(() => sent)).MayHaveHappened);
        Assert.Single(n8n.Arrivals);
    }

    [Theory]
    [InlineData("retry", "execution:retry")]
    [InlineData("stop", "execution:stop")]
    [InlineData("save", "workflow:update")]
    public async Task A_key_that_may_not_is_told_which_scope_it_lacks(string act, string scope)
    {
        n8n.FaultFor = arrival => arrival.Method is "GET" ? null : TestN8nFault.Forbidden;

        var failure = await Assert.ThrowsAsync<N8nActException>(() => Act(host, act));

        Assert.False(failure.MayHaveHappened);
        Assert.Equal(N8nCondition.ForbiddenScope, failure.Condition);
        Assert.Contains(scope, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("webhook", true)]
    [InlineData("mcp", false)]
    [InlineData("retry", false)]
    public async Task A_redirect_is_not_followed_and_carries_no_secret_away(string act, bool mayHaveHappened)
    {
        await using var thief = await TestN8n.StartAsync();
        n8n.Fault = TestN8nFault.Redirect(thief.BaseUrl + "/executions");

        var failure = await Assert.ThrowsAsync<N8nActException>(() => Act(host, act));

        Assert.Equal(mayHaveHappened, failure.MayHaveHappened);
        Assert.Empty(thief.Arrivals);
    }

    [Fact]
    public async Task A_workflows_own_answer_is_not_taken_for_a_refusal_of_n8ns()
    {
        n8n.Fault = TestN8nFault.Json(404, """{"message":"No such VPC"}""").AfterActing();

        var failure = await Assert.ThrowsAsync<N8nActException>(() => Act(host, "webhook"));

        Assert.True(failure.MayHaveHappened);
        Assert.Contains("No such VPC", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"executionId":"17"}""", "17")]
    [InlineData("""{"execution":{"id":17}}""", "17")]
    [InlineData("""{"id":"vpc-17"}""", null)]
    [InlineData("""{"executionId":"../17"}""", null)]
    [InlineData("""[{"executionId":"17"}]""", null)]
    public async Task An_execution_the_answer_names_is_told(string answer, string? id)
    {
        n8n.Fault = TestN8nFault.Json(200, answer).AfterActing();

        Assert.Equal(id, await host.Acts.CallWebhookAsync(Webhook, "right", default));
    }

    [Fact]
    public async Task The_mcp_servers_refusals_are_told_apart()
    {
        n8n.ChangeWorkflow(scheduled, one => one.AvailableInMcp = false);
        var unavailable = await Assert.ThrowsAsync<N8nActException>(() => Act(host, "mcp"));
        n8n.McpEnabled = false;
        var off = await Assert.ThrowsAsync<N8nActException>(() => Act(host, "mcp"));
        n8n.McpKey = "another";
        n8n.McpEnabled = true;
        var key = await Assert.ThrowsAsync<N8nActException>(() => Act(host, "mcp"));
        n8n.Line = TestN8nLine.One;
        var old = await Assert.ThrowsAsync<N8nActException>(() => Act(host, "mcp"));

        Assert.All([unavailable, off, key, old], one => Assert.False(one.MayHaveHappened));
        Assert.Contains("switch on \"Available in MCP\"", unavailable.Message, StringComparison.Ordinal);
        Assert.Contains("switched off", off.Message, StringComparison.Ordinal);
        Assert.Contains("refuses the key", key.Message, StringComparison.Ordinal);
        Assert.Contains("has no MCP server", old.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mcp_server_may_answer_in_plain_json()
    {
        n8n.McpAnswersPlainJson = true;

        var id = await host.Acts.RunByMcpAsync(scheduled, default);

        Assert.Equal(n8n.Executions[^1].Id, id);
    }

    [Fact]
    public async Task What_a_tool_says_beyond_its_known_refusals_leaves_open_what_happened()
    {
        n8n.Fault = TestN8nFault.Json(
            200,
            """{"jsonrpc":"2.0","id":1,"result":{"structuredContent":{"executionId":null,"status":"error","error":"Queue is full, token=abc"}}}"""
        );

        var failure = await Assert.ThrowsAsync<N8nActException>(() => Act(host, "mcp"));

        Assert.True(failure.MayHaveHappened);
        Assert.Contains("Queue is full", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_n8n_says_what_it_cannot_do()
    {
        n8n.Line = TestN8nLine.One;
        await host.Acts.LearnAsync(RequestPriority.Person, default);

        var retry = await Assert.ThrowsAsync<N8nActException>(() => Act(host, "retry"));
        var stop = await Assert.ThrowsAsync<N8nActException>(() => Act(host, "stop"));
        var save = await Assert.ThrowsAsync<N8nActException>(() => Act(host, "save"));

        Assert.All([retry, stop, save], one => Assert.False(one.MayHaveHappened));
        Assert.Contains("1.113", retry.Message, StringComparison.Ordinal);
        Assert.Contains("2.10", stop.Message, StringComparison.Ordinal);
        Assert.Contains("publish", save.Message, StringComparison.Ordinal);
        Assert.True(host.Abilities is { CanStop: false, McpAnswers: false });
        n8n.Line = TestN8nLine.Two;
        await host.Acts.LearnAsync(RequestPriority.Person, default);
        Assert.True(host.Abilities is { CanStop: true, McpAnswers: true, McpProblem: null });
    }

    [Fact]
    public async Task A_silent_n8n_leaves_what_was_known_of_it()
    {
        await host.Acts.LearnAsync(RequestPriority.Person, default);
        n8n.Fault = TestN8nFault.ServerError;
        await host.Acts.LearnAsync(RequestPriority.Person, default);
        await n8n.StopAsync();
        await host.Acts.LearnAsync(RequestPriority.Person, default);

        Assert.True(host.Abilities is { CanStop: true, McpAnswers: true });
    }

    [Fact]
    public async Task A_draft_that_differs_is_never_published_by_a_setting()
    {
        var draft = await host.Acts.ReadDraftAsync(scheduled, default);
        n8n.ChangeWorkflow(scheduled, one => one.Name = "AWS VPC Sync 2");
        var changed = await Assert.ThrowsAsync<N8nActException>(() =>
            host.Acts.SetAvailableInMcpAsync(draft, available: false, default)
        );
        n8n.EditDraft(scheduled);
        var edited = await host.Acts.ReadDraftAsync(scheduled, default);
        var unpublished = await Assert.ThrowsAsync<N8nActException>(() =>
            host.Acts.SetAvailableInMcpAsync(edited, available: false, default)
        );

        Assert.All([changed, unpublished], one => Assert.False(one.MayHaveHappened));
        Assert.Contains("since it was read", changed.Message, StringComparison.Ordinal);
        Assert.Equal(edited.Obstacle, unpublished.Message);
        Assert.DoesNotContain(n8n.Arrivals, arrival => arrival.Method is "PUT");
    }

    [Fact]
    public async Task A_setting_changes_nothing_else_and_is_not_written_twice()
    {
        var nodes = n8n.Workflows[^1].Nodes.ToJsonString();
        var draft = await host.Acts.ReadDraftAsync(scheduled, default);

        await host.Acts.SetAvailableInMcpAsync(draft, available: false, default);
        await host.Acts.SetAvailableInMcpAsync(draft, available: false, default);

        var saved = n8n.Workflows[^1];
        Assert.Equal((false, "AWS VPC Sync", nodes), (saved.AvailableInMcp, saved.Name, saved.Nodes.ToJsonString()));
        Assert.Single(n8n.Arrivals, arrival => arrival.Method is "PUT");
    }

    [Theory]
    [InlineData("")]
    [InlineData("../rest/owner/setup")]
    [InlineData("a/../../b")]
    public async Task A_path_that_leads_elsewhere_is_not_called(string path)
    {
        var failure = await Assert.ThrowsAsync<N8nActException>(() =>
            host.Acts.CallWebhookAsync(new(path, "POST", N8nWebhookAuth.None), null, default)
        );

        Assert.False(failure.MayHaveHappened);
        Assert.Empty(n8n.Arrivals);
    }

    [Fact]
    public async Task A_password_is_sent_as_basic_auth_and_to_nobody_else()
    {
        n8n.GuardWebhook(workflow, "basicAuth", "me:pass:word");

        await host.Acts.CallWebhookAsync(Webhook with { Auth = N8nWebhookAuth.Basic }, "basic", default);
        var missing = await Assert.ThrowsAsync<N8nActException>(() =>
            host.Acts.CallWebhookAsync(Webhook with { Auth = N8nWebhookAuth.Basic }, "nobody", default)
        );
        var other = await Assert.ThrowsAsync<N8nActException>(() =>
            host.Acts.CallWebhookAsync(Webhook with { Auth = N8nWebhookAuth.Other }, "basic", default)
        );

        Assert.Single(n8n.Arrivals);
        Assert.Contains("N8n:Secrets:nobody", missing.Message, StringComparison.Ordinal);
        Assert.Contains("sign-in", other.Message, StringComparison.Ordinal);
        NoSecretIn(host, missing);
    }

    private static readonly N8nWebhook Webhook = new("gcp-nat-gateway-sync", "POST", N8nWebhookAuth.Header);

    private async Task Act(TestN8nClient client, string act)
    {
        switch (act)
        {
            case "webhook":
                await client.Acts.CallWebhookAsync(Webhook, "right", default);
                break;
            case "mcp":
                await client.Acts.RunByMcpAsync(scheduled, default);
                break;
            case "retry":
                await client.Acts.RetryAsync(failed, default);
                break;
            case "stop":
                await client.Acts.StopAsync(running, default);
                break;
            default:
                var draft = await client.Acts.ReadDraftAsync(scheduled, default);
                await client.Acts.SetAvailableInMcpAsync(draft, available: false, default);
                break;
        }
    }

    private TestN8nClient Host(TimeProvider? time = null, params (string Key, string Value)[] settings) =>
        new(
            n8n.BaseUrl,
            n8n.ApiKey,
            time,
            settings: new Dictionary<string, string?>(
                settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)),
                StringComparer.Ordinal
            )
            {
                ["N8n:MaxRetries"] = "3",
                ["N8n:McpKey"] = n8n.McpKey,
                ["N8n:Secrets:right"] = Secret,
                ["N8n:Secrets:basic"] = "me:pass:word",
            }
        );

    private void NoSecretIn(TestN8nClient client, Exception failure)
    {
        foreach (var secret in new[] { n8n.ApiKey, n8n.McpKey, "open sesame", "pass:word" })
        {
            Assert.DoesNotContain(secret, failure.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(client.Log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }
}
