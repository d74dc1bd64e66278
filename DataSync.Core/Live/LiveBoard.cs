using Microsoft.Extensions.Logging;

namespace DataSync.Core.Live;

/// <summary>
/// The current picture in memory and who watches it. Thread-safe. Subscribers get a signal without a payload and read
/// <see cref="Current"/>; a subscriber that throws never stops the publisher nor the others.
/// </summary>
public sealed partial class LiveBoard(ILogger<LiveBoard> logger)
{
    private readonly Lock gate = new();
    private volatile BoardSnapshot current = BoardSnapshot.Empty;
    private volatile Action[] subscribers = [];

    public BoardSnapshot Current => current;

    /// <summary>Open dashboards; polling is livelier while there are any.</summary>
    public int Watchers => subscribers.Length;

    /// <summary>Subscribe first, then read <see cref="Current"/>: no change falls between the two. Disposing twice is fine.</summary>
    public IDisposable Subscribe(Action changed)
    {
        var subscription = new Subscription(this, changed);
        lock (gate)
        {
            subscribers = [.. subscribers, subscription.Signal];
        }
        return subscription;
    }

    /// <summary>Swaps the picture under a lock, so that no two changes overwrite each other, then signals.</summary>
    public void Update(Func<BoardSnapshot, BoardSnapshot> change)
    {
        lock (gate)
        {
            var next = change(current);
            if (ReferenceEquals(next, current))
                return;
            current = next;
        }
        foreach (var signal in subscribers)
        {
            try
            {
                signal();
            }
            catch (Exception failure)
            {
                SubscriberFailed(logger, failure);
            }
        }
    }

    /// <summary>Changes only what is said about the system; nobody is signalled when it is the same as before.</summary>
    public void UpdateStatus(Func<SystemStatus, SystemStatus> change) =>
        Update(picture =>
        {
            var next = change(picture.System);
            return next == picture.System ? picture : picture with { System = next };
        });

    private void Remove(Action signal)
    {
        lock (gate)
        {
            subscribers = Array.FindAll(subscribers, other => other != signal);
        }
    }

    [LoggerMessage(1401, LogLevel.Warning, "An open page could not be signalled; the others were")]
    private static partial void SubscriberFailed(ILogger logger, Exception failure);

    private sealed class Subscription(LiveBoard board, Action changed) : IDisposable
    {
        public void Signal() => changed();

        public void Dispose() => board.Remove(Signal);
    }
}
