using System.Runtime.InteropServices;

namespace DataSync.Core.Live;

/// <summary>Runs of their own that have ended; by hand and cancelled ones are in neither count.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RunRate(int Succeeded, int Failed)
{
    public int Total => Succeeded + Failed;

    /// <summary>0 to 1; null: none has ended.</summary>
    public double? Share => Total == 0 ? null : (double)Succeeded / Total;

    public static RunRate operator +(RunRate a, RunRate b) => new(a.Succeeded + b.Succeeded, a.Failed + b.Failed);
}

/// <summary>
/// How runs of the last two days ended, by workflow and hour of their start. Used by the feeder alone: it counts all of
/// them once, and afterwards again only the hours of a workflow in which something changed.
/// </summary>
internal sealed class RunCounts
{
    private const int HoursADay = 24;

    private readonly Dictionary<string, SortedDictionary<long, RunRate>> hours = new(StringComparer.Ordinal);

    /// <summary>Earliest hour to count again, by workflow.</summary>
    private readonly Dictionary<string, DateTime> stale = new(StringComparer.Ordinal);

    /// <summary>False: nothing was counted yet, and nothing can be said.</summary>
    public bool IsLoaded { get; private set; }

    public IReadOnlyDictionary<string, DateTime> Stale => stale;

    /// <summary>Start of the oldest hour that counts.</summary>
    public static DateTime From(DateTime now) => Start(Hour(now) - (2 * HoursADay) + 1);

    public void Clear()
    {
        hours.Clear();
        stale.Clear();
        IsLoaded = false;
    }

    /// <summary>Takes note that a run of that start is not as it was counted.</summary>
    public void Touch(string workflowId, DateTime start, DateTime now)
    {
        var hour = Start(Hour(start));
        if (hour >= From(now) && !(stale.TryGetValue(workflowId, out var earlier) && earlier <= hour))
            stale[workflowId] = hour;
    }

    /// <summary>Begins to take over what was counted: all of it, or what is <see cref="Stale"/>.</summary>
    public void Begin(DateTime now)
    {
        var oldest = Hour(From(now));
        foreach (var (id, since) in stale)
        {
            if (hours.TryGetValue(id, out var known))
                Remove(known, hour => hour >= Hour(since) || hour < oldest);
        }
        stale.Clear();
        IsLoaded = true;
    }

    public void Add(string workflowId, DateTime start, RunRate rate)
    {
        if (!hours.TryGetValue(workflowId, out var known))
            hours[workflowId] = known = [];
        known[Hour(start)] = known.GetValueOrDefault(Hour(start)) + rate;
    }

    /// <summary>The hour under way and the 23 before it, and the day before these; null: not counted yet.</summary>
    public (RunRate Day, RunRate DayBefore)? Of(string workflowId, DateTime now)
    {
        if (!IsLoaded)
            return null;
        var (day, before) = (default(RunRate), default(RunRate));
        foreach (var (hour, rate) in hours.GetValueOrDefault(workflowId) ?? [])
        {
            var age = Hour(now) - hour;
            if (age < HoursADay)
                day += rate;
            else if (age < 2 * HoursADay)
                before += rate;
        }
        return (day, before);
    }

    private static void Remove(SortedDictionary<long, RunRate> known, Func<long, bool> which)
    {
        foreach (var hour in known.Keys.Where(which).ToList())
            known.Remove(hour);
    }

    private static long Hour(DateTime time) => time.Ticks / TimeSpan.TicksPerHour;

    private static DateTime Start(long hour) => new(hour * TimeSpan.TicksPerHour, DateTimeKind.Utc);
}
