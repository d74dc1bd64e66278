using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Trends;

/// <summary>When a promise that is not kept is an incident, and for how long.</summary>
public sealed class ServiceIncidentTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private TestApp app = null!;
    private DataSyncDbContext context = null!;
    private ServiceHour hour = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(Provider.Sqlite);
        app = await TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        context = await database.Factory.CreateDbContextAsync();
        context.ServiceHours.Add(
            hour = new()
            {
                StartsAt = app
                    .Services.GetRequiredService<SiteCalendar>()
                    .Hour(TimeProvider.System.UtcNow().AddHours(-2)),
                Looks = 2_000,
                Visible = 20_000,
                Monitored = 20_000,
            }
        );
    }

    public async Task DisposeAsync()
    {
        await context.DisposeAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task What_is_just_below_the_target_is_not_called_as_much()
    {
        hour.Monitored = 19_999;
        var incident = Assert.Single(await JudgeAsync());
        Assert.StartsWith(
            "Only 99.9 % of the workflows are monitored, 100 %",
            incident.Sentence,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Each_promise_is_an_incident_of_its_own_and_ends_by_itself()
    {
        hour.Monitored = 10_000;
        for (var page = 0; page < 30; page++)
            hour.Loads.Add(60_000);
        context.Entry(hour).State = EntityState.Added;
        Assert.Equal(2, (await JudgeAsync()).Count(one => one.IsOpen));
        hour.Monitored = 20_000;
        var left = Assert.Single(await JudgeAsync(), one => one.IsOpen);
        Assert.Contains("pages", left.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_little_to_judge_by_neither_opens_nor_ends_one()
    {
        // Many workflows make no more of few looks, and few late mails are no trend.
        (hour.Looks, hour.Monitored) = (1_000, 10_000);
        Assert.Empty(await JudgeAsync());
        hour.Looks = 2_000;
        Assert.True(Assert.Single(await JudgeAsync()).IsOpen);
        (hour.Looks, hour.Visible, hour.Monitored) = (3, 30, 30);
        Assert.True(Assert.Single(await JudgeAsync()).IsOpen);
        (hour.Looks, hour.Visible, hour.Monitored) = (2_000, 20_000, 20_000);
        Assert.False(Assert.Single(await JudgeAsync()).IsOpen);
    }

    [Fact]
    public async Task What_somebody_ended_stays_ended_until_the_promise_was_kept()
    {
        hour.Monitored = 10_000;
        var incident = Assert.Single(await JudgeAsync());
        await app
            .Services.GetRequiredService<AlertService>()
            .ResolveAsync(Actor.Program, incident.Id, "As planned", default);
        Assert.False(Assert.Single(await JudgeAsync()).IsOpen);
        await AgeAsync();
        Assert.False(Assert.Single(await JudgeAsync()).IsOpen);

        hour.Monitored = 20_000;
        Assert.False(Assert.Single(await JudgeAsync()).IsOpen);
        hour.Monitored = 10_000;
        Assert.Equal([false, true], (await JudgeAsync()).Select(one => one.IsOpen));
    }

    /// <summary>It was ended yesterday.</summary>
    private Task<int> AgeAsync() =>
        context.Incidents.ExecuteUpdateAsync(set =>
            set.SetProperty(one => one.ResolvedAt, TimeProvider.System.UtcNow().AddDays(-1))
        );

    private async Task<IReadOnlyList<Incident>> JudgeAsync()
    {
        await context.SaveChangesAsync();
        await app.Services.GetRequiredService<ServiceSampler>().JudgeAsync(default);
        return await context.Incidents.AsNoTracking().OrderBy(one => one.Id).ToListAsync();
    }
}
