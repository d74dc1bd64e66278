using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using DataSync.Core.Retention;
using DataSync.Core.Trends;
using DataSync.Core.Triggers;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Retention;

/// <summary>What goes when it is old, what does not, and that nothing waits for it.</summary>
public sealed class RetentionTests
{
    [Theory, DatabaseData]
    public async Task An_execution_of_an_expired_day_is_neither_stored_nor_counted_again(Provider provider)
    {
        await using var life = await RetentionLife.OpenAsync(provider);
        var (old, young) = (life.Run(life.Ago(402)), life.Run(life.Ago(398)));
        var open = life.Run(life.Ago(402), "running");
        await life.IngestAsync(old, young, open);
        await life.Retention.RunAsync(default);

        // n8n lists what has gone, one nobody knew of the same day, and the end of the one that ran.
        var unknown = life.Run(life.Ago(402));
        var ended = open with { Status = "success", Finished = true, StoppedAt = life.Now };
        await life.IngestAsync(old with { RetrySuccessId = "9" }, young, unknown, ended);
        await life.ExplainAsync(old, unknown);

        Assert.Equal(
            [young.Id, open.Id],
            await life.ReadAsync(db =>
                db.Executions.OrderBy(row => row.Id).Select(row => row.ExecutionId).ToListAsync()
            )
        );
        var counted = await life.ReadAsync(db => db.Rollups.OrderBy(row => row.StartsAt).ToListAsync());
        // The day that has expired: the one that went, and the one that ended late; the other day with its hour.
        Assert.Equal(
            [(life.Ago(402).Date, 2), (life.Ago(398).Date, 1)],
            counted.Where(row => row.Grain == RollupGrain.Day).Select(row => (row.StartsAt, row.Success))
        );
        Assert.Equal([life.Ago(398)], counted.Where(row => row.Grain == RollupGrain.Hour).Select(row => row.StartsAt));
        Assert.Equal(2, await life.ReadAsync(db => db.Checkpoints.Select(row => row.ExecutionsStored).SingleAsync()));

        // The next night it goes, too.
        await life.Retention.RunAsync(default);
        Assert.Equal(
            young.Id,
            Assert.Single(await life.ReadAsync(db => db.Executions.Select(row => row.ExecutionId).ToListAsync()))
        );
    }

    [Theory, DatabaseData]
    public async Task What_ends_late_is_counted_also_while_everything_is_counted_anew(Provider provider)
    {
        await using var life = await RetentionLife.OpenAsync(provider);
        var open = life.Run(life.Ago(402), "running");
        await life.IngestAsync(open, life.Run(life.Ago(402)), life.Run(life.Ago(1)));
        await life.Retention.RunAsync(default);
        // The counting has just begun.
        await life.ReadAsync(db =>
            db.Checkpoints.ExecuteUpdateAsync(set => set.SetProperty(row => row.RollupsFrom, life.Now))
        );

        await life.IngestAsync(open with { Status = "success", Finished = true, StoppedAt = life.Now });
        await life.Services.GetRequiredService<RollupBuilder>().CompleteAsync(default);

        var days = await life.ReadAsync(db =>
            db.Rollups.Where(row => row.Grain == RollupGrain.Day).OrderBy(row => row.StartsAt).ToListAsync()
        );
        Assert.Equal([2, 1], days.Select(row => row.Success));
    }

    [Theory, DatabaseData]
    public async Task What_has_expired_stays_counted_when_the_zone_changes(Provider provider)
    {
        // The day of 23 hours that ends there when a day elsewhere, begun at the same time, has one hour left.
        await using var life = await RetentionLife.OpenAsync(
            provider,
            options => options.Executions = TimeSpan.FromDays(335),
            "Europe/Berlin"
        );
        var end = new DateTime(2025, 3, 30, 22, 0, 0, DateTimeKind.Utc);
        await life.IngestAsync(life.Run(end.AddHours(-10)), life.Run(end.AddMinutes(30)));
        await life.Retention.RunAsync(default);
        Assert.Equal(end, await life.ReadAsync(db => db.Checkpoints.Select(row => row.ExecutionsFrom).SingleAsync()));

        await using var other = life.Database.NewRetention("Africa/Lagos");
        await other.GetRequiredService<RollupBuilder>().CompleteAsync(default);
        await other.GetRequiredService<RollupBuilder>().RebuildAsync(default);

        var trend = await other
            .GetRequiredService<TrendReader>()
            .ReadAsync(new(end.AddHours(-23), end.AddHours(1)), default);
        Assert.Equal(2, Assert.Single(trend.ByBucket()).Numbers.Success);
    }

