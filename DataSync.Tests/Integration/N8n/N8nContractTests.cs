using System.Net;
using DataSync.Core.N8n;
using DataSync.Tests.Support;
using DataSync.Web.Demo;

namespace DataSync.Tests.Integration.N8n;

/// <summary>An n8n the contract is held against; disposing stops it if it was started for the test.</summary>
public sealed class N8nUnderTest(string baseUrl, string apiKey, IAsyncDisposable? server = null) : IAsyncDisposable
{
    public string BaseUrl => baseUrl;
    public string ApiKey => apiKey;

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>
/// What DataSync relies on in every n8n: the same assertions against the recordings of both lines, the n8n of our tests,
/// the sample n8n and a real one. To hold another n8n against it, derive a class and start that n8n in
/// <see cref="StartAsync"/>. It needs workflows with and without a schedule, more than five finished executions and a
/// failed one.
/// </summary>
#pragma warning disable CA1001 // xunit disposes through IAsyncLifetime
public abstract class N8nContractTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private N8nUnderTest n8n = null!;
    private TestN8nClient host = null!;

    protected abstract Task<N8nUnderTest> StartAsync();

    public async Task InitializeAsync()
    {
        n8n = await StartAsync();
        host = new(n8n.BaseUrl, n8n.ApiKey);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await n8n.DisposeAsync();
    }

    [Fact]
    public async Task Health_needs_no_key() => Assert.True(await host.Client.IsAliveAsync(default));

    [Fact]
    public async Task Workflows_come_with_what_runs_them()
    {
        var page = await host.Client.ListWorkflowsAsync(null, RequestPriority.Person, default);

        Assert.NotEmpty(page.Workflows);
        Assert.All(page.Workflows, workflow => Assert.NotEmpty(workflow.Name));
        Assert.Contains(page.Workflows, workflow => workflow.Active);
        var nodes = page.Workflows.SelectMany(workflow => workflow.Nodes).ToList();
        var schedules = nodes.Where(node => node.Type is "n8n-nodes-base.scheduleTrigger").ToList();
        Assert.NotEmpty(schedules);
        Assert.All(schedules, node => Assert.True(node.Parameters.TryGetProperty("rule", out _)));
        Assert.All(
            nodes.Where(node => node.Type is "n8n-nodes-base.code" or "n8n-nodes-base.set"),
            node => Assert.Empty(node.Parameters.EnumerateObject())
        );
    }

