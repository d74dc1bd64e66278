using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;
using DataSync.Tests.Components;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Alerts;

/// <summary>What people are told, how often, and what not.</summary>
public sealed class TellingTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [DatabaseData]
    public async Task A_failure_and_its_end_are_told_once_each_and_stand_in_the_table_of_alerts(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider, "a@example.org", "b@example.org");
        life.Show("AWS VPC");
        await life.FailAsync("AWS VPC", credential: "AWS prod");
        await life.PassAsync(2 * Minute);
        Assert.Equal(2, life.Smtp.Mails.Count);
        Assert.All(life.Subjects, subject => Assert.Equal("AWS VPC fails: Credential “AWS prod” is rejected", subject));
        var failure = Assert.Single(await life.ReadAsync(db => db.Alerts));
        Assert.Equal(
            (AlertType.Failure, "a@example.org, b@example.org", "1"),
            (failure.AlertType, failure.Recipients, failure.ExecutionId)
        );
        Assert.Null(failure.ResolvedAt);

        await life.EndAsync("AWS VPC", "success");
        var ended = life.Now;
        await life.PassAsync(2 * Minute);
        Assert.Equal(4, life.Smtp.Mails.Count);
        Assert.StartsWith("Over after ", life.Subjects.Last(), StringComparison.Ordinal);
        var rows = await life.ReadAsync(db => db.Alerts);
        Assert.Equal([AlertType.Failure, AlertType.Success], rows.Select(row => row.AlertType));
        Assert.Equal(ended, rows[0].ResolvedAt);
        Assert.Equal("2", rows[1].ExecutionId);

        // One thread, and no mail the same as another.
        var mails = life.Smtp.Mails.Select(mail => mail.Message).ToList();
        Assert.Single(mails.Select(mail => Assert.Single(mail.References)).Distinct(StringComparer.Ordinal));
        Assert.Equal(4, mails.Select(mail => mail.MessageId).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_failure_whose_cause_cannot_be_read_is_told_after_twenty_seconds_and_the_cause_follows()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        life.Show("A", "B");
        var (a, b) = (await life.EndAsync("A"), await life.EndAsync("B"));
        await life.PassAsync(TimeSpan.FromSeconds(15));
        Assert.Empty(life.Smtp.Mails);
        await life.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("2 syncs fail: Cause not read yet", Assert.Single(life.Subjects));
        await life.ExplainAsync(a, "A", "401 - no", "key");
        await life.ExplainAsync(b, "B", "401 - no", "key");
        await life.PassAsync(2 * Minute);
        Assert.Equal(
            ["2 syncs fail: Cause not read yet", "Now 2 syncs fail: Credential “key” is rejected"],
            life.Subjects
        );
    }

    [Fact]
    public async Task What_fails_after_others_whose_cause_cannot_be_read_were_told_is_told_too()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        life.Show("A", "B", "C");
        foreach (var name in (string[])["A", "B", "C"])
        {
            await life.EndAsync(name);
            await life.PassAsync(10 * Minute, TimeSpan.FromSeconds(20));
        }
        Assert.Equal(
            ["A fails: Cause not read yet", "Now 2 syncs fail: Cause not read yet", "C fails: Cause not read yet"],
            life.Subjects
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("I asked the network team.")]
    public async Task What_was_noted_of_one_whose_cause_was_not_read_helps_no_other(string? note)
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        life.Show("A", "B");
        var id = await life.EndAsync("A");
        await life.PassAsync(Minute);
        if (note is not null)
            await life.Alerts.AcknowledgeAsync(Actor.Program, life.Desk.Open[0].Id, note, default);
        await life.ExplainAsync(id, "A", "401 - no", "key");
        Assert.Equal(note, (await life.ReadAsync(db => db.Incidents.Where(one => one.ResolvedAt != null)))[0].Note);
        await life.EndAsync("B");
        await life.PassAsync(Minute);
        var mail = life.Smtp.Mails.Single(one => one.Message.Subject!.Contains("B fails"));
        Assert.DoesNotContain("What helped", mail.Message.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [DatabaseData]
    public async Task A_run_whose_end_and_cause_come_together_is_one_incident(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider);
        life.Show("A");
        await life.ExplainAsync("77", "A", "401 - no", "key");
        await life.PassAsync(2 * Minute);
        Assert.Equal("A fails: Credential “key” is rejected", Assert.Single(life.Subjects));
        Assert.Single(await life.ReadAsync(db => db.Incidents));
    }

    [Fact]
    public async Task A_silenced_one_that_hits_more_is_not_told()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        await life.SubscribeAsync(
            "b@example.org",
            new Subscription(SubscriptionScope.Workflow, "B", [AlertEvent.Failure])
        );
        life.Show("A", "B");
        await life.FailAsync("A", credential: "key");
        await life.PassAsync(2 * Minute);
        await life.Alerts.SilenceAsync(Actor.Program, life.Desk.Open[0].Id, life.Now + Hour, null, default);
        await life.FailAsync("B", credential: "key");
        await life.PassAsync(10 * Minute, Minute);
        Assert.Single(life.Smtp.Mails);
    }

    [Fact]
    public async Task One_whose_monitoring_is_paused_disturbs_nobody()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        life.Show(N8nCondition.Ok, Tiles.One("A", Health.Paused));
        await life.FailAsync("A", credential: "key");
        await life.PassAsync(5 * Minute, Minute);
        Assert.Empty(life.Smtp.Mails);
    }

    [Fact]
    public async Task The_preview_says_who_would_be_told_and_why_nobody_would()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        life.Show(
            N8nCondition.Ok,
            Tiles.One("A"),
            Tiles.One("Paused", Health.Paused),
            Tiles.One("Relay") with
            {
                Provider = CloudProvider.Others,
            }
        );
        Assert.Equal("ops@example.org", Assert.Single((await AskAsync("A")).Emails));
        Assert.Equal("Its monitoring is paused.", (await AskAsync("Paused")).WhyNot);
        Assert.True((await AskAsync("Relay")) is { IsUnclassified: true, Emails.IsEmpty: true });
        await life.Recipients.SetRulesAsync(
            Actor.Program,
            new AlertRules
            {
                Muted = [IncidentKind.Failure],
                QuietFrom = new(22, 0),
                QuietTo = new(6, 0),
            },
            default
        );
        var muted = await AskAsync("A");
        Assert.Equal(("By the rules nobody is told of failures.", false), (muted.WhyNot, muted.IsQuiet));
        // On Sunday at 03:00.
        Assert.True((await AskAsync("A", new DateTime(2026, 3, 8, 3, 0, 0, DateTimeKind.Utc))).IsQuiet);

        Task<AlertPreview> AskAsync(string workflow, DateTime? at = null) =>
            life.Recipients.PreviewAsync(
                Actor.Program,
                workflow,
                AlertEvent.Failure,
                at ?? life.Now,
                TimeZoneInfo.Utc,
                default
            );
    }

    [Fact]
    public async Task Who_watches_a_workflow_that_joins_later_is_told_then()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite, "all@example.org");
        await life.SubscribeAsync(
            "b@example.org",
            new Subscription(SubscriptionScope.Workflow, "B", [AlertEvent.Failure])
        );
        life.Show("A", "B");
        await life.FailAsync("A", credential: "key");
        await life.PassAsync(5 * Minute);
        Assert.Equal(["all@example.org"], life.Smtp.Mails.Select(mail => mail.Recipient));
        await life.FailAsync("B", credential: "key");
        await life.PassAsync(Minute);
        Assert.Contains("b@example.org", life.Smtp.Mails.Select(mail => mail.Recipient));
    }

    [Fact]
    public async Task Unclassified_ones_are_told_only_to_who_names_them()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite, "all@example.org");
        life.Show(N8nCondition.Ok, Tiles.One("Relay") with { Provider = CloudProvider.Others });
        await life.FailAsync("Relay");
        await life.PassAsync(2 * Minute);
        Assert.Empty(life.Smtp.Mails);
        Assert.Equal("Relay", Assert.Single(await life.ReadAsync(db => db.IncidentWorkflows)).WorkflowId);
    }

    [Fact]
    public async Task Thresholds_silence_and_quiet_hours_hold_mails_back_and_nothing_is_lost()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        life.Show("A", "B", "C");
        await life.Recipients.SetRulesAsync(Actor.Program, new AlertRules { AfterFailures = 2 }, default);
        await life.FailAsync("A", credential: "key");
        await life.PassAsync(5 * Minute);
        Assert.Empty(life.Smtp.Mails);
        await life.FailAsync("A", credential: "key");
        await life.PassAsync(Minute);
        Assert.Single(life.Smtp.Mails);

        // Noon, UTC.
        await life.Recipients.SetRulesAsync(
            Actor.Program,
            new AlertRules { QuietFrom = new(12, 0), QuietTo = new(14, 0) },
            default
        );
        await life.FailAsync("B", "500 - broken");
        await life.FailAsync("C", "429 - slow down");
        await life.PassAsync(Hour, Minute);
        Assert.Single(life.Smtp.Mails);
        await life.PassAsync(Hour, Minute);
        Assert.Equal("2 problems are open", life.Subjects.Last());

        var incident = (await life.ReadAsync(db => db.Incidents)).Single(one => one.CredentialId is not null);
        await life.Alerts.SilenceAsync(Actor.Program, incident.Id, life.Now.AddDays(1), null, default);
        await life.PassAsync(10 * Hour, 10 * Minute);
        Assert.DoesNotContain(life.Subjects, subject => subject.StartsWith("Still A", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Late_ones_are_told_together_and_recover()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        WorkflowTile[] tiles = [Tiles.One("A"), Tiles.One("B")];
        life.Show(N8nCondition.Ok, [.. tiles.Select(tile => tile with { Health = Health.Late })]);
        await life.PassAsync(2 * Minute);
        Assert.Equal("2 syncs are late", Assert.Single(life.Subjects));
        life.Show(N8nCondition.Ok, tiles);
        await life.PassAsync(Minute);
        Assert.StartsWith("Over", life.Subjects.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_back_gathers_whom_it_hits_before_it_is_followed_up()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        life.Show("A", "B", "C");
        await life.FailAsync("A", credential: "key");
        await life.PassAsync(5 * Minute);
        await life.EndAsync("A", "success");
        await life.PassAsync(5 * Minute);
        foreach (var name in (string[])["A", "B", "C"])
        {
            await life.FailAsync(name, credential: "key");
            await life.PassAsync(TimeSpan.FromSeconds(10));
        }
        await life.PassAsync(5 * Minute);
        Assert.Equal("Now 3 syncs fail: Credential “key” is rejected", life.Subjects.Last());
        Assert.Equal(4, life.Smtp.Mails.Count);
    }

    [Theory]
    [DatabaseData]
    public async Task A_summary_tells_each_of_what_they_asked_for_and_is_known_to_have_told_it(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider, "all@example.org");
        await life.SubscribeAsync(
            "b@example.org",
            new Subscription(SubscriptionScope.Workflow, "B", [AlertEvent.Failure])
        );
        life.Show("A", "B", "C");
        await life.ExplainAsync(await life.EndAsync("A", seenAfter: Hour), "A", "401 - no", "key of A");
        await life.ExplainAsync(await life.EndAsync("B", seenAfter: Hour), "B", "401 - no", "key of B");
        await life.PassAsync(2 * Minute);
        Assert.Equal(
            ["all@example.org: 2 problems are open", "b@example.org: One problem is open"],
            life.Smtp.Mails.Select(mail => $"{mail.Recipient}: {mail.Message.Subject!["[DataSync] ".Length..]}")
                .Order(StringComparer.Ordinal)
        );
        var history = life.Services.GetRequiredService<IncidentHistory>();
        var incidents = (await history.PageAsync(new(), null, 10, default)).Items;
        Assert.All(incidents, one => Assert.InRange(one.SecondsToNotify!.Value, 1, 120));
        var ofB = await history.FindAsync(
            Actor.Program,
            incidents.Single(one => one.Title.Contains("of B")).Id,
            default
        );
        Assert.Equal(
            ["all@example.org", "b@example.org"],
            ofB!.Messages.SelectMany(one => one.Deliveries).Select(one => one.Address).Order(StringComparer.Ordinal)
        );

        // Who was told by the summary is not told again because of one more.
        await life.FailAsync("C", credential: "key of B");
        await life.PassAsync(10 * Minute, Minute);
        Assert.Equal(2, life.Smtp.Mails.Count);
    }

    [Theory]
    [DatabaseData]
    public async Task What_was_told_before_its_cause_was_read_is_resolved_with_that(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider);
        life.Show("A", "B");
        var (a, b) = (await life.EndAsync("A"), await life.EndAsync("B"));
        await life.PassAsync(Minute);
        await life.ExplainAsync(a, "A", "401 - no", "one");
        await life.ExplainAsync(b, "B", "401 - no", "two");
        await life.PassAsync(5 * Minute);
        await life.EndAsync("A", "success");
        await life.PassAsync(Minute);
        // Half of what it told of goes on.
        Assert.Null((await life.ReadAsync(db => db.Alerts.OrderBy(row => row.Id)))[0].ResolvedAt);
        await life.EndAsync("B", "success");
        var ended = life.Now;
        await life.PassAsync(Minute);
        Assert.Equal(ended, (await life.ReadAsync(db => db.Alerts.OrderBy(row => row.Id)))[0].ResolvedAt);
        Assert.DoesNotContain(null, (await life.ReadAsync(db => db.Alerts)).Select(row => row.ResolvedAt));
    }

    [Theory, DatabaseData]
    public async Task An_incident_is_found_by_a_part_of_its_title_in_any_case(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider);
        life.Show("A", "B");
        await life.FailAsync("A", credential: "AWS 100%");
        await life.FailAsync("B", credential: "AWS 100%");
        await life.FailAsync("B", credential: "AWS 1000");
        var history = life.Services.GetRequiredService<IncidentHistory>();
        var (found, _) = await history.PageAsync(new(Search: "aws 100%"), null, 10, default);
        var one = Assert.Single(found);
        Assert.Equal(("Credential “AWS 100%” is rejected", "A", 2), (one.Title, one.WorkflowName, one.Workflows));
    }

    [Fact]
    public async Task Rules_are_kept_as_they_were_given()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        var rules = new AlertRules
        {
            AfterFailures = 3,
            ReminderHours = 0,
            DigestHour = 0,
            QuietFrom = new(22, 0),
            QuietTo = new(0, 0),
        };
        await life.Recipients.SetRulesAsync(Actor.Program, rules, default);
        var kept = await life.Recipients.RulesAsync(Actor.Program, default);
        Assert.Equal(
            (3, 0, 0, rules.QuietFrom, rules.QuietTo),
            (kept.AfterFailures, kept.ReminderHours, kept.DigestHour, kept.QuietFrom, kept.QuietTo)
        );
    }
}
