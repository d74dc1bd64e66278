using DataSync.Core.N8n;
using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.N8n;

/// <summary>What n8n may not or cannot do is told with what to do about it.</summary>
public sealed class ActRefusalTests : ActTests
{
    [Theory]
    [InlineData("retry", "execution:retry")]
    [InlineData("stop", "execution:stop")]
    [InlineData("save", "workflow:update")]
    public async Task A_key_that_may_not_is_told_which_scope_it_lacks(string act, string scope)
    {
        N8n.FaultFor = arrival => arrival.Method is "GET" ? null : TestN8nFault.Forbidden;

        var failure = await Assert.ThrowsAsync<N8nActException>(() => Act(Client, act));

        Assert.False(failure.MayHaveHappened);
        Assert.Equal(N8nCondition.ForbiddenScope, failure.Condition);
        Assert.Contains(scope, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_n8n_says_what_it_cannot_do()
    {
        N8n.Line = TestN8nLine.One;
        await Client.Acts.LearnAsync(RequestPriority.Person, default);

        var retry = await Assert.ThrowsAsync<N8nActException>(() => Act(Client, "retry"));
        var stop = await Assert.ThrowsAsync<N8nActException>(() => Act(Client, "stop"));
        var save = await Assert.ThrowsAsync<N8nActException>(() => Act(Client, "save"));

        Assert.All([retry, stop, save], one => Assert.False(one.MayHaveHappened));
        Assert.Contains("1.113", retry.Message, StringComparison.Ordinal);
        Assert.Contains("2.10", stop.Message, StringComparison.Ordinal);
        Assert.Contains("does not know the setting", save.Message, StringComparison.Ordinal);
        Assert.True(Client.Abilities is { CanStop: false, McpAnswers: false });
        N8n.Line = TestN8nLine.Two;
        await Client.Acts.LearnAsync(RequestPriority.Person, default);
        Assert.True(Client.Abilities is { CanStop: true, McpAnswers: true, McpProblem: null });
    }

    [Fact]
    public async Task A_silent_n8n_leaves_what_was_known_of_it()
    {
        await Client.Acts.LearnAsync(RequestPriority.Person, default);
        N8n.Fault = TestN8nFault.ServerError;
        await Client.Acts.LearnAsync(RequestPriority.Person, default);
        await N8n.StopAsync();
        await Client.Acts.LearnAsync(RequestPriority.Person, default);

        Assert.True(Client.Abilities is { CanStop: true, McpAnswers: true });
    }
}