    [Fact]
    public async Task Executions_are_paged_from_new_to_old()
    {
        var first = await ListAsync(new(Limit: 5));
        var next = await ListAsync(new(Limit: 5, Cursor: first.NextCursor));

        Assert.Equal(5, first.Executions.Count);
        Assert.NotNull(first.NextCursor);
        Assert.Equal(first.NextCursor, N8nClient.CursorBelow(first.Executions[^1].Id, 5));
        var ids = first.Executions.Concat(next.Executions).Select(row => long.Parse(row.Id)).ToList();
        Assert.Equal(ids.OrderDescending(), ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Empty(first.Unreadable);
        Assert.All(
            first.Executions,
            row =>
            {
                Assert.NotNull(row.WorkflowId);
                Assert.NotNull(row.Mode);
                Assert.Equal(DateTimeKind.Utc, row.StartedAt!.Value.Kind);
                Assert.True(row.Status is not "running" and not "new");
            }
        );
    }

    [Fact]
    public async Task Failed_ones_say_which_node_failed_and_why()
    {
        var page = await host.Client.ListExecutionsWithDataAsync(
            new(Status: "error", Limit: 2),
            RequestPriority.Person,
            default
        );

        Assert.NotEmpty(page.Details);
        Assert.True(page.BytesRead > 0);
        Assert.All(
            page.Details,
            detail =>
            {
                Assert.False(detail.Execution.Finished);
                Assert.NotEmpty(detail.Digest!.Nodes);
                Assert.NotNull(detail.Digest.Error!.Node);
                Assert.NotEmpty(detail.Digest.Error.Message);
                Assert.Contains(
                    detail.Digest.Nodes,
                    node =>
                        node.Error is not null && detail.Digest.Error.Node!.Equals(node.Name, StringComparison.Ordinal)
                );
            }
        );
    }

    [Fact]
    public async Task Open_ones_are_listed_by_status_or_the_status_is_refused()
    {
        var running = await Try(() => ListAsync(new(Status: "running")));
        var waiting = await ListAsync(new(Status: "waiting"));

        Assert.All(running?.Executions ?? [], row => Assert.Null(row.StoppedAt));
        Assert.All(waiting.Executions, row => Assert.NotNull(row.WaitTill));
        Assert.All([.. running?.Executions ?? [], .. waiting.Executions], row => Assert.False(row.Finished));
    }

    [Theory]
    [InlineData("nonsense", null)]
    [InlineData(null, "nonsense")]
    public async Task Nonsense_is_refused_with_400(string? status, string? cursor)
    {
        var refusal = await Assert.ThrowsAsync<N8nException>(() => ListAsync(new(Status: status, Cursor: cursor)));

        Assert.Equal(HttpStatusCode.BadRequest, refusal.Status);
    }

    [Fact]
    public async Task An_unknown_execution_is_null() =>
        Assert.Null(await host.Client.GetExecutionAsync("999999", false, RequestPriority.Person, default));

    [Fact]
    public async Task A_wrong_key_is_told_apart()
    {
        await using var stranger = new TestN8nClient(n8n.BaseUrl, "not-the-key");

        var refusal = await Assert.ThrowsAsync<N8nException>(() =>
            stranger.Client.ListExecutionsAsync(new(), RequestPriority.Person, default)
        );

        Assert.Equal(N8nCondition.Unauthorised, refusal.Condition);
    }

    private Task<N8nExecutionPage> ListAsync(N8nExecutionQuery query) =>
        host.Client.ListExecutionsAsync(query, RequestPriority.Person, default);

    private static async Task<N8nExecutionPage?> Try(Func<Task<N8nExecutionPage>> ask)
    {
        try
        {
            return await ask();
        }
        catch (N8nException refusal) when (refusal.Status == HttpStatusCode.BadRequest)
        {
            return null;
        }
    }
}

public sealed class RecordedLineOneContractTests : N8nContractTests
{
    protected override async Task<N8nUnderTest> StartAsync()
    {
        var server = await RecordingsServer.StartAsync("1.110.1");
        return new(server.BaseUrl, RecordingsServer.ApiKey, server);
    }
}

public sealed class RecordedLineTwoContractTests : N8nContractTests
{
    protected override async Task<N8nUnderTest> StartAsync()
    {
        var server = await RecordingsServer.StartAsync("2.40.7");
        return new(server.BaseUrl, RecordingsServer.ApiKey, server);
    }
}

public abstract class TestN8nContractTests(TestN8nLine line) : N8nContractTests
{
    protected override async Task<N8nUnderTest> StartAsync()
    {
        var n8n = await TestN8n.StartAsync();
        n8n.Line = line;
        var scheduled = n8n.AddWorkflow("AWS VPC Sync", cron: "*/15 * * * *");
        var called = n8n.AddWorkflow("GCP NAT Gateway Sync", tags: ["gcp"]);
        var start = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var run = 0; run < 12; run++)
            n8n.AddFinished(
                scheduled,
                start.AddMinutes(15 * run),
                TimeSpan.FromSeconds(3),
                run % 4 == 3 ? "error" : "success"
            );
        n8n.Start(called, "webhook");
        n8n.Wait(n8n.Start(called, "webhook"));
        return new(n8n.BaseUrl, n8n.ApiKey, n8n);
    }
}

public sealed class TestN8nLineOneContractTests() : TestN8nContractTests(TestN8nLine.One);

public sealed class TestN8nLineTwoContractTests() : TestN8nContractTests(TestN8nLine.Two);

/// <summary>The sample n8n behind the demo.</summary>
public sealed class SampleN8nContractTests : N8nContractTests
{
    protected override async Task<N8nUnderTest> StartAsync()
    {
        var sample = await SampleN8n.StartAsync(TimeProvider.System, new SampleN8nOptions(), default);
        return new N8nUnderTest(sample.BaseUrl.ToString(), sample.ApiKey, sample);
    }
}

/// <summary>Against a real n8n; only reads.</summary>
[Trait("Category", "RealN8n")]
public sealed class RealN8nContractTests : N8nContractTests
{
    protected override Task<N8nUnderTest> StartAsync() =>
        Task.FromResult(new N8nUnderTest(RealN8n.BaseUrl, RealN8n.ApiKey));
}
