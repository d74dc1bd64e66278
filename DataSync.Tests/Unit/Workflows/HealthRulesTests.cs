using System.Collections.Immutable;
using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;
using static DataSync.Tests.Unit.Workflows.HealthSample;

namespace DataSync.Tests.Unit.Workflows;

public sealed class HealthRulesTests
{
    [Theory]
    [MemberData(nameof(HealthStateCases.All), MemberType = typeof(HealthStateCases))]
    [MemberData(nameof(HealthTimeCases.All), MemberType = typeof(HealthTimeCases))]
    public void The_first_rule_that_matches_decides(string situation, Health expected, HealthInput input)
    {
        var verdict = HealthRules.Judge(input);
        Assert.True(expected == verdict.Health, $"{situation}: {verdict}");
        Assert.EndsWith(".", verdict.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(" ago", verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        1,
        "AccessDenied.",
        "Write to CMDB",
        "The last run failed; last error: AccessDenied in node 'Write to CMDB'."
    )]
    [InlineData(3, "Access\n  denied", null, "3 runs failed in a row; last error: Access denied.")]
    [InlineData(3, null, "Write", "3 runs failed in a row; the last one in node 'Write'.")]
    [InlineData(1, "", null, "The last run failed.")]
    [InlineData(40, null, null, "At least 30 runs failed in a row.")]
    public void A_failure_says_how_often_and_why(int runs, string? error, string? node, string reason)
    {
        var failed = Failed with { ErrorMessage = error, FailedNode = node };
        var input = Daily with { Finished = [.. Enumerable.Repeat(failed, runs), .. runs < 30 ? Daily.Finished : []] };
        Assert.Equal(reason, HealthRules.Judge(input).Reason);
    }

    [Fact]
    public void A_long_error_is_cut_between_characters()
    {
        var error = string.Concat(Enumerable.Repeat("😀", 5000));
        var reason = HealthRules.Judge(Daily with { Finished = [Failed with { ErrorMessage = error }] }).Reason;
        Assert.InRange(reason.Length, 100, 300);
        Assert.All(reason.EnumerateRunes(), rune => Assert.NotEqual('\ufffd', rune.Value));
    }

    [Fact]
    public void Tells_the_next_start()
    {
        var verdict = HealthRules.Judge(Daily with { Open = [new(Now.AddMinutes(-5), "running", "trigger")] });
        Assert.Equal(Utc.At("2026-03-11T02:00"), verdict.NextExpectedAt);

        verdict = HealthRules.Judge(Daily with { Finished = Daily.Finished[1..] });
        Assert.Equal(Utc.At("2026-03-10T02:00"), verdict.NextExpectedAt);
        Assert.Null(HealthRules.Judge(Daily with { IsActive = false }).NextExpectedAt);
    }

    [Fact]
    public void What_rests_on_a_run_behind_which_others_may_be_unread_is_as_of_then()
    {
        var unread = new UnreadStarts(Utc.At("2026-03-10T02:30"), Utc.At("2026-03-10T11:00"));

        Assert.Equal(unread.From, HealthRules.Judge(Daily with { Unread = unread }).AsOf);
        Assert.Equal(
            Run("2026-03-10T02:00:20").End,
            HealthRules.Judge(Daily with { Unread = unread with { From = null } }).AsOf
        );
        Assert.Null(HealthRules.Judge(Daily with { Unread = new(null, Utc.At("2026-03-10T02:00")) }).AsOf);
        Assert.Null(HealthRules.Judge(Daily).AsOf);
        Assert.Equal(
            "Its runs are still being read from n8n.",
            HealthRules.Judge(Unscheduled with { Finished = [], Unread = unread }).Reason
        );
    }

    [Fact]
    public void Reasons_are_plain_sentences()
    {
        Assert.Equal(
            "No success for longer than its limit of 2 h, and it has no schedule.",
            HealthRules.Judge(Unscheduled with { Finished = [Run("2026-03-10T08:00")] }).Reason
        );
        Assert.Equal(
            "A run was due and has not started; schedule: daily at 02:00.",
            HealthRules.Judge(Daily with { Finished = Daily.Finished[1..] }).Reason
        );
        Assert.Equal(
            "It was monitored and is now gone from n8n.",
            HealthRules.Judge(Daily with { VanishedAt = Now, SwitchedOffAt = Now }).Reason
        );
        Assert.Equal(
            "A run is open for far longer than any before; the longest took 2 s.",
            HealthRules.Judge(Daily with { Open = [new(Now.AddHours(-1), null, null)] }).Reason
        );
    }

    [Fact]
    public void Every_health_has_its_own_word_and_icon_and_sorts_worst_first()
    {
        var all = Enum.GetValues<Health>();
        Assert.Equal(
            all.Length,
            all.Select(health => HealthWords.Of(health).Word).Distinct(StringComparer.Ordinal).Count()
        );
        Assert.Equal(
            all.Length,
            all.Select(health => HealthWords.Of(health).Icon).Distinct(StringComparer.Ordinal).Count()
        );
        Assert.Equal(HealthWords.Rank(Health.Failing), HealthWords.Rank(Health.SwitchedOff));
        Assert.Equal(Health.Late, HealthWords.Worst([Health.Healthy, Health.Late, Health.Inactive]));
        Assert.Equal(Health.Healthy, HealthWords.Worst([Health.NeverRan, Health.Healthy]));
        Assert.Equal(Health.NeverRan, HealthWords.Worst([Health.Inactive, Health.NeverRan]));
        Assert.Null(HealthWords.Worst([]));
    }

    [Theory]
    [InlineData(null, null, Health.Healthy, null)]
    [InlineData(0, null, Health.Healthy, null)]
    [InlineData(1, "Tag VPC", Health.Suspicious, "Node 'Tag VPC' failed inside the run and was skipped.")]
    [InlineData(1, null, Health.Suspicious, "A node failed inside the run and was skipped.")]
    [InlineData(3, "Tag VPC", Health.Suspicious, "3 nodes failed inside the run and were skipped, first 'Tag VPC'.")]
    public void A_node_that_failed_inside_a_success_is_seen(int? nodes, string? node, Health health, string? reason)
    {
        var last = HealthSample.Daily.Finished[0] with { NodesFailed = nodes, FailedNode = node };
        var verdict = HealthRules.Judge(
            HealthSample.Daily with
            {
                Finished = [last, .. HealthSample.Daily.Finished[1..]],
            }
        );
        Assert.Equal(health, verdict.Health);
        if (reason is not null)
            Assert.Equal(reason, verdict.Reason);
    }
}
