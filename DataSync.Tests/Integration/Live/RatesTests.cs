using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.Live;

/// <summary>The success rate is what the runs of two days say: after a start, and while they come.</summary>
public sealed class RatesTests
{
    [Theory, DatabaseData]
    public async Task Runs_are_counted_at_start_and_each_of_them_once_while_they_come(Provider provider)
    {
        await using var n8n = await TestN8n.StartAsync();
        var (one, other) = (n8n.AddWorkflow("AWS VPC Sync"), n8n.AddWorkflow("GCP VPN Sync"));
        // Hours from the edge, whatever the time is.
        var now = TimeProvider.System.UtcNow();
        foreach (var (hours, status) in new[] { (-2, "success"), (-3, "error"), (-30, "success"), (-31, "crashed") })
            n8n.AddFinished(one, now.AddHours(hours), TimeSpan.FromSeconds(4), status);
        n8n.AddFinished(one, now.AddHours(-55), TimeSpan.FromSeconds(4), "error");
        n8n.AddFinished(one, now.AddHours(-2), TimeSpan.FromSeconds(4), "canceled");
        n8n.AddFinished(one, now.AddHours(-2), TimeSpan.FromSeconds(4), "error", mode: "manual");
        foreach (var part in new[] { "integrated", "error" })
            n8n.AddFinished(one, now.AddHours(-2), TimeSpan.FromSeconds(4), "error", mode: part);
        n8n.AddFinished(other, now.AddHours(-1), TimeSpan.FromSeconds(4));
        await using var database = await TestDatabase.CreateAsync(provider);
        var settings = TestApp.For(n8n, database);

        await using (var app = await TestApp.StartAsync(null, settings))
        {
            await app.UntilAsync(b => Is(b, new(2, 1), new(1, 1)), "all of them read and counted");
            // Somebody looks, so that passes are lively.
            using var watching = app.Board.Subscribe(() => { });
            var run = n8n.Start(one);
            await app.UntilAsync(b => b.Figures.Running == 1, "an open run");
            Assert.Equal(new RunRate(2, 1), app.Board.Current.Figures.Rates?.Day);
            n8n.Finish(run, "error");
            // Its detail comes later, as another change of the same run.
            await app.UntilAsync(
                b => b.Tiles.Any(tile => tile.LastRun is { ErrorMessage: not null }) && Is(b, new(2, 2), new(1, 1)),
                "one more failure, with its detail"
            );
            Assert.Equal((1, 2), Of(app.Board.Current, one));
            Assert.Equal((1, 0), Of(app.Board.Current, other));
        }

        await using var again = await TestApp.StartAsync(null, settings);
        await again.UntilAsync(b => Is(b, new(2, 2), new(1, 1)), "the same after a restart");
    }

    private static bool Is(BoardSnapshot board, RunRate day, RunRate before) => board.Figures.Rates == (day, before);

    private static (int, int)? Of(BoardSnapshot board, string id) =>
        board.Tiles.Single(tile => tile.WorkflowId == id).Rates is { Day: var day }
            ? (day.Succeeded, day.Failed)
            : null;
}
