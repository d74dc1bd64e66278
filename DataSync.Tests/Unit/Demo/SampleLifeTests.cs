using DataSync.Web.Demo;
using Microsoft.Extensions.Time.Testing;

namespace DataSync.Tests.Unit.Demo;

public sealed class SampleLifeTests
{
    [Theory]
    [InlineData("2026-03-11T14:03:20Z", 1)]
    [InlineData("2026-11-23T00:00:00Z", 1)]
    [InlineData("2026-03-29T01:30:00Z", 2)]
    [InlineData("2027-01-01T23:59:59Z", 3)]
    [InlineData("2028-02-29T06:07:30Z", 4)]
    public void Whenever_the_demo_opens_its_picture_is_complete(string opened, int seed)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse(opened));
        var now = SampleLife.Now(time);
        var options = new SampleN8nOptions { Seed = seed };
        var life = new SampleLife(SampleFleet.Create(options, now), options, time);
        var (runs, _, _) = life.List((_, _) => true, long.MaxValue, int.MaxValue - 1);

        Assert.InRange(runs.Count, 6_000, 9_000);
        Assert.Equal(Enum.GetValues<SampleOutcome>(), runs.Select(r => r.Outcome).Distinct().Order());
        Assert.Equal(
            Enum.GetValues<SampleCharacter>().Except([SampleCharacter.NeverRan]),
            runs.Select(r => r.Workflow.Character).Distinct().Order()
        );
        foreach (var mode in new[] { "trigger", "webhook", "manual", "retry", "integrated" })
            Assert.Contains(runs, r => string.Equals(r.Mode, mode, StringComparison.Ordinal));
        Assert.Single(runs, r => r.Status(now) is "waiting");
        Assert.Single(runs, r => r.Workflow.Character == SampleCharacter.LongRunning && r.Status(now) is "running");
        Assert.All(runs, r => Assert.True(r.StartedAt <= now && r.EndsAt > r.StartedAt));
        Assert.All(runs.Zip(runs.Skip(1)), pair => Assert.True(pair.First.StartedAt >= pair.Second.StartedAt));
    }

    [Fact]
    public void A_month_that_nobody_asked_for_is_caught_up_within_bounds()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-03-11T14:03:20Z"));
        var options = new SampleN8nOptions();
        var life = new SampleLife(SampleFleet.Create(options, SampleLife.Now(time)), options, time);
        time.Advance(TimeSpan.FromDays(30));
        var (runs, _, now) = life.List((_, _) => true, long.MaxValue, int.MaxValue - 1);
        Assert.InRange(runs.Count(r => r.IsFinished(now)), SampleLife.MaxFinished - 100, SampleLife.MaxFinished);
        Assert.InRange(now - runs[0].StartedAt, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }
}
