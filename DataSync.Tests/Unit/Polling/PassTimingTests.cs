using DataSync.Core.Polling;

namespace DataSync.Tests.Unit.Polling;

public sealed class PassTimingTests
{
    private static readonly DateTime Noon = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);
    private static readonly PollingOptions Options = new();

    [Fact]
    public void The_first_pass_is_full_and_due_at_once() =>
        Assert.Equal((Noon, PassKind.Full), PassTiming.Next(Clock(), Options, Noon));

    [Fact]
    public void Between_full_passes_live_ones_run_only_while_there_is_a_reason()
    {
        var quiet = Clock(full: Noon, pass: Noon);
        Assert.Equal((Noon.AddHours(1), PassKind.Full), PassTiming.Next(quiet, Options, Noon));

        var lively = quiet with { Lively = true };
        Assert.Equal((Noon.AddSeconds(20), PassKind.Live), PassTiming.Next(lively, Options, Noon));

        var off = new PollingOptions { LiveInterval = TimeSpan.Zero };
        Assert.Equal((Noon.AddHours(1), PassKind.Full), PassTiming.Next(lively, off, Noon));
    }

    [Fact]
    public void The_full_pass_takes_the_place_of_a_live_one_that_costs_as_much_when_its_time_has_come()
    {
        var clock = Clock(full: Noon.AddHours(-1), pass: Noon.AddSeconds(-5)) with { Lively = true };

        Assert.Equal((Noon.AddSeconds(15), PassKind.Full), PassTiming.Next(clock, Options, Noon));
        Assert.Equal((Noon.AddSeconds(15), PassKind.Live), PassTiming.Next(clock with { Turn = 1 }, Options, Noon));
        Assert.Equal((Noon, PassKind.Full), PassTiming.Next(clock with { Lively = false }, Options, Noon));

        var often = new PollingOptions { Interval = TimeSpan.FromSeconds(20) };
        Assert.Equal(
            (Noon.AddSeconds(20), PassKind.Full),
            PassTiming.Next(Clock(Noon, Noon) with { Turn = 1 }, often, Noon)
        );
    }

    [Fact]
    public void A_failing_n8n_is_tried_again_soon_and_then_once_a_minute()
    {
        var once = Clock(full: null, pass: Noon) with { Failures = 1 };
        Assert.Equal((Noon.AddSeconds(20), PassKind.Full), PassTiming.Next(once, Options, Noon));

        var often = once with { Failures = 40, LastFullAt = Noon };
        Assert.Equal((Noon.AddMinutes(1), PassKind.Live), PassTiming.Next(often, Options, Noon));
    }

    [Fact]
    public void A_long_retry_after_postpones_the_pass()
    {
        var clock = Clock(full: Noon, pass: Noon) with { Lively = true, Failures = 1, NotBefore = Noon.AddMinutes(7) };

        Assert.Equal(Noon.AddMinutes(7), PassTiming.Next(clock, Options, Noon).At);
    }

    [Fact]
    public void Trouble_beside_the_passes_brings_the_next_one_forward_but_not_before_n8n_allows_it()
    {
        var quiet = Clock(full: Noon, pass: Noon) with { LookBy = Noon.AddSeconds(5) };
        Assert.Equal((Noon.AddSeconds(5), PassKind.Live), PassTiming.Next(quiet, Options, Noon));

        var held = quiet with { NotBefore = Noon.AddMinutes(3) };
        Assert.Equal(Noon.AddMinutes(3), PassTiming.Next(held, Options, Noon).At);
    }

    private static PassClock Clock(DateTime? full = null, DateTime? pass = null) => new(full, pass, false, 0, null);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_first_full_pass_waits_for_no_turn_when_a_live_one_came_before_it(int turn)
    {
        var now = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
        var clock = new PassClock(null, now.AddMinutes(-1), Lively: true, Failures: 0, NotBefore: null, Turn: turn);

        Assert.Equal(PassKind.Full, PassTiming.Next(clock, new PollingOptions(), now).Kind);
    }
}
