using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Alerts;

/// <summary>Since when a mail was due, and how long people waited for it.</summary>
public sealed class ToldInTimeTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task The_first_mail_of_a_failure_is_due_when_it_was_detected()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        life.Show("A");
        var detected = life.Now;
        await life.EndAsync("A");
        // The program is held up.
        life.Clock.Advance(7 * Minute);
        await life.StepAsync();
        var message = Assert.Single(await life.ReadAsync(db => db.AlertMessages));
        Assert.Equal((detected, life.Now), (message.DueAt, message.CreatedAt));
    }

    [Fact]
    public async Task What_waited_for_a_reason_is_due_when_it_was_written()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        await life.SubscribeAsync(
            "b@example.org",
            new Subscription(SubscriptionScope.Workflow, "B", [AlertEvent.Failure])
        );
        life.Show("A", "B", "C");
        await life.Recipients.SetRulesAsync(Actor.Program, new AlertRules { AfterFailures = 2 }, default);
        await life.FailAsync("A", credential: "key");
        await life.PassAsync(20 * Minute, Minute);
        await life.FailAsync("A", credential: "key");
        await life.PassAsync(TimeSpan.FromSeconds(10));
        await life.Recipients.SetRulesAsync(Actor.Program, AlertRules.Default, default);
        // Somebody is told of it who was not concerned before.
        await life.FailAsync("B", credential: "key");
        await life.PassAsync(Minute);
        // It comes back.
        foreach (var name in (string[])["A", "B"])
            await life.EndAsync(name, "success");
        await life.PassAsync(10 * Minute, Minute);
        await life.FailAsync("A", credential: "key");
        await life.PassAsync(Minute);
        // Another was silenced for a while.
        await life.FailAsync("B", credential: "other key");
        await life.Alerts.SilenceAsync(Actor.Program, await NewestAsync(), life.Now + Hour, null, default);
        await life.PassAsync(2 * Hour, Minute);
        // And another was ended by hand before anybody was told, and opened again.
        await life.EndAsync("C");
        var last = await NewestAsync();
        await life.Alerts.ResolveAsync(Actor.Program, last, null, default);
        life.Clock.Advance(2 * Hour);
        await life.Alerts.ReopenAsync(Actor.Program, last, null, default);
        await life.PassAsync(Minute);

        var opened = await life.ReadAsync(db => db.AlertMessages.Where(one => one.Kind == AlertMessageKind.Opened));
        Assert.Equal(5, opened.Count);
        Assert.All(opened, one => Assert.Null(one.DueAt));

        async Task<int> NewestAsync() => (await life.ReadAsync(db => db.Incidents)).Max(one => one.Id);
    }

    [Theory, DatabaseData]
    public async Task Time_to_notify_is_of_mails_and_counts_while_one_is_to_be_sent(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider);
        life.Show("A");
        await life.Smtp.StopAsync();
        await life.FailAsync("A", credential: "key");
        await life.PassAsync(Minute);
        await using (var context = await life.ContextAsync())
        {
            var message = await context.AlertMessages.Include(one => one.Deliveries).SingleAsync();
            message.Deliveries.Add(
                new()
                {
                    Channel = AlertChannel.Webhook,
                    Address = "https://example.org",
                    State = DeliveryState.Sent,
                    SentAt = life.Now,
                }
            );
            await context.SaveChangesAsync();
        }
        life.Clock.Advance(9 * Minute);
        var history = life.Services.GetRequiredService<IncidentHistory>();
        var waiting = (await history.PageAsync(new(), null, 10, default)).Items[0];
        var response = await history.ResponseAsync(life.Now - Hour, default);
        Assert.Equal((600, null), (waiting.SecondsToNotify, waiting.MailedAt));
        Assert.Equal((1, 600, 0), (response!.Count, response.P95Seconds, response.Within));

        life.Smtp.StartAgain();
        await life.PassAsync(5 * Minute, Minute);
        var told = (await history.PageAsync(new(), null, 10, default)).Items[0];
        Assert.InRange(told.SecondsToNotify!.Value, 600, 900);
        Assert.NotNull(told.MailedAt);
    }
}
