using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Trends;

public sealed class ServiceLevelTests
{
    [Theory, DatabaseData]
    public async Task What_was_measured_is_held_against_the_targets(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = await TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        var now = TimeProvider.System.UtcNow();
        var hour = app.Services.GetRequiredService<SiteCalendar>().Hour(now.AddHours(-3));
        await using (var context = await database.Factory.CreateDbContextAsync())
        {
            var measured = new ServiceHour
            {
                StartsAt = hour,
                Looks = 10,
                Visible = 100,
                Monitored = 99,
                Aged = 10,
                AgeSeconds = 10 * 1_800,
            };
            // One of twenty pages took too long, two of ten changes came too late.
            for (var page = 0; page < 20; page++)
                measured.Loads.Add(page == 0 ? 9_000 : 800);
            for (var change = 0; change < 10; change++)
                measured.Updates.Add(change < 2 ? 90_000 : 12_000);
            context.ServiceHours.Add(measured);
            // In time, late, still to be sent; one in a summary, and one nobody asked for.
            await TellAsync(context, hour, false, 20);
            await TellAsync(context, hour, false, 400);
            await TellAsync(context, hour, false, [null]);
            await TellAsync(context, hour, true, 4_000);
            await TellAsync(context, hour, false);
            await context.SaveChangesAsync();
        }

        var levels = await ReadAsync(app, hour.AddHours(-1), now.AddHours(1));

        Assert.Equal((99, false, null), (levels[0].Value, levels[0].IsMet, levels[0].BudgetLeft));
        Assert.Equal((false, 3, 2), (levels[1].IsMet, levels[1].Measured, levels[1].Missed));
        Assert.Equal((95, true, 0), (levels[2].Value, levels[2].IsMet, Math.Round(levels[2].BudgetLeft!.Value, 6)));
        Assert.Equal((80, false, -3), (levels[3].Value, levels[3].IsMet, Math.Round(levels[3].BudgetLeft!.Value, 6)));
        Assert.Equal((0, null), (levels[4].Value, levels[4].IsMet));
        Assert.Equal((30, true), (levels[5].Value, levels[5].IsMet));
        Assert.InRange(levels[3].P95Seconds!.Value, 89, 91);
        // Of those that were sent.
        Assert.InRange(levels[1].P95Seconds!.Value, 19, 21);
    }

    [Theory, DatabaseData]
    public async Task A_mail_counts_once_from_when_it_was_due(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var now = database.Clock.UtcNow();
        await using (var context = await database.Factory.CreateDbContextAsync())
        {
            // Both are of a failure detected an hour before, and of the cause that was found for it later.
            var (late, joined) = (
                await TellAsync(context, now.AddHours(-1), false, 10),
                Message(now.AddHours(-1), [5])
            );
            var cause = await TellAsync(context, now.AddHours(-1), false);
            await context.SaveChangesAsync();
            (late.CreatedAt, late.DueAt) = (now.AddMinutes(-54), now.AddHours(-1));
            late.Deliveries[0].SentAt = now.AddMinutes(-53);
            joined.CreatedAt = now.AddMinutes(-30);
            joined.Deliveries[0].SentAt = now.AddMinutes(-29);
            foreach (var message in (AlertMessage[])[late, joined])
            {
                message.Incidents.Add(new() { IncidentId = cause.Incidents[0].IncidentId });
            }
            joined.Incidents.Add(new() { IncidentId = late.Incidents[0].IncidentId });
            context.Add(joined);
            await context.SaveChangesAsync();
        }

        var levels = await new ServiceLevelReader(database.Factory, new(TimeZoneInfo.Utc), database.Clock).ReadAsync(
            now.AddHours(-2),
            now,
            default
        );

        Assert.Equal((2, 1), (levels.Levels[1].Measured, levels.Levels[1].Missed));
    }

    [Theory, DatabaseData]
    public async Task Nothing_measured_is_not_met_and_what_was_gathered_adds_up(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = await TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        var now = TimeProvider.System.UtcNow();
        Assert.All(
            await ReadAsync(app, now.AddDays(-1), now.AddHours(1)),
            level => Assert.True(level.IsMet is null, level.ToString())
        );

        var meter = app.Services.GetRequiredService<ServiceMeter>();
        meter.Loaded(1_000);
        await meter.FlushAsync(default);
        meter.Loaded(7_000);
        meter.Loaded(1e300);
        await meter.FlushAsync(default);

        var loads = (await ReadAsync(app, now.AddDays(-1), now.AddHours(1)))[2];
        Assert.Equal((3, 2), (loads.Measured, loads.Missed));
    }

