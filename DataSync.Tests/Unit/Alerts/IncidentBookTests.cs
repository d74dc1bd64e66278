using DataSync.Core.Alerts;
using DataSync.Core.Executions;

namespace DataSync.Tests.Unit.Alerts;

/// <summary>What runs do to incidents; states: <see cref="IncidentBookStateTests"/>.</summary>
public sealed class IncidentBookTests : IncidentBookLife
{
    private static readonly IncidentCause Aws = new("credential:aws:rejected", "AWS", "refused", ErrorClass.Rejected);
    private static readonly IncidentCause Code = new("error:1", "code", "broken", ErrorClass.Code);

    [Fact]
    public void A_failure_opens_one_and_further_ones_join_it()
    {
        At(0, book => book.Failed(Run("a", 0)));
        At(1, book => book.Explained(Run("a", 0), Aws));
        At(60, book => book.Failed(Run("a", 60)));
        At(61, book => book.Explained(Run("a", 60), Aws));
        var one = Assert.Single(stored);
        Assert.Equal(("AWS", 2, true), (one.Title, one.Failures, one.IsOpen));
        Assert.Equal(2, Assert.Single(one.Workflows).Failures);
    }

    [Fact]
    public void Workflows_of_one_cause_share_it_whatever_order_the_causes_are_read_in()
    {
        At(0, book => book.Failed(Run("a", 0)));
        At(1, book => book.Failed(Run("b", 1)));
        At(2, book => book.Failed(Run("c", 2)));
        At(3, book => book.Explained(Run("c", 2), Aws));
        At(4, book => book.Explained(Run("a", 0), Aws));
        At(5, book => book.Explained(Run("b", 1), Code));
        Assert.Equal(["AWS: c, a", "code: b"], stored.Select(Told).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_failed_twice_before_its_cause_was_read_is_one_and_counts_both()
    {
        At(0, book => book.Failed(Run("a", 0)));
        At(1, book => book.Failed(Run("a", 1)));
        At(2, book => book.Explained(Run("a", 1), Aws));
        At(3, book => book.Explained(Run("a", 0), Aws));
        Assert.Equal("AWS: a", Told(Assert.Single(stored)));
        Assert.Equal((2, 2), (stored[0].Failures, stored[0].Workflows[0].Failures));
    }

    [Fact]
    public void What_comes_back_waits_for_its_cause_and_is_taken_on_anew()
    {
        At(0, book => book.Failed(Run("a", 0)));
        At(1, book => book.Explained(Run("a", 0), Aws));
        stored[0].AcknowledgedAt = Noon;
        At(5, book => book.Succeeded(Run("a", 5)));
        At(10, book => book.Failed(Run("a", 10)));
        Assert.Equal(
            (Noon.AddMinutes(10) + IncidentBook.CauseWait, null),
            (stored[0].NotifyAt, stored[0].AcknowledgedAt)
        );
        At(11, book => book.Explained(Run("a", 10), Aws));
        Assert.Equal(Noon.AddMinutes(11), stored[0].NotifyAt);
    }

    [Fact]
    public void Two_causes_of_one_workflow_are_two()
    {
        At(0, book => book.Failed(Run("a", 0)));
        At(1, book => book.Explained(Run("a", 0), Aws));
        At(60, book => book.Failed(Run("a", 60)));
        At(61, book => book.Explained(Run("a", 60), Code));
        Assert.Equal(["AWS: a", "code: a"], stored.Select(Told).Order(StringComparer.Ordinal));
        At(90, book => book.Succeeded(Run("a", 90)));
        Assert.All(stored, one => Assert.False(one.IsOpen));
    }

    [Fact]
    public void It_ends_with_the_last_workflow_that_recovers()
    {
        At(0, book => book.Failed(Run("a", 0)));
        At(0, book => book.Failed(Run("b", 0)));
        At(1, book => book.Explained(Run("a", 0), Aws));
        At(1, book => book.Explained(Run("b", 0), Aws));
        At(5, book => book.Succeeded(Run("a", 5)));
        Assert.True(Assert.Single(stored).IsOpen);
        At(9, book => book.Succeeded(Run("b", 9)));
        Assert.Equal(Noon.AddMinutes(9).AddSeconds(5), stored[0].ResolvedAt);
    }

    [Fact]
    public void A_success_from_before_the_failure_ends_nothing()
    {
        At(10, book => book.Failed(Run("a", 10)));
        At(11, book => book.Succeeded(Run("a", 9)));
        Assert.True(Assert.Single(stored).IsOpen);
    }

    [Fact]
    public void An_older_failure_found_after_a_newer_success_opens_nothing()
    {
        At(20, book => book.Failed(Run("a", 5, newestSuccess: 10)));
        At(21, book => book.Explained(Run("a", 5, newestSuccess: 10), Aws));
        Assert.Empty(stored);
    }

    [Fact]
    public void An_older_failure_of_another_cause_opens_none_beside_the_newer_one()
    {
        At(20, book => book.Failed(Run("a", 20)));
        At(21, book => book.Explained(Run("a", 20), Aws));
        At(22, book => book.Failed(Run("a", 5)));
        At(23, book => book.Explained(Run("a", 5), Code));
        Assert.Equal("AWS: a", Told(Assert.Single(stored)));
        Assert.Equal(Noon.AddMinutes(5).AddSeconds(5), stored[0].OpenedAt);
    }

    [Fact]
    public void What_fails_again_soon_is_the_same_and_its_end_has_to_hold()
    {
        At(0, book => book.Failed(Run("a", 0)));
        At(1, book => book.Explained(Run("a", 0), Aws));
        At(5, book => book.Succeeded(Run("a", 5)));
        Assert.Equal(Noon.AddMinutes(5), stored[0].RecoveryAt);
        At(10, book => book.Failed(Run("a", 10)));
        Assert.Equal((true, 1), (Assert.Single(stored).IsOpen, stored[0].Reopened));
        At(11, book => book.Explained(Run("a", 10), Aws));
        At(15, book => book.Succeeded(Run("a", 15)));
        Assert.Equal(Noon.AddMinutes(75), Assert.Single(stored).RecoveryAt);
    }

    [Fact]
    public void What_fails_again_much_later_is_another()
    {
        At(0, book => book.Failed(Run("a", 0)));
        At(1, book => book.Explained(Run("a", 0), Aws));
        At(5, book => book.Succeeded(Run("a", 5)));
        At(70, book => book.Failed(Run("a", 70)));
        At(71, book => book.Explained(Run("a", 70), Aws));
        Assert.Equal(2, stored.Count);
    }

    [Fact]
    public void What_came_back_for_another_reason_leaves_the_old_one_ended()
    {
        At(0, book => book.Failed(Run("a", 0)));
        At(1, book => book.Explained(Run("a", 0), Aws));
        At(5, book => book.Succeeded(Run("a", 5)));
        At(10, book => book.Failed(Run("a", 10)));
        At(11, book => book.Explained(Run("a", 10), Code));
        Assert.Equal(["AWS: a False", "code: a True"], stored.Select(one => $"{Told(one)} {one.IsOpen}"));
    }

    [Fact]
    public void People_told_before_the_cause_was_read_hear_of_it_as_a_follow_up()
    {
        At(0, book => book.Failed(Run("a", 0)));
        (stored[0].Told, stored[0].FirstToldAt) = (DataSync.Core.Alerts.Told.Broken, Noon);
        At(
            2,
            book =>
            {
                book.Explained(Run("a", 0), Aws);
                Assert.Equal(
                    ["Cause not read yet", "AWS"],
                    book.Moved.SelectMany(one => new[] { one.From.Title, one.To.Title })
                );
            }
        );
        Assert.Equal(
            ["AWS True Broken", "Cause not read yet False Recovered"],
            stored.Select(one => $"{one.Title} {one.IsOpen} {one.Told}").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void The_cause_of_what_a_summary_told_is_no_follow_up()
    {
        At(60, book => book.Failed(Run("a", 0)));
        (stored[0].Told, stored[0].FirstToldAt) = (DataSync.Core.Alerts.Told.Broken, Noon);
        At(70, book => book.Explained(Run("a", 0), Aws));
        Assert.True(
            stored.Single(one => one.IsOpen)
                is { Title: "AWS", FollowedUp: true, Told: DataSync.Core.Alerts.Told.Broken }
        );
    }

    [Fact]
    public void An_incident_was_learned_of_when_its_first_failure_was()
    {
        At(1, book => book.Failed(Run("a", 0)));
        At(30, book => book.Failed(Run("b", 30)));
        At(35, book => book.Explained(Run("b", 30), Code));
        At(36, book => book.Explained(Run("a", 0), Aws));
        Assert.Equal(
            [Noon.AddMinutes(1), Noon.AddMinutes(30).AddSeconds(5)],
            stored.Select(one => one.DetectedAt).Order()
        );
    }

    [Fact]
    public void An_incident_began_with_the_first_failure_it_counts_whichever_was_explained()
    {
        At(100, book => book.Failed(Run("a", 90)));
        At(101, book => book.Failed(Run("a", 30)));
        At(102, book => book.Explained(Run("a", 90), Aws));
        var one = Assert.Single(stored);
        Assert.Equal((2, Noon.AddMinutes(30).AddSeconds(5)), (one.Failures, one.OpenedAt));
        Assert.Equal(one.OpenedAt, Assert.Single(one.Workflows).FailedAt);
    }

    [Fact]
    public void What_is_learned_of_late_is_told_in_a_summary()
    {
        At(60, book => book.Failed(Run("a", 0)));
        At(60, book => book.Failed(Run("b", 59)));
        Assert.Equal([true, false], stored.Select(one => one.InSummary));
    }
}
