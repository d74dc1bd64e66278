using DataSync.Core.Workflows;

namespace DataSync.Core.Live;

/// <summary>Which starts a schedule promised and nobody saw, for the run strip. Pure.</summary>
internal static class MissedStarts
{
    /// <param name="oldestFirst">Starts by the trigger; the schedule is followed from one to the next.</param>
    /// <param name="until">What is later is not judged.</param>
    /// <returns>The newest <see cref="RunStrip.MaxBars"/> at most, oldest first.</returns>
    public static IReadOnlyList<DateTime> Of(
        WorkflowSchedule schedule,
        TimeZoneInfo zone,
        IReadOnlyList<DateTime> oldestFirst,
        TimeSpan grace,
        DateTime until
    )
    {
        var missed = new List<DateTime>();
        for (var index = oldestFirst.Count - 1; index >= 0 && missed.Count < RunStrip.MaxBars; index--)
        {
            var start = oldestFirst[index];
            // The one before the next start belongs to it, be it a little late.
            var end = index + 1 < oldestFirst.Count ? oldestFirst[index + 1] : until;
            var between = new List<DateTime>();
            var due = schedule.NextAfter(start, start, zone);
            while (due is { } at && at + grace < end && between.Count < RunStrip.MaxBars)
            {
                between.Add(at);
                due = schedule.NextAfter(at, start, zone);
            }
            missed.InsertRange(0, between);
        }
        return missed.Count <= RunStrip.MaxBars ? missed : missed[^RunStrip.MaxBars..];
    }
}
