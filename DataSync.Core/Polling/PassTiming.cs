namespace DataSync.Core.Polling;

public enum PassKind
{
    /// <summary>Running ones and the newest page; waiting ones every third time.</summary>
    Live,

    /// <summary>The registry too.</summary>
    Full,
}

/// <summary>What decides when n8n is looked at next. Times are UTC.</summary>
/// <param name="Lively">Somebody watches a page or a metric, something runs, or somebody is to be told.</param>
/// <param name="Failures">Passes that failed in a row.</param>
/// <param name="NotBefore">n8n asked to be left alone until then.</param>
/// <param name="LookBy">Something else than a pass went wrong: a pass no later than this says what it is.</param>
/// <param name="Turn">Which of three live passes is next; 0 asks for waiting ones too, as a full one does.</param>
public sealed record PassClock(
    DateTime? LastFullAt,
    DateTime? LastPassAt,
    bool Lively,
    int Failures,
    DateTime? NotBefore,
    DateTime? LookBy = null,
    int Turn = 0
);

/// <summary>When the next pass is due, and of which kind. Pure.</summary>
public static class PassTiming
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>The next pass if nobody asks for one; a failing n8n is tried again at the live interval, then up to a minute.</summary>
    public static (DateTime At, PassKind Kind) Next(PassClock clock, PollingOptions options, DateTime now)
    {
        var (at, kind) = ByInterval(clock, options, now);
        return clock.LookBy < at ? (Later(clock.LookBy.Value, clock.NotBefore), PassKind.Live) : (at, kind);
    }

    private static (DateTime At, PassKind Kind) ByInterval(PassClock clock, PollingOptions options, DateTime now)
    {
        var full = clock.LastFullAt is { } last ? last + options.Interval : now;
        if (clock.Failures > 0 && clock.LastPassAt is { } failed)
        {
            var step = options.LiveInterval > TimeSpan.Zero ? options.LiveInterval : LongestPause;
            var pause = step * Math.Pow(2, Math.Min(clock.Failures - 1, 8));
            var again = failed + (pause < LongestPause ? pause : LongestPause);
            return (Later(again, clock.NotBefore), full <= again ? PassKind.Full : PassKind.Live);
        }
        if (clock.Lively && IsLively(options) && clock.LastPassAt is { } pass)
        {
            // A full pass takes the place of a live one that costs as much: on top of them it would ask for more than a
            // minute of the budget has, and the next ones would be late.
            var live = pass + options.LiveInterval;
            // The first one waits for no turn: until then there is nothing to show.
            var isFull = clock.LastFullAt is null || (live >= full && clock.Turn == 0);
            return (Later(live, clock.NotBefore), isFull ? PassKind.Full : PassKind.Live);
        }
        return (Later(full, clock.NotBefore), PassKind.Full);
    }

    private static bool IsLively(PollingOptions options) =>
        options.LiveInterval > TimeSpan.Zero && options.LiveInterval < options.Interval;

    private static DateTime Later(DateTime at, DateTime? notBefore) =>
        notBefore is { } other && other > at ? other : at;
}
