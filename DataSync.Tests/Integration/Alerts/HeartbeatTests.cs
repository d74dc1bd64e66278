using DataSync.Core.N8n;
using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.Alerts;

/// <summary>Whoever is called after every good look at n8n notices by the silence that there is none.</summary>
public sealed class HeartbeatTests
{
    [Fact]
    public async Task Good_looks_are_told_and_bad_ones_are_not()
    {
        using var hook = new TestHook { Answer = 500 };
        await using var n8n = await TestN8n.StartAsync();
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(
            null,
            TestApp.For(n8n, database, ("Alerts:HeartbeatUrl", hook.Url), ("Polling:LiveInterval", "00:00:03"))
        );
        // It is enough to have n8n looked at often. That nobody takes it stops nothing; and each look is told once.
        await app.UntilAsync(_ => hook.Calls.Count >= 3, "calls");
        var looks = n8n.Arrivals.Count(one => one.PathAndQuery.Contains("status=running", StringComparison.Ordinal));
        Assert.InRange(hook.Calls.Count, 3, looks);
        Assert.All(hook.Calls, call => Assert.Equal("GET", call.Method));

        n8n.Fault = TestN8nFault.Unauthorized;
        var trouble = await app.UntilAsync(board => board.System.N8n == N8nCondition.Unauthorised, "trouble");
        var known = trouble.System.KnownUntil;
        var silent = hook.Calls.Count;
        var late = TimeSpan.FromSeconds(5);
        await app.UntilAsync(board => board.System.NextPassAt > trouble.System.NextPassAt + late, "more bad looks");
        Assert.InRange(hook.Calls.Count, silent, silent + 1);
        Assert.Equal(known, app.Board.Current.System.KnownUntil);

        n8n.Fault = null;
        var before = hook.Calls.Count;
        await app.UntilAsync(_ => hook.Calls.Count > before, "calls again", 60);
    }
}
