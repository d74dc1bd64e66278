using DataSync.Core.Executions;
using DataSync.Core.Live;

namespace DataSync.Tests.Unit.Live;

public sealed class RunStripTests
{
    private static readonly DateTime Start = DateTimeOffset.FromUnixTimeSeconds(36).UtcDateTime;

    [Fact]
    public void Bars_are_letters_with_steps_and_lengths_in_base_36()
    {
        RunBar[] bars =
        [
            new(Start, ExecutionStatus.Success, 35),
            new(Start.AddSeconds(37), ExecutionStatus.Failure, 0),
            new(Start.AddSeconds(36), ExecutionStatus.Cancelled, null),
            new(Start.AddSeconds(46), ExecutionStatus.Running, null),
            new(Start.AddSeconds(47), null, null),
        ];

        Assert.Equal("s10:z,f11:0,c-1:,ra:,m1:", RunStrip.Encode(bars));
    }

    [Fact]
    public void Only_the_newest_thirty_are_kept_and_fit_in_a_short_string()
    {
        var bars = Enumerable
            .Range(0, 1000)
            .Select(hour => new RunBar(Start.AddHours(hour), ExecutionStatus.Success, 3_600_000));

        var text = RunStrip.Encode(bars);

        Assert.Equal(30, text.Split(',').Length);
        Assert.InRange(text.Length, 30, 400);
    }

    [Fact]
    public void No_runs_are_an_empty_string() => Assert.Equal("", RunStrip.Encode([]));
}