    [Theory, DatabaseData]
    public async Task A_promise_that_is_not_kept_is_an_incident_until_it_is(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = await TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        var sampler = app.Services.GetRequiredService<ServiceSampler>();
        var hour = app.Services.GetRequiredService<SiteCalendar>().Hour(TimeProvider.System.UtcNow().AddHours(-2));
        await using var context = await database.Factory.CreateDbContextAsync();
        var row = new ServiceHour
        {
            StartsAt = hour,
            Looks = 2_000,
            Visible = 2_000,
            Monitored = 1_000,
        };
        context.ServiceHours.Add(row);
        await context.SaveChangesAsync();

        await sampler.JudgeAsync(default);
        await sampler.JudgeAsync(default);
        var open = await context.Incidents.AsNoTracking().SingleAsync();
        row.Monitored = 2_000;
        await context.SaveChangesAsync();
        await sampler.JudgeAsync(default);

        Assert.Equal((IncidentKind.ServiceLevel, null), (open.Kind, open.ResolvedAt));
        Assert.Contains("50 % of the workflows are monitored", open.Sentence, StringComparison.Ordinal);
        Assert.NotNull((await context.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
    }

    [Fact]
    public async Task Targets_are_an_administrators_and_have_to_be_possible()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        var service = app.Services.GetRequiredService<ServiceTargetService>();
        var admin = await app.Services.AddPersonAsync(Role.Admin);

        var refused = await Assert.ThrowsAsync<RefusedException>(() =>
            service.SetAsync(admin, new() { AlertPercent = 101 }, default)
        );
        await service.SetAsync(admin, new() { LoadSeconds = 2 }, default);

        Assert.Equal("alertPercent", refused.Field);
        Assert.Equal(
            2,
            (await app.Services.GetRequiredService<ServiceLevelReader>().TargetsAsync(default)).LoadSeconds
        );
        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal(1, await context.AuditEntries.CountAsync(one => one.Action == AuditActions.ServiceTargetsChanged));
    }

    private static async Task<IReadOnlyList<ServiceLevel>> ReadAsync(TestApp app, DateTime from, DateTime to) =>
        (await app.Services.GetRequiredService<ServiceLevelReader>().ReadAsync(from, to, default)).Levels;

    /// <param name="seconds">For each recipient, after which its mail was out; null: it is not.</param>
    private static async Task<AlertMessage> TellAsync(
        DataSyncDbContext context,
        DateTime at,
        bool inSummary,
        params double?[] seconds
    )
    {
        var incident = new Incident
        {
            Kind = IncidentKind.Failure,
            CauseKey = Guid.NewGuid().ToString("N"),
            Title = "A cause",
            OpenedAt = at,
            DetectedAt = at,
            NotifyAt = at,
            FirstToldAt = at,
            ResolvedAt = at.AddHours(1),
            InSummary = inSummary,
        };
        context.Incidents.Add(incident);
        await context.SaveChangesAsync();
        var message = Message(at, seconds);
        message.Kind = inSummary ? AlertMessageKind.Summary : AlertMessageKind.Opened;
        message.Incidents.Add(new() { IncidentId = incident.Id });
        context.AlertMessages.Add(message);
        return message;
    }

    private static AlertMessage Message(DateTime at, double?[] seconds)
    {
        var message = new AlertMessage
        {
            MessageId = Guid.NewGuid().ToString("N"),
            Kind = AlertMessageKind.Opened,
            Story = new AlertStory(AlertMessageKind.Opened, "A cause").Write(),
            CreatedAt = at,
        };
        foreach (var one in seconds)
            message.Deliveries.Add(
                new()
                {
                    Address = "a@example.org",
                    NotBefore = at.AddYears(1),
                    State = one is null ? DeliveryState.Failed : DeliveryState.Sent,
                    SentAt = one is { } after ? at.AddSeconds(after) : null,
                }
            );
        return message;
    }
}
