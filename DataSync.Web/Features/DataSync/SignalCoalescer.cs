namespace DataSync.Web.Features.Dashboard;

/// <summary>
/// Turns any number of signals into at most one action per interval, on its trailing edge: the last signal is never
/// lost. Thread-safe; silent once disposed.
/// </summary>
internal sealed class SignalCoalescer : IDisposable
{
    /// <summary>Four pictures a second are as many as a person can follow.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly ITimer timer;
    private int pending;

    public SignalCoalescer(TimeProvider time, Action act) =>
        timer = time.CreateTimer(
            _ =>
            {
                Interlocked.Exchange(ref pending, 0);
                act();
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );

    public void Signal()
    {
        if (Interlocked.Exchange(ref pending, 1) == 0)
            timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => timer.Dispose();
}
