using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Core.Retention;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace DataSync.Tests.Integration.Retention;

/// <summary>When old rows go.</summary>
public sealed class RetentionNightTests
{
    [Theory, DatabaseData]
    public async Task It_waits_for_a_night_of_the_site_and_makes_up_for_those_it_missed(Provider provider)
    {
        // Noon in UTC is half past five in the evening there, and half past three at night ten hours later.
        await using var life = await RetentionLife.OpenAsync(provider, zone: "Asia/Kolkata");
        await life.IngestAsync(life.Run(life.Ago(402)));
        var night = life.Now.AddHours(10);

        Assert.Equal(night, await life.Retention.RunIfDueAsync(default));
        life.SetNow(night.AddSeconds(-1));
        Assert.Equal(night, await life.Retention.RunIfDueAsync(default));
        Assert.Null((await life.Retention.ReadAsync(Actor.Program, default)).Last);

        // Off for three days.
        life.SetNow(night.AddDays(3).AddHours(5));
        Assert.Equal(night.AddDays(4), await life.Retention.RunIfDueAsync(default));
        Assert.Equal(
            [new("workflow_executions", 1), new("execution_rollups", 1)],
            (await life.Retention.ReadAsync(Actor.Program, default)).Last!.Removed
        );
    }

    [Theory, DatabaseData]
    public async Task What_is_left_when_the_program_ends_goes_within_the_hour(Provider provider)
    {
        await using var life = await RetentionLife.OpenAsync(provider);
        await life.IngestAsync([.. Enumerable.Range(0, 600).Select(i => life.Run(life.Ago(402).AddSeconds(i)))]);
        await life.Retention.RunIfDueAsync(default);
        life.Database.Clock.Advance(TimeSpan.FromDays(1));
        using var end = new CancellationTokenSource();
        life.Services.GetRequiredService<WriteTransaction>().Committed += EndAfterSome;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => life.Retention.RunIfDueAsync(end.Token));
        Assert.Equal(100, await life.ReadAsync(db => db.Executions.CountAsync()));
        Assert.Null((await life.Retention.ReadAsync(Actor.Program, default)).Last!.EndedAt);

        // Another program does not do it at the same time.
        await life.Retention.RunIfDueAsync(default);
        Assert.Equal(100, await life.ReadAsync(db => db.Executions.CountAsync()));
        life.Database.Clock.Advance(TimeSpan.FromHours(1));
        await life.Retention.RunIfDueAsync(default);
        Assert.Equal(0, await life.ReadAsync(db => db.Executions.CountAsync()));

        void EndAfterSome(object? sender, EventArgs none)
        {
            using var context = life.Database.Factory.CreateDbContext();
            if (context.Executions.Count() == 100)
                end.Cancel();
        }
    }

    [Theory, DatabaseData]
    public async Task Nothing_goes_that_is_not_counted_yet_and_the_page_says_so(Provider provider)
    {
        await using var life = await RetentionLife.OpenAsync(provider);
        await life.IngestAsync(life.Run(life.Ago(402)));
        // Another program begins to count everything anew, just after this one has counted all.
        var commits = 0;
        life.Services.GetRequiredService<WriteTransaction>().Committed += CountAnew;

        await Assert.ThrowsAnyAsync<Exception>(() => life.Retention.RunAsync(default));

        var view = await life.Retention.ReadAsync(Actor.Program, default);
        Assert.Contains("nothing goes before it is counted", view.Last!.Problem, StringComparison.Ordinal);
        Assert.Equal(life.Now.AddHours(1), view.NextAt);
        Assert.Equal(1, await life.ReadAsync(db => db.Executions.CountAsync()));

        void CountAnew(object? sender, EventArgs none)
        {
            // Of what is noted first, of the zone, of the counting.
            if (++commits != 3)
                return;
            using var context = life.Database.Factory.CreateDbContext();
            context.Checkpoints.ExecuteUpdate(set => set.SetProperty(row => row.RollupsFrom, life.Now));
        }
    }

    [Fact]
    public async Task The_program_does_it_by_itself()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 3, 0, 0, TimeSpan.Zero));
        await using var app = await TestApp.StartAsync(time, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        await UntilAsync(state => state is { StartedAt: null });

        time.Advance(TimeSpan.FromMinutes(30));

        await UntilAsync(state => state is { EndedAt: not null });

        async Task UntilAsync(Func<RetentionState?, bool> expected)
        {
            for (var tries = 0; tries < 1_500; tries++)
            {
                await using var db = await database.Factory.CreateDbContextAsync();
                if (expected(await db.Retention.AsNoTracking().SingleOrDefaultAsync()))
                    return;
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
            Assert.Fail("It did not come to that within half a minute.");
        }
    }
}
