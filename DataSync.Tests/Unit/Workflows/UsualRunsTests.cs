using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;

namespace DataSync.Tests.Unit.Workflows;

public sealed class UsualRunsTests
{
    private static readonly DateTime Now = Utc.At("2026-03-10T12:00");

    [Theory]
    [InlineData("20 14 17 18 15 16", 1500, "Usually 1.5 s, 14 to 20 updated.")]
    [InlineData("- - - - -", 1500, "Usually 1.5 s.")]
    [InlineData("20 14 17 18 15 -", null, "Usually 14 to 20 updated.")]
    [InlineData("0 0 0 0 0", 1500, "Usually 1.5 s, nothing changed.")]
    [InlineData("20 14 17 18", 1500, null)]
    public void What_is_usual_is_one_sentence(string counts, int? duration, string? sentence)
    {
        var runs = counts
            .Split(' ')
            .Select(word => word == "-" ? (int?)null : int.Parse(word))
            .Select(count => new FinishedRun(
                Now,
                Now,
                ExecutionStatus.Success,
                "success",
                "trigger",
                duration,
                new(null, count, null, null)
            ));
        Assert.Equal(sentence, UsualRuns.Describe(runs));
    }

    [Fact]
    public void What_is_usual_names_each_count_that_is_not_always_0()
    {
        var runs = Enumerable
            .Range(0, 5)
            .Select(n => new FinishedRun(
                Now,
                Now,
                ExecutionStatus.Success,
                "success",
                "trigger",
                1_200 + (n * 175),
                new(n, 14, 0, 1)
            ));
        Assert.Equal("Usually 1.2 to 1.9 s, 0 to 4 created, 14 updated, 1 failed.", UsualRuns.Describe(runs));
    }

    [Theory]
    [InlineData("0", "20 14 17 18 15 16", "Updated 0 resources; usually 14 to 20.")]
    [InlineData("2", "20 14 17 18 15 16", "Updated 2 resources; usually 14 to 20.")]
    [InlineData("1", "500 500 500 500 500", "Updated 1 resource; usually 500.")]
    [InlineData("13", "20 14 17 18 15 16", null)]
    [InlineData("400", "20 14 17 18 15 16", null)]
    // One wild run in ten does not change what is usual.
    [InlineData("0", "20 14 17 18 9000 15 16 17 17 0 18 19", "Updated 0 resources; usually 14 to 20.")]
    // Several in a row are still not the usual.
    [InlineData("0", "0 0 0 20 14 17 18 15 16", "Updated 0 resources; usually 14 to 20.")]
    // Where nothing to do is part of its life, it is no sign.
    [InlineData("0", "20 0 0 18 0 16 0", null)]
    [InlineData("0", "0 0 0 0 0", null)]
    // Too few to know, and not reported is not 0.
    [InlineData("0", "20 14 17 18", null)]
    [InlineData("0", "20 14 17 18 - - -", null)]
    [InlineData("-", "20 14 17 18 15 16", null)]
    public void Far_fewer_resources_than_usual(string last, string before, string? reason) =>
        Same(reason, last, before, count => new(null, count, null, null));

    [Theory]
    [InlineData("9", "0 0 1 0 0", "Failed 9 resources; usually 0 to 1.")]
    [InlineData("2", "0 0 1 0 0", null)]
    [InlineData("13", "10 9 12 11 10", null)]
    public void Far_more_failed_than_usual(string last, string before, string? reason) =>
        Same(reason, last, before, count => new(null, null, null, count));

    [Theory]
    [InlineData("120", "0 2 1 0 3", "Deleted 120 resources; usually 0 to 3.")]
    [InlineData("4", "0 0 0 0 0", null)]
    public void Far_more_deleted_than_usual(string last, string before, string? reason) =>
        Same(reason, last, before, count => new(null, null, count, null));

    [Theory]
    [InlineData("200", "1200 1500 1900 1400 1300", "Took 0.2 s; usually 1.2 to 1.9 s.")]
    [InlineData("900000", "60000 64000 59000 61000 66000", "Took 15 min; usually 59 to 66 s.")]
    [InlineData("1000", "1200 1500 1900 1400 1300", null)]
    [InlineData("4000", "200 210 190 205 220", null)]
    [InlineData("20", "200 210 190 205 220", null)]
    [InlineData("200", "1200 1500 1900", null)]
    public void Far_too_quick_or_slow(string last, string before, string? reason)
    {
        var runs = $"{last} {before}".Split(' ').Select(each => Success(ResourceCounts.None, long.Parse(each)));
        Same(reason, runs);
    }

    [Fact]
    public void Created_and_updated_are_taken_together()
    {
        var usual = Enumerable.Repeat(Success(new(0, 15, 0, 0), 1000), 6);
        Same(null, [Success(new(15, 0, 0, 0), 1000), .. usual]);
        Same("Created or updated 0 resources; usually 15.", [Success(new(0, 0, 0, 0), 1000), .. usual]);
    }

    [Fact]
    public void Only_successes_teach_what_is_usual()
    {
        var failed = Success(new(null, 0, null, null), 1000) with { Status = ExecutionStatus.Failure };
        var good = Success(new(null, 15, null, null), 1000);
        Same(
            "Updated 0 resources; usually 15.",
            [failed with { Status = ExecutionStatus.Success }, failed, failed, failed, good, good, good, good, good]
        );
    }

    private static void Same(string? reason, string last, string before, Func<int?, ResourceCounts> counts) =>
        Same(
            reason,
            $"{last} {before}".Split(' ').Select(each => Success(counts(each is "-" ? null : int.Parse(each)), 1000))
        );

    private static void Same(string? reason, IEnumerable<FinishedRun> newestFirst)
    {
        var verdict = HealthRules.Judge(
            new()
            {
                Now = Now,
                KnownUntil = Now,
                IsActive = true,
                FirstSeenAt = Now.AddDays(-9),
                Finished = [.. newestFirst],
            }
        );
        if (reason is null)
            Assert.True(verdict.Health == Health.Healthy, verdict.Reason);
        else
            Assert.Equal((Health.Suspicious, reason), (verdict.Health, verdict.Reason));
    }

    private static FinishedRun Success(ResourceCounts counts, long milliseconds) =>
        new(
            Now.AddMinutes(-9),
            Now.AddMinutes(-8),
            ExecutionStatus.Success,
            "success",
            "trigger",
            milliseconds,
            counts
        );
}
