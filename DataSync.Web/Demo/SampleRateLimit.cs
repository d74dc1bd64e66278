namespace DataSync.Web.Demo;

/// <summary>Counts requests over a sliding 60 s. Safe for any thread.</summary>
internal sealed class SampleRateLimit(int perMinute, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);
    private readonly Lock _gate = new();
    private readonly Queue<DateTimeOffset> _taken = new();

    /// <summary>Null when the request may pass, else how long to wait.</summary>
    public TimeSpan? Take()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            while (_taken.TryPeek(out var oldest) && now - oldest >= Window)
                _taken.Dequeue();
            if (_taken.Count >= perMinute)
                return _taken.TryPeek(out var first) ? first + Window - now : Window;
            _taken.Enqueue(now);
            return null;
        }
    }
}
