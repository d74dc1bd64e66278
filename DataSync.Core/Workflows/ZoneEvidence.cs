using System.Collections.Immutable;

namespace DataSync.Core.Workflows;

/// <summary>The zones in which a schedule explains the starts that its configured zone does not.</summary>
/// <param name="Zones">Best known first; never empty.</param>
/// <param name="IsClear">All of them agree on the time of day; otherwise any of them gives the same starts, and none can be named.</param>
public sealed record ZoneFit(ImmutableArray<string> Zones, bool IsClear)
{
    public bool Equals(ZoneFit? other) =>
        other is not null && IsClear == other.IsClear && Zones.SequenceEqual(other.Zones, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Zones.Length, IsClear);
}

/// <summary>When a schedule's starts were observed, newest first, UTC; only those by its trigger.</summary>
public sealed record ObservedStarts(WorkflowSchedule Schedule, ImmutableArray<DateTime> Starts);

/// <summary>Tells a wrong zone from lateness: starts that sit a constant offset from where they were computed. Pure.</summary>
public static class ZoneEvidence
{
    /// <summary>So many in a row must agree, and so many newest ones are looked at in other workflows.</summary>
    public const int LeastStarts = 5;

    private static readonly ImmutableArray<TimeZoneInfo> Candidates = [.. Known()];

    /// <summary>Null: the configured zone explains the newest starts, or no zone does, or there are too few.</summary>
    public static ZoneFit? Find(ObservedStarts observed, TimeZoneInfo configured)
    {
        var (schedule, starts) = observed;
        // A step or a timer counts from its last run and so agrees with any zone.
        if (!schedule.IsUnderstood || schedule.Rules.Any(rule => rule.IsAnchored()))
            return null;
        var strange = starts.TakeWhile(start => !Explains(schedule, start, configured)).ToImmutableArray();
        if (strange.Length < LeastStarts)
            return null;
        var fitting = Candidates.Where(zone => strange.All(start => Explains(schedule, start, zone))).ToList();
        if (fitting.Count == 0)
            return null;
        // +13:00 and -11:00 name the same time of day; +8 and +2 of a schedule every six hours do not.
        var first = fitting[0].GetUtcOffset(strange[0]);
        var clear = fitting.TrueForAll(zone =>
            (zone.GetUtcOffset(strange[0]) - first).Ticks % TimeSpan.TicksPerDay == 0
        );
        return new([.. fitting.Select(zone => zone.Id)], clear);
    }

    /// <summary>
    /// The one zone that explains all workflows which follow the instance's zone; null: nothing contradicts the
    /// configured one clearly, or they do not agree.
    /// </summary>
    public static string? Agreed(IReadOnlyCollection<ZoneFit> fits, IReadOnlyCollection<ObservedStarts> all)
    {
        if (!fits.Any(fit => fit.IsClear))
            return null;
        var shared = fits.First().Zones.Where(id => fits.All(fit => fit.Zones.Contains(id, StringComparer.Ordinal)));
        return shared.FirstOrDefault(id => all.All(one => !Contradicts(one, TimeZoneInfo.FindSystemTimeZoneById(id))));
    }

    // Many starts outside of the zone's times; a few may be from before a change of the schedule.
    private static bool Contradicts(ObservedStarts observed, TimeZoneInfo zone)
    {
        var (schedule, starts) = observed;
        return schedule.IsUnderstood
            && !schedule.Rules.Any(rule => rule.IsAnchored())
            && starts.Length >= LeastStarts
            && starts.Take(LeastStarts).All(start => !Explains(schedule, start, zone));
    }

    private static bool Explains(WorkflowSchedule schedule, DateTime start, TimeZoneInfo zone) =>
        schedule.Rules.Any(rule => rule.Explains(start, zone));

    // The zones people set most, the widest used of each offset first; those this machine does not know are left out.
    private static IEnumerable<TimeZoneInfo> Known()
    {
        foreach (
            var id in new[]
            {
                "UTC",
                "Europe/Berlin",
                "America/New_York",
                "Asia/Shanghai",
                "Europe/London",
                "America/Los_Angeles",
                "America/Chicago",
                "Asia/Tokyo",
                "Asia/Kolkata",
                "Asia/Singapore",
                "Australia/Sydney",
                "America/Sao_Paulo",
                "Europe/Moscow",
                "Europe/Athens",
                "Europe/Istanbul",
                "Asia/Dubai",
                "America/Denver",
                "America/Phoenix",
                "America/Halifax",
                "America/Bogota",
                "America/Anchorage",
                "America/St_Johns",
                "America/Santiago",
                "America/Mexico_City",
                "Africa/Johannesburg",
                "Africa/Cairo",
                "Africa/Lagos",
                "Africa/Nairobi",
                "Asia/Jerusalem",
                "Asia/Karachi",
                "Asia/Tehran",
                "Asia/Kabul",
                "Asia/Dhaka",
                "Asia/Kathmandu",
                "Asia/Yangon",
                "Asia/Bangkok",
                "Asia/Jakarta",
                "Australia/Perth",
                "Australia/Brisbane",
                "Australia/Adelaide",
                "Australia/Darwin",
                "Pacific/Auckland",
                "Pacific/Guadalcanal",
                "Pacific/Honolulu",
                "Pacific/Pago_Pago",
                "Pacific/Kiritimati",
                "Atlantic/Azores",
                "Atlantic/Reykjavik",
            }
        )
        {
            if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
                yield return zone;
        }
    }
}
