using DataSync.Core.Polling;

namespace DataSync.Web.Observability;

/// <summary>Who collects metrics relies on what they say, as who has a page open does. Thread-safe.</summary>
internal sealed class ScrapeWatch(TimeProvider time, IConfiguration configuration) : IWatch
{
    /// <summary>Longer than two scrapes are apart.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private readonly bool sends = configuration[ObservabilitySetup.CollectorKey] is { Length: > 0 };
    private long scrapedAt;

    public bool IsWatching =>
        sends || (Interlocked.Read(ref scrapedAt) is var last and not 0 && time.GetElapsedTime(last) < Memory);

    public void Note() => Interlocked.Exchange(ref scrapedAt, time.GetTimestamp());
}
