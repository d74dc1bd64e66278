using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;
using DataSync.Tests.Components;
using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.Alerts;

/// <summary>What people are told of the state of workflows and of n8n, rather than of runs.</summary>
public sealed class StateTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(Health.Late, IncidentKind.Late)]
    [InlineData(Health.Stale, IncidentKind.Stale)]
    [InlineData(Health.Stuck, IncidentKind.Stuck)]
    [InlineData(Health.Suspicious, IncidentKind.Suspicious)]
    [InlineData(Health.SwitchedOff, IncidentKind.SwitchedOff)]
    public async Task What_the_board_says_of_a_workflow_is_told_once_and_so_is_its_end(Health health, IncidentKind kind)
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        life.Show(N8nCondition.Ok, Tiles.One("A", health), Tiles.One("B"));
        await life.PassAsync(10 * Minute, Minute);

        var incident = Assert.Single(await life.ReadAsync(db => db.Incidents));
        Assert.Equal((kind, HealthWords.Of(health).Meaning, true), (incident.Kind, incident.Title, incident.IsOpen));
        Assert.StartsWith("A", Assert.Single(life.Subjects), StringComparison.Ordinal);

        life.Show("A", "B");
        await life.PassAsync(10 * Minute, Minute);
        Assert.False(Assert.Single(await life.ReadAsync(db => db.Incidents)).IsOpen);
        Assert.StartsWith("Over after ", life.Subjects.Last(), StringComparison.Ordinal);
        Assert.Equal(2, life.Smtp.Mails.Count);
    }

    [Theory]
    [InlineData(IncidentKind.Stuck, 0)]
    [InlineData(IncidentKind.Late, 1)]
    public async Task Each_kind_can_be_switched_off_and_is_still_shown(IncidentKind muted, int mails)
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        await life.Recipients.SetRulesAsync(Actor.Program, new AlertRules { Muted = [muted] }, default);
        life.Show(N8nCondition.Ok, Tiles.One("A", Health.Stuck));
        await life.PassAsync(5 * Minute, Minute);

        Assert.Equal(mails, life.Smtp.Mails.Count);
        Assert.Single(life.Desk.Open);
    }

    [Theory, DatabaseData]
    public async Task What_ended_while_its_kind_was_switched_off_is_never_told_to_be_over(Provider provider)
    {
        await using var life = await AlertLife.StartAsync(provider);
        life.Show(N8nCondition.Ok, Tiles.One("A", Health.Stuck));
        await life.PassAsync(5 * Minute, Minute);
        await MuteAsync(IncidentKind.Stuck);
        life.Show("A");
        await life.PassAsync(5 * Minute, Minute);
        await MuteAsync();
        await life.PassAsync(5 * Minute, Minute);
        Assert.Equal("A is stuck", Assert.Single(life.Subjects));

        Task MuteAsync(params IncidentKind[] kinds) =>
            life.Recipients.SetRulesAsync(Actor.Program, new AlertRules { Muted = [.. kinds] }, default);
    }

    [Fact]
    public async Task Switched_off_on_purpose_is_told_again_only_after_it_was_on()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        await SwitchAsync(Health.SwitchedOff);
        await life.Alerts.ResolveAsync(Actor.Program, life.Desk.Open[0].Id, "intended", default);
        await SwitchAsync(Health.SwitchedOff);
        Assert.Empty(life.Desk.Open);

        await SwitchAsync(Health.Healthy);
        await life.PassAsync(2 * IncidentBook.Again, 10 * Minute);
        await SwitchAsync(Health.SwitchedOff);
        Assert.Single(life.Desk.Open);

        async Task SwitchAsync(Health health)
        {
            life.Show(N8nCondition.Ok, Tiles.One("A", health));
            await life.PassAsync(10 * Minute, Minute);
        }
    }

    [Fact]
    public async Task A_key_that_n8n_rejects_is_one_incident_until_n8n_answers()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        life.Show(N8nCondition.Unauthorised, Tiles.One("A", Health.Unknown));
        await life.PassAsync(30 * Minute, Minute);
        Assert.Equal("n8n rejects DataSync's API key", Assert.Single(life.Subjects));

        life.Show("A");
        await life.PassAsync(5 * Minute, Minute);
        var incident = Assert.Single(await life.ReadAsync(db => db.Incidents));
        Assert.Equal((IncidentKind.N8nKeyRejected, false), (incident.Kind, incident.IsOpen));
    }

    [Fact]
    public async Task Planned_work_disturbs_nobody_and_what_is_still_broken_is_told_after_it()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        var work = new MaintenanceWindow(life.Now, life.Now + (60 * Minute), "new firewall");
        await life.Recipients.SetRulesAsync(Actor.Program, new AlertRules { Maintenance = [work] }, default);
        life.Show("A", "B");
        await life.FailAsync("A", credential: "key");
        await life.FailAsync("B", error: "500 - broken");
        await life.PassAsync(5 * Minute, Minute);
        await life.EndAsync("B", "success");
        await life.PassAsync(50 * Minute, Minute);
        Assert.Empty(life.Smtp.Mails);

        await life.PassAsync(20 * Minute, Minute);
        var mail = Assert.Single(life.Smtp.Mails).Message.TextBody;
        Assert.Contains("Credential “key” is rejected", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("500", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_mails_go_out_in_a_minute_than_is_said_and_over_one_connection()
    {
        await using var life = await AlertLife.StartAsync(
            Provider.Sqlite,
            [.. Enumerable.Range(0, 5).Select(number => $"r{number}@example.org")]
        );
        await life.RestartAsync(("Smtp:PerMinute", "2"));
        life.Show("A");
        await life.FailAsync("A", credential: "key");
        await life.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal((2, 1), (life.Smtp.Mails.Count, life.Smtp.Connections));

        await life.PassAsync(TimeSpan.FromSeconds(50));
        Assert.Equal(2, life.Smtp.Mails.Count);
        await life.PassAsync(2 * Minute);
        Assert.Equal(
            Enumerable.Range(0, 5).Select(number => $"r{number}@example.org"),
            life.Smtp.Mails.Select(mail => mail.Recipient).Order(StringComparer.Ordinal)
        );
    }
}
