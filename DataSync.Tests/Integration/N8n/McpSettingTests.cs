using DataSync.Core.N8n;
using DataSync.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace DataSync.Tests.Integration.N8n;

/// <summary>Changing a setting of a workflow changes that and nothing else.</summary>
public sealed class McpSettingTests : ActTests
{
    [Fact]
    public async Task Whether_a_setting_took_is_read_and_not_taken_from_the_answer()
    {
        N8n.FaultFor = arrival => arrival.Method is "PUT" ? TestN8nFault.Truncated.AfterActing() : null;
        await Act(Client, "save");
        Assert.False(N8n.Workflows[^1].AvailableInMcp);
        N8n.ChangeWorkflow(Scheduled, one => one.AvailableInMcp = true);
        N8n.FaultFor = arrival => arrival.Method is "PUT" ? TestN8nFault.Json(200, "{}") : null;

        var failure = await Assert.ThrowsAsync<N8nActException>(() => Act(Client, "save"));

        Assert.True(failure.MayHaveHappened);
        Assert.Contains("does not show it", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_that_differs_is_never_published_by_a_setting()
    {
        var draft = await Client.Acts.ReadDraftAsync(Scheduled, default);
        N8n.ChangeWorkflow(Scheduled, one => one.Name = "AWS VPC Sync 2");
        var changed = await Assert.ThrowsAsync<N8nActException>(() =>
            Client.Acts.SetAvailableInMcpAsync(draft, available: false, default)
        );
        N8n.EditDraft(Scheduled);
        var edited = await Client.Acts.ReadDraftAsync(Scheduled, default);
        var unpublished = await Assert.ThrowsAsync<N8nActException>(() =>
            Client.Acts.SetAvailableInMcpAsync(edited, available: false, default)
        );

        Assert.All([changed, unpublished], one => Assert.False(one.MayHaveHappened));
        Assert.Contains("since it was read", changed.Message, StringComparison.Ordinal);
        Assert.Equal(edited.Obstacle, unpublished.Message);
        Assert.DoesNotContain(N8n.Arrivals, arrival => arrival.Method is "PUT");
    }

    [Fact]
    public async Task What_was_read_too_long_ago_is_not_saved()
    {
        var clock = new FakeTimeProvider(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var few = new Dictionary<string, string?>(StringComparer.Ordinal) { ["N8n:RequestsPerMinute"] = "4" };
        await using var client = new TestN8nClient(N8n.BaseUrl, N8n.ApiKey, clock, settings: few);
        var draft = await client.Acts.ReadDraftAsync(Scheduled, default);
        for (var more = 0; more < 2; more++)
            await client.Acts.ReadDraftAsync(Scheduled, default);

        // Reading takes the last request of this minute.
        var saving = client.Acts.SetAvailableInMcpAsync(draft, available: false, default);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!saving.IsCompleted && await look.WaitForNextTickAsync())
            if (N8n.Arrivals.Count == 4)
                clock.Advance(TimeSpan.FromSeconds(11));

        var refused = await Assert.ThrowsAsync<N8nActException>(() => saving);
        Assert.False(refused.MayHaveHappened);
        Assert.DoesNotContain(N8n.Arrivals, arrival => arrival.Method is "PUT");
    }

    [Fact]
    public async Task A_setting_changes_nothing_else_and_is_not_written_twice()
    {
        var nodes = N8n.Workflows[^1].Nodes.ToJsonString();
        var draft = await Client.Acts.ReadDraftAsync(Scheduled, default);

        await Client.Acts.SetAvailableInMcpAsync(draft, available: false, default);
        await Client.Acts.SetAvailableInMcpAsync(draft, available: false, default);

        var saved = N8n.Workflows[^1];
        Assert.Equal((false, "AWS VPC Sync", nodes), (saved.AvailableInMcp, saved.Name, saved.Nodes.ToJsonString()));
        Assert.Single(N8n.Arrivals, arrival => arrival.Method is "PUT");
    }
}
