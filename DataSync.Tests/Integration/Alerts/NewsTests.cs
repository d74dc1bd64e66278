using System.Text.Json;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.Triggers;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Alerts;

/// <summary>What is told beside incidents: successes, runs by hand, the day in short.</summary>
public sealed class NewsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [DatabaseData]
    public async Task Who_asked_for_successes_gets_each_once_with_its_details_read(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider);
        await life.SubscribeAsync(
            "s@example.org",
            new Subscription(SubscriptionScope.Workflow, "A", [AlertEvent.Success])
        );
        life.Show("A", "B");
        await life.EndAsync("A", "success");
        await life.PassAsync(Minute);
        Assert.Empty(life.Smtp.Mails);
        foreach (var name in new[] { "A", "B" })
        {
            var id = await life.EndAsync(name, "success");
            await life.PassAsync(Minute);
            await life.SucceedAsync(id, name);
        }
        await life.PassAsync(2 * Minute);
        await life.RestartAsync();
        await life.PassAsync(2 * Minute);
        Assert.Equal(
            ("s@example.org", "[DataSync] A succeeded"),
            Assert.Single(life.Smtp.Mails.Select(mail => (mail.Recipient, mail.Message.Subject!)))
        );
        Assert.Equal(AlertType.Success, Assert.Single(await life.ReadAsync(db => db.Alerts)).AlertType);
    }

    [Fact]
    public async Task Who_asked_for_runs_by_hand_hears_who_asked_for_one()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        await life.SubscribeAsync(
            "m@example.org",
            new Subscription(SubscriptionScope.Provider, "aws", [AlertEvent.ManualTrigger])
        );
        life.Show("A");
        await life.PassAsync(Minute);
        await life.AskAsync("A", TriggerState.Queued);
        await life.PassAsync(Minute);
        Assert.Equal("A was run by Ada", Assert.Single(life.Subjects));
    }

    [Fact]
    public async Task A_run_that_did_not_come_about_is_an_incident_until_the_workflow_succeeds()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        life.Show("A");
        await life.PassAsync(Minute);
        await life.AskAsync("A", TriggerState.Refused, "n8n has no such webhook.");
        await life.PassAsync(Minute);
        Assert.Equal("A run that was asked for did not come about", Assert.Single(life.Desk.Open).Title);
        await life.RestartAsync();
        await life.PassAsync(Minute);
        await life.EndAsync("A", "success");
        await life.PassAsync(Minute);
        Assert.Empty(life.Desk.Open);
        Assert.Equal(2, life.Smtp.Mails.Count);
    }

    [Theory, DatabaseData]
    public async Task Runs_that_did_not_come_about_together_are_told_once_whatever_restarts(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider);
        life.Show("A", "B");
        foreach (var name in (string[])["A", "B"])
        {
            await life.AskAsync(name, TriggerState.Refused, "n8n has no such webhook.");
            await life.PassAsync(Minute);
        }
        foreach (var name in (string[])["A", "B"])
            await life.EndAsync(name, "success");
        await life.PassAsync(Minute);
        var told = life.Smtp.Mails.Count;
        await life.RestartAsync();
        await life.Services.GetRequiredService<TriggerDesk>().ReadAsync(default);
        await life.PassAsync(Minute);
        Assert.Single(await life.ReadAsync(db => db.Incidents));
        Assert.Equal(told, life.Smtp.Mails.Count);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("127.0.0.1", false)]
    public async Task A_webhook_that_speaks_for_a_mail_server_that_is_not_set_is_somebody_who_watches(
        string mailServer,
        bool isWatching
    )
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite, "a@example.org");
        life.UseWebhook("http://127.0.0.1:9/");
        await life.RestartAsync(("Smtp:Host", mailServer));
        life.Show("A");
        await life.StepAsync();
        await life.StepAsync();
        Assert.True(life.Desk.IsWatching);
        var all = await life.Recipients.RecipientsAsync(Actor.Program, default);
        await life.Recipients.RemoveAsync(Actor.Program, all[0].Id, default);
        await life.StepAsync();
        Assert.Equal(isWatching, life.Desk.IsWatching);
    }

    [Fact]
    public async Task The_digest_comes_once_a_day_at_its_hour()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        await life.SubscribeAsync("d@example.org", new Subscription(SubscriptionScope.All, null, [AlertEvent.Digest]));
        await life.Recipients.SetRulesAsync(
            Actor.Program,
            new AlertRules { DigestHour = 8, ReminderHours = 0 },
            default
        );
        life.Show("A");
        await life.FailAsync("A", credential: "key");
        await life.PassAsync(TimeSpan.FromHours(47), TimeSpan.FromMinutes(30));
        var digests = life.Smtp.Mails.Where(mail => mail.Recipient == "d@example.org").ToList();
        Assert.Equal(2, digests.Count);
        Assert.All(digests, mail => Assert.Equal("[DataSync] 1 open, 0 over since yesterday", mail.Message.Subject));
        Assert.Contains("rejected", digests[0].Message.TextBody, StringComparison.Ordinal);
    }

    [Theory, DatabaseData]
    public async Task The_digest_counts_all_and_lists_the_open_ones_first(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider, "nobody@example.org");
        await life.SubscribeAsync("d@example.org", new Subscription(SubscriptionScope.All, null, [AlertEvent.Digest]));
        life.Show("A");
        await life.StepAsync();
        await using (var context = await life.ContextAsync())
        {
            for (var number = 0; number < 130; number++)
                context.Incidents.Add(
                    new()
                    {
                        CauseKey = $"{number}",
                        Title = number < 120 ? "Over" : "Open",
                        OpenedAt = life.Now,
                        DetectedAt = life.Now,
                        Told = number < 120 ? Told.Recovered : Told.Broken,
                        ToldAt = life.Now,
                        FollowedUp = true,
                        AcknowledgedAt = life.Now,
                        ResolvedAt = number < 120 ? life.Now : null,
                    }
                );
            await context.SaveChangesAsync();
        }
        // It is noon, and the digest comes at eight.
        await life.PassAsync(TimeSpan.FromHours(20.5), 30 * Minute);
        var digest = Assert.Single(life.Smtp.Mails, mail => mail.Recipient == "d@example.org").Message;
        Assert.Equal("[DataSync] 10 open, 120 over since yesterday", digest.Subject);
        Assert.Contains("Listed are 100 of 130.", digest.TextBody, StringComparison.Ordinal);
        Assert.Equal(
            10,
            AlertStory
                .Read(
                    (await life.ReadAsync(db => db.AlertMessages.Where(one => one.Kind == AlertMessageKind.Digest)))[
                        0
                    ].Story
                )
                .Items.Count(item => item.IsOpen)
        );
    }

    [Fact]
    public async Task The_digest_comes_once_in_the_night_in_which_its_hour_comes_twice()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        await life.SubscribeAsync("d@example.org", new Subscription(SubscriptionScope.All, null, [AlertEvent.Digest]));
        await life.Recipients.SetRulesAsync(Actor.Program, new AlertRules { DigestHour = 2 }, default);
        await life.RestartAsync(("Site:TimeZone", "Europe/Berlin"));
        life.Show("A");
        // Two o'clock is at 00:00 UTC, and again an hour later.
        life.Clock.SetUtcNow(new(2026, 10, 24, 23, 0, 0, TimeSpan.Zero));
        await life.StepAsync();
        await life.PassAsync(50 * Minute, 10 * Minute);
        Assert.Empty(life.Smtp.Mails);
        await life.PassAsync(20 * Minute, 10 * Minute);
        Assert.Single(life.Smtp.Mails);
        await life.PassAsync(TimeSpan.FromHours(23), 10 * Minute);
        Assert.Single(life.Smtp.Mails);
        await life.PassAsync(2 * TimeSpan.FromHours(1), 10 * Minute);
        Assert.Equal(2, life.Smtp.Mails.Count);
    }

    [Fact]
    public async Task The_webhook_speaks_when_mail_has_failed_for_five_minutes_and_is_signed()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite, "a@example.org");
        using var hook = new TestHook();
        life.UseWebhook(hook.Url);
        life.Show("A");
        await life.Smtp.StopAsync();
        await life.FailAsync("A", credential: "key");
        await life.PassAsync(4 * Minute, TimeSpan.FromSeconds(20));
        Assert.Empty(hook.Calls);
        await life.PassAsync(3 * Minute, TimeSpan.FromSeconds(20));
        var call = Assert.Single(hook.Calls);
        var (timestamp, body) = (call.Header(WebhookDispatcher.TimeHeader), call.Body);
        Assert.Equal(
            WebhookDispatcher.Sign(AlertLife.WebhookSecret, timestamp, body),
            call.Header(WebhookDispatcher.SignatureHeader)
        );
        Assert.Equal(
            "[DataSync] A fails: Credential “key” is rejected",
            JsonDocument.Parse(body).RootElement.GetProperty("text").GetString()
        );
        Assert.Equal(
            "opened",
            JsonDocument.Parse(body).RootElement.GetProperty("story").GetProperty("kind").GetString()
        );
        // The mail goes out all the same.
        life.Smtp.StartAgain();
        await life.PassAsync(5 * Minute, TimeSpan.FromSeconds(20));
        Assert.Single(life.Smtp.Mails);
        Assert.Single(hook.Calls);
    }
}
