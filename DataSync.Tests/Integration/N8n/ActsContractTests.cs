using DataSync.Core.N8n;
using DataSync.Tests.Support;
using DataSync.Web.Demo;

namespace DataSync.Tests.Integration.N8n;

/// <summary>An n8n to act on, with a workflow for each way to do so; disposing takes away what was made for the test.</summary>
/// <param name="Guarded">Its webhook asks for a header, <paramref name="Secret"/>.</param>
/// <param name="Slow">Runs for at least a few seconds when its webhook is called.</param>
/// <param name="Scheduled">Has a schedule alone and is not available to the MCP server.</param>
public sealed record N8nToActOn(
    string BaseUrl,
    string ApiKey,
    string McpKey,
    string Guarded,
    string Secret,
    string Slow,
    string Scheduled,
    Func<Task> Dispose
);

/// <summary>
/// What DataSync relies on when it makes things happen: the same assertions against the n8n of our tests, the sample n8n
/// and a real one. It needs a failed execution and one that succeeded.
/// </summary>
#pragma warning disable CA1001 // xunit disposes through IAsyncLifetime
public abstract class ActsContractTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private N8nToActOn n8n = null!;
    private TestN8nClient host = null!;

    protected abstract Task<N8nToActOn> StartAsync();

    public async Task InitializeAsync()
    {
        n8n = await StartAsync();
        host = new(
            n8n.BaseUrl,
            n8n.ApiKey,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["N8n:McpKey"] = n8n.McpKey,
                ["N8n:Secrets:right"] = n8n.Secret,
                ["N8n:Secrets:wrong"] = n8n.Secret.Split(':')[0] + ": not the value",
            }
        );
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await n8n.Dispose();
    }

    [Fact]
    public async Task A_webhook_runs_its_workflow_for_who_has_its_secret()
    {
        var workflow = await WorkflowAsync(n8n.Guarded);
        var webhook = Assert.Single(workflow.Webhooks);
        var before = await NewestAsync(n8n.Guarded);

        var missing = await Refused(() => host.Acts.CallWebhookAsync(webhook, null, default));
        var wrong = await Refused(() => host.Acts.CallWebhookAsync(webhook, "wrong", default));
        Assert.Equal(before?.Id, (await NewestAsync(n8n.Guarded))?.Id);
        await host.Acts.CallWebhookAsync(webhook, "right", default);

        Assert.Equal(N8nWebhookAuth.Header, webhook.Auth);
        Assert.Contains("N8n:Secrets", missing.Message, StringComparison.Ordinal);
        Assert.Contains("refuses the secret", wrong.Message, StringComparison.Ordinal);
        var run = await Until(async () =>
            await NewestAsync(n8n.Guarded) is { } newest && newest.Id != before?.Id ? newest : null
        );
        Assert.Equal("webhook", run.Mode);
    }

    [Fact]
    public async Task A_webhook_that_is_not_there_is_told_apart()
    {
        var webhook = Assert.Single((await WorkflowAsync(n8n.Guarded)).Webhooks);

        var nowhere = await Refused(() =>
            host.Acts.CallWebhookAsync(new("no/such/webhook", "POST", N8nWebhookAuth.None), null, default)
        );
        var otherwise = await Refused(() =>
            host.Acts.CallWebhookAsync(webhook with { Method = "PATCH" }, "right", default)
        );

        Assert.Contains("does not listen", nowhere.Message, StringComparison.Ordinal);
        Assert.Contains("no longer takes PATCH", otherwise.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_a_schedule_alone_runs_by_mcp_once_it_is_available_there_and_no_longer_after()
    {
        var before = await WorkflowAsync(n8n.Scheduled);
        var refusal = await Refused(() => host.Acts.RunByMcpAsync(n8n.Scheduled, default));
        var draft = await host.Acts.ReadDraftAsync(n8n.Scheduled, default);

        await host.Acts.SetAvailableInMcpAsync(draft, available: true, default);

        var after = await WorkflowAsync(n8n.Scheduled);
        var id = await host.Acts.RunByMcpAsync(n8n.Scheduled, default);
        var run = await host.Client.GetExecutionAsync(id, false, RequestPriority.Person, default);
        Assert.Equal(n8n.Scheduled, run!.Execution.WorkflowId);
        Assert.Equal("trigger", run.Execution.Mode);
        Assert.Contains("Available in MCP", refusal.Message, StringComparison.Ordinal);
        Assert.True(before is { McpCanStart: true, AvailableInMcp: false, Webhooks: [] });
        Assert.True(after is { McpCanStart: true, AvailableInMcp: true, HasUnpublishedDraft: false, Active: true });
        Assert.Equal(before.TimeZone, after.TimeZone);
        Assert.Equal(before.Nodes.Select(node => node.Name), after.Nodes.Select(node => node.Name));

        var saved = await host.Acts.ReadDraftAsync(n8n.Scheduled, default);
        await host.Acts.SetAvailableInMcpAsync(saved, available: false, default);

        Assert.True(saved.AvailableInMcp);
        Assert.False((await WorkflowAsync(n8n.Scheduled)).AvailableInMcp);
        await Refused(() => host.Acts.RunByMcpAsync(n8n.Scheduled, default));
    }

    [Fact]
    public async Task What_failed_is_retried_and_what_succeeded_is_not()
    {
        var failed = await FirstAsync("error");
        var succeeded = await FirstAsync("success");

        var id = await host.Acts.RetryAsync(failed.Id, default);
        var refusal = await Refused(() => host.Acts.RetryAsync(succeeded.Id, default));

        var retry = await host.Client.GetExecutionAsync(id!, false, RequestPriority.Person, default);
        Assert.Equal("retry", retry!.Execution.Mode);
        Assert.Equal(failed.Id, retry.Execution.RetryOf);
        Assert.False(retry.Execution.IsOpen);
        Assert.Contains("succeeded", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_runs_is_stopped_once()
    {
        var webhook = Assert.Single((await WorkflowAsync(n8n.Slow)).Webhooks);
        await host.Acts.CallWebhookAsync(webhook, null, default);
        var running = await Until(async () =>
            await ListAsync(new(Status: "running", WorkflowId: n8n.Slow)) is [var first, ..] ? first : null
        );

        await host.Acts.StopAsync(running.Id, default);
        var again = await Refused(() => host.Acts.StopAsync(running.Id, default));

        var stopped = await Until(async () =>
            await host.Client.GetExecutionAsync(running.Id, false, RequestPriority.Person, default)
                is { Execution.IsOpen: false } detail
                ? detail.Execution
                : null
        );
        Assert.Equal("canceled", stopped.Status);
        Assert.Contains("ended already", again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_n8n_does_not_have_is_neither_retried_nor_stopped_nor_changed()
    {
        var retry = await Refused(() => host.Acts.RetryAsync("99999999", default));
        var stop = await Refused(() => host.Acts.StopAsync("99999999", default));
        var read = await Refused(() => host.Acts.ReadDraftAsync("nosuchworkflow00", default));
        var run = await Refused(() => host.Acts.RunByMcpAsync("nosuchworkflow00", default));

        Assert.All([retry, stop, read], one => Assert.Contains("does not have", one.Message, StringComparison.Ordinal));
        Assert.Contains("does not know", run.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_can_do_is_known_before_it_is_asked_to()
    {
        Assert.True(host.Abilities is { CanRetry: null, CanStop: null, McpAnswers: null });

        await host.Acts.LearnAsync(RequestPriority.Person, default);
        host.Abilities.OpenRunsAreListed = true;

        Assert.True(host.Abilities is { CanRetry: true, CanStop: true, McpAnswers: true, McpProblem: null });
        await using var stranger = new TestN8nClient(
            n8n.BaseUrl,
            n8n.ApiKey,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["N8n:McpKey"] = "not-the-key" }
        );
        await stranger.Acts.LearnAsync(RequestPriority.Person, default);
        Assert.False(stranger.Abilities.McpAnswers);
        Assert.Contains("N8n:McpKey", stranger.Abilities.McpProblem, StringComparison.Ordinal);
    }

    private async Task<N8nWorkflow> WorkflowAsync(string id)
    {
        var page = await host.Client.ListWorkflowsAsync(null, RequestPriority.Person, default);
        return page.Workflows.Single(workflow => workflow.Id == id);
    }

    private async Task<N8nExecution?> NewestAsync(string workflowId)
    {
        var running = await ListAsync(new(Status: "running", WorkflowId: workflowId));
        return running.Concat(await ListAsync(new(WorkflowId: workflowId, Limit: 5))).MaxBy(row => long.Parse(row.Id));
    }

    private async Task<N8nExecution> FirstAsync(string status) =>
        await Until(async () => await ListAsync(new(Status: status, Limit: 5)) is [var first, ..] ? first : null);

    private async Task<IReadOnlyList<N8nExecution>> ListAsync(N8nExecutionQuery query) =>
        (await host.Client.ListExecutionsAsync(query, RequestPriority.Person, default)).Executions;

    private static async Task<T> Until<T>(Func<Task<T?>> look)
        where T : class
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await look() is { } found)
                return found;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token);
        }
    }

    /// <summary>n8n surely did nothing.</summary>
    private static async Task<N8nActException> Refused(Func<Task> act)
    {
        var refusal = await Assert.ThrowsAsync<N8nActException>(act);
        Assert.False(refusal.MayHaveHappened, refusal.Message);
        return refusal;
    }
}

public sealed class TestN8nActsContractTests : ActsContractTests
{
    protected override async Task<N8nToActOn> StartAsync()
    {
        const string secret = "X-Sync-Key: open sesame";
        var n8n = await TestN8n.StartAsync();
        n8n.RunsEndAfter = TimeSpan.FromSeconds(3);
        var guarded = n8n.AddWorkflow("GCP NAT Gateway Sync");
        n8n.GuardWebhook(guarded, "headerAuth", secret);
        var slow = n8n.AddWorkflow("OCI VPN Sync");
        var scheduled = n8n.AddWorkflow("AWS VPC Sync", cron: "*/15 * * * *", timeZone: "Asia/Shanghai");
        var start = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
        n8n.AddFinished(scheduled, start, TimeSpan.FromSeconds(3), "error");
        n8n.AddFinished(scheduled, start.AddHours(1), TimeSpan.FromSeconds(3));
        return new(
            n8n.BaseUrl,
            n8n.ApiKey,
            n8n.McpKey,
            guarded,
            secret,
            slow,
            scheduled,
            async () => await n8n.DisposeAsync()
        );
    }
}

public sealed class SampleN8nActsContractTests : ActsContractTests
{
    protected override async Task<N8nToActOn> StartAsync()
    {
        var sample = await SampleN8n.StartAsync(TimeProvider.System, new SampleN8nOptions(), default);
        await using var host = new TestN8nClient(sample.BaseUrl.ToString(), sample.ApiKey);
        var page = await host.Client.ListWorkflowsAsync(null, RequestPriority.Person, default);
        string Id(string name) => page.Workflows.Single(workflow => workflow.Name == name).Id;
        return new(
            sample.BaseUrl.ToString(),
            sample.ApiKey,
            sample.McpKey,
            Id("GCP Transit Gateway Sync (NCC)"),
            sample.WebhookSecret,
            Id("GCP NAT Gateway Sync"),
            Id("OCI Transit Gateway Sync (DRG)"),
            async () => await sample.DisposeAsync()
        );
    }
}

/// <summary>Against a real n8n; makes workflows of its own there and removes them.</summary>
[Trait("Category", "RealN8n")]
public sealed class RealN8nActsContractTests : ActsContractTests
{
    protected override async Task<N8nToActOn> StartAsync()
    {
        var made = new RealN8nWorkflows();
        try
        {
            var header = await made.AddHeaderAsync("X-Sync-Key", made.Mark);
            var guarded = await made.AddCalledAsync("guarded", RealN8nWorkflows.Works, header);
            var slow = await made.AddCalledAsync("slow", RealN8nWorkflows.Waits);
            await made.AddCalledAsync("failing", RealN8nWorkflows.Fails);
            await made.AddCalledAsync("working", RealN8nWorkflows.Works);
            var scheduled = await made.AddScheduledAsync("scheduled");
            // They bring the executions that are needed.
            await made.CallAsync("failing");
            await made.CallAsync("working");
            return new(
                RealN8n.BaseUrl,
                RealN8n.ApiKey,
                RealN8n.McpKey,
                guarded,
                $"X-Sync-Key: {made.Mark}",
                slow,
                scheduled,
                async () => await made.DisposeAsync()
            );
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }
}
