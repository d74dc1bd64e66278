using DataSync.Core.N8n;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace DataSync.Tests.Integration.N8n;

/// <summary>What is lost on the way: nothing is sent twice, and each failure says what may have been.</summary>
public sealed class ActLossTests : ActTests
{
    private static readonly string[] Acts = ["webhook", "mcp", "retry", "stop", "save"];

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

    [Theory]
    [MemberData(nameof(ActsAndFaults))]
    public async Task An_answer_that_goes_wrong_leaves_open_what_happened_and_nothing_is_sent_again(
        string act,
        string fault
    )
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var impatient = NewClient(time);
        N8n.FaultFor = arrival =>
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
        Assert.Single(N8n.Arrivals, arrival => arrival.Method is not "GET");
        Assert.Equal(N8n.Arrivals.Count, impatient.Budget.Status.UsedLast60s);
        await using var database = await impatient.Contexts.CreateDbContextAsync();
        Assert.Equal(N8n.Arrivals.Count, await database.RequestPermits.CountAsync(permit => permit.AnsweredAt != null));
        NoSecretIn(impatient, failure);
    }

    [Theory]
    [InlineData("webhook")]
    [InlineData("mcp")]
    [InlineData("retry")]
    [InlineData("stop")]
    [InlineData("save")]
    public async Task What_was_never_sent_did_not_happen(string act)
    {
        await N8n.StopAsync();

        var failure = await Assert.ThrowsAsync<N8nActException>(() => Act(Client, act));

        Assert.False(failure.MayHaveHappened);
        Assert.Equal(N8nCondition.Unreachable, failure.Condition);
        Assert.Empty(N8n.Arrivals);
    }

    [Fact]
    public async Task Cancelled_while_it_waits_for_its_turn_is_told_from_cancelled_on_the_way()
    {
        await using var one = NewClient(settings: ("N8n:RequestsPerMinute", "1"));
        N8n.Fault = TestN8nFault.Silent;
        using var given = new CancellationTokenSource();
        var sent = one.Acts.StopAsync(Running, given.Token);
        while (N8n.Arrivals.Count == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        using var early = new CancellationTokenSource();
        var queued = one.Acts.StopAsync(Running, early.Token);

        await early.CancelAsync();
        await given.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        Assert.True((await Assert.ThrowsAsync<N8nActException>(() => sent)).MayHaveHappened);
        Assert.Single(N8n.Arrivals);
    }

    [Theory]
    [InlineData("webhook", true)]
    [InlineData("mcp", false)]
    [InlineData("retry", false)]
    public async Task A_redirect_is_not_followed_and_carries_no_secret_away(string act, bool mayHaveHappened)
    {
        await using var thief = await TestN8n.StartAsync();
        N8n.Fault = TestN8nFault.Redirect(thief.BaseUrl + "/executions");

        var failure = await Assert.ThrowsAsync<N8nActException>(() => Act(Client, act));

        Assert.Equal(mayHaveHappened, failure.MayHaveHappened);
        Assert.Empty(thief.Arrivals);
    }
}
