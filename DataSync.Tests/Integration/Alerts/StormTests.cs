using DataSync.Core.Alerts;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;
using DataSync.Tests.Components;
using DataSync.Tests.Support;

namespace DataSync.Tests.Integration.Alerts;

/// <summary>Much at once, or over and over: few mails.</summary>
public sealed class StormTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

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
        // Their causes are read in the hours after, and are no news.
        var failed = await life.ReadAsync(db => db.IncidentWorkflows);
        foreach (var (one, number) in failed.Select((one, number) => (one, number)))
        {
            await life.ExplainAsync(one.LastExecutionId!, one.WorkflowId, $"cause {new string('x', number + 1)}");
            await life.PassAsync(2 * Minute, TimeSpan.FromSeconds(30));
        }
        Assert.Single(life.Subjects);
        Assert.Equal(10, life.Desk.Open.Length);
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
    public async Task What_flaps_beside_others_that_stay_is_not_a_mail_a_flap()
    {
        await using var life = await AlertLife.StartAsync(Provider.Sqlite);
        for (var flap = 0; flap < 6; flap++)
        {
            foreach (var health in (Health[])[Health.Suspicious, Health.Healthy])
            {
                life.Show(N8nCondition.Ok, Tiles.One("A", Health.Suspicious), Tiles.One("B", health));
                await life.PassAsync(10 * Minute, Minute);
            }
        }
        Assert.Equal("2 syncs are suspicious", Assert.Single(life.Subjects));

        // What comes back long after is news, however long the others have stayed.
        await life.PassAsync(Hour, 10 * Minute);
        life.Show(N8nCondition.Ok, Tiles.One("A", Health.Suspicious), Tiles.One("B", Health.Suspicious));
        await life.PassAsync(Minute);
        Assert.Equal(["2 syncs are suspicious", "B is suspicious"], life.Subjects);
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
}
