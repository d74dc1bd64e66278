using DataSync.Core.Live;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Trends;

/// <summary>Gathers what is measured and stores it every few minutes, each process in rows of its own. Thread-safe.</summary>
public sealed class ServiceMeter(WriteTransaction writes, SiteCalendar calendar, TimeProvider time)
{
    /// <summary>A longer wait is taken for this long: the browser or its clock slept.</summary>
    private const double Longest = 10 * 60_000;
    private readonly Lock gate = new();
    private readonly string process = Guid.NewGuid().ToString("N");

    /// <summary>The running hour, and those of which not all is stored.</summary>
    private readonly List<ServiceHour> gathered = [];

    /// <summary>A browser has loaded a page.</summary>
    public void Loaded(double milliseconds) => Measure(hour => hour.Loads, milliseconds);

    /// <summary>A browser shows what happened in n8n so long ago.</summary>
    public void Updated(double milliseconds) => Measure(hour => hour.Updates, milliseconds);

    public void Look(BoardSnapshot board)
    {
        // Nothing is known yet, so there is nothing to measure.
        if (board.System.KnownUntil is null)
            return;
        lock (gate)
        {
            var now = time.UtcNow();
            var hour = Hour(now);
            hour.Looks++;
            hour.Visible += board.Figures.Visible;
            // A verdict nobody can verify covers nothing.
            if (board.System is { UnobservedSince: null, Database: DatabaseCondition.Ok })
                hour.Monitored += board.Figures.Monitored;
            if (board.Figures.AverageSuccessAt is not { } at)
                return;
            hour.Aged++;
            hour.AgeSeconds += (long)(now - at).TotalSeconds;
        }
    }

    /// <summary>Stores what was gathered; what cannot be stored now is kept for the next time.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        List<ServiceHour> hours;
        DateTime running;
        lock (gate)
        {
            running = calendar.Hour(time.UtcNow());
            hours = gathered.ConvertAll(hour => hour.Copy());
        }
        if (hours.Count == 0)
            return;
        await writes.RunAsync((context, _, token) => StoreAsync(context, hours, token), cancellation);
        lock (gate)
            gathered.RemoveAll(hour => hour.StartsAt < running);
    }

    /// <summary>All of each hour, so that it may be done again.</summary>
    private static async Task<int> StoreAsync(
        DataSyncDbContext context,
        List<ServiceHour> hours,
        CancellationToken cancellation
    )
    {
        foreach (var hour in hours)
        {
            var stored = await context.ServiceHours.SingleOrDefaultAsync(
                row => row.StartsAt == hour.StartsAt && row.Process == hour.Process,
                cancellation
            );
            if (stored is null)
                context.ServiceHours.Add(hour);
            else
                context.Entry(stored).CurrentValues.SetValues(hour);
        }
        return 0;
    }

    private void Measure(Func<ServiceHour, DurationSketch> of, double milliseconds)
    {
        lock (gate)
            of(Hour(time.UtcNow())).Add((long)Math.Clamp(milliseconds, 0, Longest));
    }

    /// <summary>Within the lock.</summary>
    private ServiceHour Hour(DateTime at)
    {
        var start = calendar.Hour(at);
        if (gathered.Find(hour => hour.StartsAt == start) is { } known)
            return known;
        var hour = new ServiceHour { StartsAt = start, Process = process };
        gathered.Add(hour);
        return hour;
    }
}
