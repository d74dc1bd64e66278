namespace DataSync.Core.Alerts;

/// <summary>Says what people are to be told now. Pure.</summary>
internal static class AlertPlan
{
    /// <summary>Between the first message of an incident, each time it opens, and the one that says how many more it hit.</summary>
    public static readonly TimeSpan FollowUpAfter = TimeSpan.FromSeconds(60);

    /// <summary>A summary waits until nothing was added to it for so long.</summary>
    public static readonly TimeSpan SummaryRest = TimeSpan.FromSeconds(60);

    /// <summary>And not longer than this.</summary>
    public static readonly TimeSpan SummaryWait = TimeSpan.FromMinutes(10);

    /// <summary>Null: nothing now. What is told in a summary is left to <see cref="Summary"/>.</summary>
    public static AlertMessageKind? Next(Incident incident, AlertRules rules, DateTime now)
    {
        if (incident.SilencedUntil > now || rules.Muted.Contains(incident.Kind))
            return null;
        if (!incident.IsOpen)
            return incident.Told == Told.Broken && incident.RecoveryAt <= now ? AlertMessageKind.Recovery : null;
        if (incident.Told != Told.Broken)
            return incident.NotifyAt <= now && !incident.InSummary && IsSerious(incident, rules)
                ? AlertMessageKind.Opened
                : null;
        if (!incident.FollowedUp && Active(incident) > incident.ToldWorkflows)
            return incident.ToldAt + FollowUpAfter <= now ? AlertMessageKind.FollowUp : null;
        var isReminded = rules.ReminderHours > 0 && incident.AcknowledgedAt is null;
        return isReminded && incident.ToldAt + Pause(incident, rules) <= now ? AlertMessageKind.Reminder : null;
    }

    /// <summary>People were told of it, and are not told that it is over.</summary>
    public static bool EndsUntold(Incident incident, AlertRules rules) =>
        !incident.IsOpen && incident.Told == Told.Broken && rules.Muted.Contains(incident.Kind);

    /// <summary>
    /// Since when people should know, where that is before now: the first message of an incident is due when it is detected, unless
    /// something held it back.
    /// </summary>
    public static DateTime? DueAt(Incident incident, AlertRules rules) =>
        incident is { FirstToldAt: null, Reopened: 0, SilencedUntil: null }
        && rules.AfterFailures <= 1
        && incident.NotifyAt <= incident.DetectedAt + IncidentBook.CauseWait
            ? incident.DetectedAt
            : null;

    /// <summary>Of what is days ahead, or judged over a week, once a day is enough.</summary>
    private static TimeSpan Pause(Incident incident, AlertRules rules) =>
        TimeSpan.FromHours(
            incident.Kind is IncidentKind.N8nKeyExpiring or IncidentKind.ServiceLevel
                ? Math.Max(rules.ReminderHours, 24)
                : rules.ReminderHours
        );

    /// <summary>The incidents one summary is to tell of now; empty: none yet.</summary>
    public static IReadOnlyList<Incident> Summary(IEnumerable<Incident> incidents, AlertRules rules, DateTime now)
    {
        var waiting = incidents
            .Where(one =>
                one is { IsOpen: true, InSummary: true }
                && one.Told != Told.Broken
                && !(one.SilencedUntil > now)
                && !rules.Muted.Contains(one.Kind)
                && IsSerious(one, rules)
            )
            .ToList();
        if (waiting.Count == 0)
            return [];
        var rested = waiting.Max(one => one.DetectedAt) + SummaryRest <= now;
        return rested || waiting.Min(one => one.DetectedAt) + SummaryWait <= now ? waiting : [];
    }

    public static int Active(Incident incident) => incident.Workflows.Count(one => one.RecoveredAt is null);

    private static bool IsSerious(Incident incident, AlertRules rules) =>
        incident.Kind != IncidentKind.Failure
        || incident.Workflows.Any(one => one.RecoveredAt is null && one.Failures >= rules.AfterFailures);
}
