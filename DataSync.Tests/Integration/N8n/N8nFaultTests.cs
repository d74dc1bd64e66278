using System.Diagnostics;
using DataSync.Core.N8n;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace DataSync.Tests.Integration.N8n;

/// <summary>Everything n8n or the way to it can do wrong, over real HTTP.</summary>
public sealed class N8nFaultTests
{
    public static readonly TheoryData<string, N8nCondition, string> Faults = new()
    {
        { nameof(TestN8nFault.Down), N8nCondition.Unreachable, "broke" },
        { nameof(TestN8nFault.Silent), N8nCondition.Unreachable, "did not answer within 1 s" },
        { nameof(TestN8nFault.Stalled), N8nCondition.Unreachable, "middle of an answer" },
        { nameof(TestN8nFault.Html), N8nCondition.NotAnN8n, "text/html" },
        { nameof(TestN8nFault.Unauthorized), N8nCondition.Unauthorised, "API key" },
        { nameof(TestN8nFault.Forbidden), N8nCondition.ForbiddenScope, "execution:list" },
        { nameof(TestN8nFault.ServerError), N8nCondition.ServerError, "500" },
        { nameof(TestN8nFault.Truncated), N8nCondition.NotAnN8n, "not complete JSON" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Each_fault_has_its_condition_and_a_sentence(string fault, N8nCondition condition, string part)
    {
        await using var n8n = await TestN8n.StartAsync();
        await using var host = Host(n8n);
        n8n.Fault = (TestN8nFault)typeof(TestN8nFault).GetField(fault)!.GetValue(null)!;

        var failure = await Fails(() => ListAsync(host));
        var single = await Fails(() => host.Client.GetExecutionAsync("1", true, RequestPriority.Person, default));
        var workflows = await Fails(() => host.Client.ListWorkflowsAsync(null, RequestPriority.Person, default));

        Assert.All([failure, single, workflows], one => Assert.Equal(condition, one.Condition));
        Assert.Contains(part, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(n8n.ApiKey, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains(n8n.ApiKey, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stopped_n8n_is_unreachable_and_back_when_it_is_back()
    {
        await using var n8n = await TestN8n.StartAsync();
        await using var host = Host(n8n);
        await n8n.StopAsync();

        var failure = await Fails(() => ListAsync(host));

        Assert.Equal(N8nCondition.Unreachable, failure.Condition);
        Assert.Contains($"127.0.0.1:{n8n.Port}", failure.Message, StringComparison.Ordinal);
        Assert.False(await host.Client.IsAliveAsync(default));
        await n8n.StartAgainAsync();
        Assert.Empty((await ListAsync(host)).Executions);
        Assert.True(await host.Client.IsAliveAsync(default));
        Assert.Single(n8n.Arrivals);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var n8n = await TestN8n.StartAsync();
        await using var thief = await TestN8n.StartAsync();
        await using var host = Host(n8n);
        n8n.Fault = TestN8nFault.Redirect(thief.BaseUrl + "/executions");

        var failure = await Fails(() => ListAsync(host));

        Assert.Equal(N8nCondition.NotAnN8n, failure.Condition);
        Assert.Contains(thief.Origin, failure.Message, StringComparison.Ordinal);
        Assert.Empty(thief.Arrivals);
    }

    [Fact]
    public async Task A_get_is_repeated_three_times_and_every_attempt_costs_a_permit()
    {
        await using var n8n = await TestN8n.StartAsync();
        await using var host = Host(n8n, ("N8n:MaxRetries", "3"));
        n8n.FaultFor = _ => n8n.Arrivals.Count <= 3 ? TestN8nFault.ServerError : null;

        await ListAsync(host);

        Assert.Equal(4, n8n.Arrivals.Count);
        Assert.Equal(4, host.Budget.Status.UsedLast60s);
        await using var database = await host.Contexts.CreateDbContextAsync();
        Assert.Equal(4, await database.RequestPermits.CountAsync(permit => permit.AnsweredAt != null));
    }

    [Theory]
    [InlineData(nameof(TestN8nFault.Unauthorized))]
    [InlineData(nameof(TestN8nFault.Forbidden))]
    [InlineData(nameof(TestN8nFault.Html))]
    public async Task What_a_repeat_cannot_mend_is_not_repeated(string fault)
    {
        await using var n8n = await TestN8n.StartAsync();
        await using var host = Host(n8n, ("N8n:MaxRetries", "3"));
        n8n.Fault = (TestN8nFault)typeof(TestN8nFault).GetField(fault)!.GetValue(null)!;

        await Fails(() => ListAsync(host));

        Assert.Single(n8n.Arrivals);
    }

    [Fact]
    public async Task A_short_retry_after_is_waited_for()
    {
        await using var n8n = await TestN8n.StartAsync();
        await using var host = Host(n8n, ("N8n:MaxRetries", "3"));
        n8n.FaultFor = _ => n8n.Arrivals.Count == 1 ? TestN8nFault.RateLimited(TimeSpan.FromSeconds(3)) : null;
        var watch = Stopwatch.StartNew();

        await ListAsync(host);

        Assert.Equal(2, n8n.Arrivals.Count);
        Assert.InRange(watch.Elapsed.TotalSeconds, 2.9, 20);
    }

    [Fact]
    public async Task A_long_retry_after_is_handed_to_the_caller()
    {
        await using var n8n = await TestN8n.StartAsync();
        await using var host = Host(n8n, ("N8n:MaxRetries", "3"));
        n8n.Fault = TestN8nFault.RateLimited(TimeSpan.FromSeconds(90));

        var failure = await Fails(() => ListAsync(host));

        Assert.Equal(N8nCondition.RateLimited, failure.Condition);
        Assert.Equal(TimeSpan.FromSeconds(90), failure.RetryAfter);
        Assert.Single(n8n.Arrivals);
    }

    [Fact]
    public async Task Nothing_is_sent_while_the_permit_cannot_be_stored()
    {
        await using var n8n = await TestN8n.StartAsync();
        await using var host = Host(n8n);
        await ListAsync(host);
        await using (var database = await host.Contexts.CreateDbContextAsync())
            await database.Database.ExecuteSqlRawAsync("ALTER TABLE n8n_request_permits RENAME TO Away");

        await Assert.ThrowsAsync<DbUpdateException>(() => ListAsync(host));
        await Assert.ThrowsAsync<DbUpdateException>(() => ListAsync(host));

        Assert.Single(n8n.Arrivals);
        Assert.Equal(1, host.Budget.Status.UsedLast60s);
        await using (var database = await host.Contexts.CreateDbContextAsync())
            await database.Database.ExecuteSqlRawAsync("ALTER TABLE Away RENAME TO n8n_request_permits");
        await ListAsync(host);
        Assert.Equal(2, n8n.Arrivals.Count);
    }

    [Fact]
    public async Task A_bad_row_leaves_the_rest_of_its_page()
    {
        await using var n8n = await TestN8n.StartAsync();
        await using var host = Host(n8n);
        var workflow = n8n.AddWorkflow("AWS VPC Sync");
        string[] rows =
        [
            "17",
            "[]",
            """{"id":{"a":1}}""",
            """{"finished":true}""",
            """{"id":"1234567890123456789012345678901234567"}""",
            """{"id":"5","startedAt":"yesterday"}""",
            """{"id":6,"status":"dreaming","startedAt":null,"workflowId":7,"finished":"perhaps"}""",
        ];
        foreach (var row in rows)
        {
            var id = n8n.Start(workflow);
            n8n.Finish(id);
            n8n.Change(id, execution => execution.RawRow = row);
        }
        n8n.Finish(n8n.Start(workflow));

        var page = await ListAsync(host);

        Assert.Equal("8, 6", string.Join(", ", page.Executions.Select(row => row.Id)));
        Assert.Equal("dreaming", page.Executions[1].Status);
        Assert.Equal("7", page.Executions[1].WorkflowId);
        Assert.Equal(6, page.Unreadable.Count);
        Assert.Contains(page.Unreadable, row => row is { Id: "5", Reason: "startedAt is not a time" });
    }

    [Fact]
    public async Task Unset_is_a_condition_of_its_own_and_asks_nobody()
    {
        await using var host = new TestN8nClient("", "");

        var failure = await Fails(() => ListAsync(host));

        Assert.Equal(N8nCondition.NotConfigured, failure.Condition);
        Assert.False(await host.Client.IsAliveAsync(default));
    }

    [Fact]
    public async Task Time_outs_and_retries_run_on_the_clock_that_is_given()
    {
        var time = new FakeTimeProvider(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        await using var n8n = await TestN8n.StartAsync(time);
        await using var host = new TestN8nClient(
            n8n.BaseUrl,
            n8n.ApiKey,
            time,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["N8n:MaxRetries"] = "1" }
        );
        n8n.Fault = TestN8nFault.Silent;

        var asking = Fails(() => ListAsync(host));
        while (!asking.IsCompleted)
        {
            // Time stands still while a request is on its way.
            if (n8n.Arrivals.Count == host.Budget.Status.UsedLast60s)
                time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        Assert.Equal(N8nCondition.Unreachable, (await asking).Condition);
        Assert.Equal(2, n8n.Arrivals.Count);
        Assert.True(n8n.Arrivals[1].At - n8n.Arrivals[0].At >= TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void Every_condition_has_words()
    {
        foreach (var condition in Enum.GetValues<N8nCondition>())
            Assert.NotEmpty(N8nConditionText.Of(condition).Title);
    }

    private static TestN8nClient Host(TestN8n n8n, params (string Key, string Value)[] settings) =>
        new(
            n8n.BaseUrl,
            n8n.ApiKey,
            settings: settings
                .Append(("N8n:AttemptTimeout", "00:00:01"))
                .ToDictionary(pair => pair.Item1, pair => (string?)pair.Item2, StringComparer.Ordinal)
        );

    private static Task<N8nExecutionPage> ListAsync(TestN8nClient host) =>
        host.Client.ListExecutionsAsync(new(), RequestPriority.Person, default);

    private static Task<N8nException> Fails<T>(Func<Task<T>> ask) => Assert.ThrowsAsync<N8nException>(ask);
}