    [Theory, DatabaseData]
    public async Task Whole_days_of_the_sites_zone_go(Provider provider)
    {
        await using var life = await RetentionLife.OpenAsync(provider, zone: "Asia/Kolkata");
        // 400 days before this noon lies in the day that begins there at 18:30 UTC.
        var day = life.Ago(400).Date.AddHours(-5.5);
        await life.IngestAsync(life.Run(day.AddSeconds(-1)), life.Run(day));

        await life.Retention.RunAsync(default);

        Assert.Equal(day, Assert.Single(await life.ReadAsync(db => db.Executions.ToListAsync())).StartTime);
        Assert.Equal(day, await life.ReadAsync(db => db.Checkpoints.Select(row => row.ExecutionsFrom).SingleAsync()));
    }

    [Theory, DatabaseData]
    public async Task What_nodes_did_goes_first_and_the_rest_of_the_execution_stays(Provider provider)
    {
        await using var life = await RetentionLife.OpenAsync(provider);
        var (old, late, young) = (life.Run(life.Ago(32)), life.Run(life.Ago(32)), life.Run(life.Ago(29)));
        await life.IngestAsync(old, late, young);
        await life.ExplainAsync(old, young);
        var before = await life.ReadAsync(db => db.Checkpoints.SingleAsync());

        await life.Retention.RunAsync(default);
        // Read from n8n only now.
        await life.ExplainAsync(late);

        var history = life.Database.History();
        foreach (var run in (string[])[old.Id, late.Id])
        {
            var detail = (await history.FindAsync(run, default))!;
            Assert.Equal(
                (DetailState.Stored, null, 3),
                (detail.State, detail.Digest, detail.Summary.Resources.Created)
            );
        }
        Assert.NotNull((await history.FindAsync(young.Id, default))!.Digest);
        // Who polls is not told that nothing changed.
        var after = await life.ReadAsync(db => db.Checkpoints.SingleAsync());
        Assert.True(after.ChangeSeq > before.ChangeSeq + 1);
    }

    [Theory, DatabaseData]
    public async Task Ingest_goes_on_between_its_transactions(Provider provider)
    {
        await using var life = await RetentionLife.OpenAsync(provider);
        const int many = 2_300;
        foreach (var some in Enumerable.Range(0, many).Select(i => life.Run(life.Ago(500).AddMinutes(i))).Chunk(500))
        {
            await life.IngestAsync(some);
            await life.ExplainAsync(some);
        }
        var stored = new List<long>();
        var meanwhile = new List<long>();
        var writes = life.Services.GetRequiredService<WriteTransaction>();
        writes.Committed += Look;

        var run = await life.Retention.RunAsync(default);

        writes.Committed -= Look;
        Assert.Contains(new RetentionCount("workflow_executions", many), run.Removed);
        // Each transaction removed no more than a few, and an execution came in after each of them.
        var steps = stored.Zip(stored.Skip(1), (before, after) => before - after).Where(gone => gone > 0).ToList();
        Assert.Equal([500, 500, 500, 500, 300], steps);
        Assert.Equal([1_801, 1_302, 803, 304, 5], meanwhile);
        Assert.Equal(5, await life.ReadAsync(db => db.Executions.CountAsync()));

        // On the thread that committed, before it goes on: were the line still held, this would wait for ever.
        void Look(object? sender, EventArgs none)
        {
            writes.Committed -= Look;
            var now = Stored();
            if (stored.Count > 0 && stored[^1] > now)
            {
                life.IngestAsync(life.Run(life.Now)).GetAwaiter().GetResult();
                meanwhile.Add(Stored());
            }
            stored.Add(now);
            if (meanwhile.Count > 0 && meanwhile[^1] > now)
                stored.Add(meanwhile[^1]);
            writes.Committed += Look;
        }

        long Stored() =>
            life.ReadAsync(db => db.Checkpoints.Select(row => row.ExecutionsStored).SingleAsync())
                .GetAwaiter()
                .GetResult();
    }
}
