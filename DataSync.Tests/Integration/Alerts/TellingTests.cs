using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;
using DataSync.Tests.Components;
using DataSync.Tests.Support;

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

    [Theory]
    [DatabaseData]
    public async Task A_storm_of_five_hundred_failures_is_three_mails_and_their_follow_ups(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider);
        var names = Enumerable.Range(0, 20).Select(number => $"Sync {number:00}").ToArray();
        life.Show(names);
        for (var round = 0; round < 25; round++)
        {
            foreach (var (name, number) in names.Select((name, number) => (name, number)))
                await life.FailAsync(
                    name,
                    $"{(number % 3 == 0 ? "429 - slow down" : "401 - no")} {number}",
                    $"key {number % 3}"
                );
            await life.PassAsync(Minute, TimeSpan.FromSeconds(20));
        }
        Assert.Equal(500, (await life.ReadAsync(db => db.Executions)).Count);
        Assert.Equal(3, life.Subjects.Count(subject => !subject.StartsWith("Now ", StringComparison.Ordinal)));
        Assert.InRange(life.Smtp.Mails.Count, 3, 6);
    }

    [Fact]
    public async Task Twelve_workflows_with_one_refused_credential_over_an_hour_are_one_mail_and_its_updates()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        var names = Enumerable.Range(0, 12).Select(number => $"Sync {number:00}").ToArray();
        life.Show(names);
        foreach (var (name, number) in names.Select((name, number) => (name, number)))
        {
            await life.FailAsync(name, $"401 - text number {new string('x', number + 1)}", "AWS prod");
            await life.PassAsync(5 * Minute, Minute);
        }
        Assert.Equal(
            ["Sync 00 fails: Credential “AWS prod” is rejected", "Now 2 syncs fail: Credential “AWS prod” is rejected"],
            life.Subjects
        );
        await life.PassAsync(4 * Hour, 10 * Minute);
        Assert.Equal("Still 12 syncs fail: Credential “AWS prod” is rejected", life.Subjects.Last());
        Assert.Equal(3, life.Smtp.Mails.Count);
    }

    [Theory]
    [DatabaseData]
    public async Task The_first_look_at_a_fortnight_of_failures_is_one_mail(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider);
        var names = Enumerable.Range(0, 30).Select(number => $"Sync {number:00}").ToArray();
        life.Show(names);
        for (var day = 0; day < 14; day++)
        {
            // From new to old, as history is read. Two thirds have succeeded since.
            var at = life.Now.AddDays(-day).AddHours(-1);
            await life.EndAsync(
                names.Select((name, number) => (name, day == 0 && number % 3 > 0 ? "success" : "error", at))
            );
            await life.PassAsync(TimeSpan.FromSeconds(10));
        }
        await life.PassAsync(10 * Minute);
        Assert.Equal("One problem is open", Assert.Single(life.Subjects));
        Assert.Equal(10, (await life.ReadAsync(db => db.IncidentWorkflows)).Count);
    }

    [Fact]
    public async Task A_start_after_two_days_off_is_one_mail()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        life.Show("A", "B", "C");
        await life.FailAsync("A", "401 - no", "one");
        await life.PassAsync(2 * Minute);
        Assert.Single(life.Smtp.Mails);
        life.Clock.Advance(TimeSpan.FromDays(2));
        await life.RestartAsync();
        await life.EndAsync(
            from hour in Enumerable.Range(1, 40)
            from name in new[] { "B", "C" }
            select (name, "error", life.Now.AddHours(-hour))
        );
        await life.EndAsync([("A", "success", life.Now.AddHours(-20))]);
        await life.PassAsync(5 * Minute);
        Assert.Equal(
            ["One problem is open"],
            life.Subjects.Skip(1).Where(subject => !subject.StartsWith("Over", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Flapping_is_not_a_mail_a_flap()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        life.Show("A");
        for (var flap = 0; flap < 20; flap++)
        {
            await life.FailAsync("A", "401 - no", "key");
            await life.PassAsync(5 * Minute, Minute);
            await life.EndAsync("A", "success");
            await life.PassAsync(5 * Minute, Minute);
        }
        // It began, it was over, it came back; that it is over again has not held yet.
        Assert.Equal(3, life.Smtp.Mails.Count);
        await life.PassAsync(2 * Hour, 5 * Minute);
        Assert.Equal(4, life.Smtp.Mails.Count);
        Assert.StartsWith("Over", life.Subjects.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_hour_of_n8n_away_is_one_incident_and_not_three_hundred_late_ones()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        WorkflowTile[] tiles = [.. Enumerable.Range(0, 300).Select(number => Tiles.One($"Sync {number:000}"))];
        WorkflowTile[] late = [.. tiles.Select(tile => tile with { Health = Health.Late })];
        life.Show(N8nCondition.Ok, tiles);
        await life.StepAsync();
        life.Show(N8nCondition.Unreachable, tiles);
        await life.PassAsync(Hour, Minute);
        life.Show(N8nCondition.Ok, late);
        await life.PassAsync(10 * Minute, Minute);
        life.Show(N8nCondition.Ok, tiles);
        await life.PassAsync(2 * Hour, 10 * Minute);
        Assert.Equal(IncidentKind.N8nUnreachable, Assert.Single(await life.ReadAsync(db => db.Incidents)).Kind);
        Assert.Equal(["n8n does not answer", "Over after 61 min: n8n does not answer"], life.Subjects);
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
        await life.Alerts.SetRulesAsync(
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
            life.Alerts.PreviewAsync(
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
        await life.Alerts.SetRulesAsync(Actor.Program, new AlertRules { AfterFailures = 2 }, default);
        await life.FailAsync("A", credential: "key");
        await life.PassAsync(5 * Minute);
        Assert.Empty(life.Smtp.Mails);
        await life.FailAsync("A", credential: "key");
        await life.PassAsync(Minute);
        Assert.Single(life.Smtp.Mails);

        // Noon, UTC.
        await life.Alerts.SetRulesAsync(
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
}
