using DataSync.Core.Alerts;

namespace DataSync.Tests.Unit.Alerts;

/// <summary>What the state of workflows and of the system does to incidents.</summary>
public sealed class IncidentBookStateTests : IncidentBookLife
{
    [Fact]
    public void N8n_is_back_only_when_it_answers()
    {
        At(0, book => book.System(IncidentKind.N8nUnreachable, "away", "", Noon, isOver: false));
        At(5, book => book.System(IncidentKind.N8nUnreachable, "away", "", null, isOver: false));
        Assert.True(Assert.Single(stored).IsOpen);
        At(6, book => book.System(IncidentKind.N8nUnreachable, "away", "", null, isOver: true));
        Assert.False(Assert.Single(stored).IsOpen);
    }

    [Fact]
    public void Many_runs_that_did_not_come_about_at_once_are_one()
    {
        At(0, book => book.Refused("trigger:1", "a", "no webhook", Noon));
        At(1, book => book.Refused("trigger:2", "b", "no webhook", Noon));
        Assert.Equal("a, b", Members(Assert.Single(stored)));
    }

    [Fact]
    public void Late_ones_that_become_so_together_are_one_incident_and_later_ones_another()
    {
        At(0, book => Late(book, "a", "b"));
        At(2, book => Late(book, "a", "b", "c"));
        At(30, book => Late(book, "a", "c", "d"));
        Assert.Equal(["a, b, c", "d"], stored.Select(Members));
        Assert.NotNull(stored[0].Workflows.Single(one => one.WorkflowId == "b").RecoveredAt);
        At(40, book => Late(book));
        Assert.All(stored, one => Assert.False(one.IsOpen));
    }

    [Fact]
    public void What_somebody_ended_stays_ended_for_as_long_as_it_is_so()
    {
        At(0, book => Late(book, "a"));
        At(1, book => book.Resolve(stored[0], Noon.AddMinutes(1), "Ada", null));
        At(2, book => Late(book, "a"));
        At(200, book => Late(book, "a"));
        Assert.False(Assert.Single(stored).IsOpen);
        At(201, book => Late(book));
        At(300, book => Late(book, "a"));
        Assert.Equal([false, true], stored.Select(one => one.IsOpen));
    }

    [Fact]
    public void What_somebody_ended_of_the_system_stays_ended_until_it_was_over()
    {
        At(0, book => Away(book));
        At(1, book => book.Resolve(stored[0], Noon.AddMinutes(1), "Ada", null));
        At(2, book => Away(book));
        At(200, book => Away(book));
        Assert.False(Assert.Single(stored).IsOpen);
        At(201, book => book.System(IncidentKind.N8nUnreachable, "away", "", null, isOver: true));
        At(202, book => Away(book));
        Assert.Equal([false, true], stored.Select(one => one.IsOpen));

        static void Away(IncidentBook book) =>
            book.System(IncidentKind.N8nUnreachable, "away", "", Noon, isOver: false);
    }

    [Fact]
    public void What_was_due_while_n8n_was_away_is_not_late_beside_it()
    {
        At(0, book => book.System(IncidentKind.N8nUnreachable, "away", "", Noon, isOver: false));
        At(30, book => Late(book, "a"));
        At(60, book => book.System(IncidentKind.N8nUnreachable, "away", "", null, isOver: true));
        At(61, book => Late(book, "a", "b"));
        Assert.Equal(IncidentKind.N8nUnreachable, Assert.Single(stored).Kind);
        At(121, book => Late(book, "a"));
        Assert.Equal("a", Members(stored[1]));
    }

    private static void Late(IncidentBook book, params string[] workflows) =>
        book.Judged(
            IncidentKind.Late,
            "late",
            workflows.ToDictionary(id => id, _ => "due", StringComparer.Ordinal),
            _ => true
        );
}
