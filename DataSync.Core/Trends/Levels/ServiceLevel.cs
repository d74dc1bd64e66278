namespace DataSync.Core.Trends;

/// <summary>One promise over a period.</summary>
/// <param name="Value">Percent, minutes or runs a week, by <paramref name="Kind"/>; null: nothing was measured.</param>
/// <param name="Target">In the same unit.</param>
/// <param name="IsMet">Null: nothing was measured, or it is only reported.</param>
/// <param name="Measured">How many looks, mails, loads or updates it is of.</param>
/// <param name="Missed">How many of these were not as promised.</param>
/// <param name="BudgetLeft">1: nothing of what may be missed was; below 0: more was. Null: nothing may be, or it is no share.</param>
/// <param name="P95Seconds">Of loads, updates, and alerts that were sent.</param>
public sealed record ServiceLevel(
    ServiceLevelKind Kind,
    double? Value,
    double Target,
    bool? IsMet,
    long Measured,
    long Missed,
    double? BudgetLeft,
    double? P95Seconds
)
{
    public static ServiceLevel Share(
        ServiceLevelKind kind,
        double target,
        long measured,
        long missed,
        double? p95Seconds
    )
    {
        double? value = measured == 0 ? null : 100.0 * (measured - missed) / measured;
        var allowed = measured * (100 - target) / 100;
        return new(
            kind,
            value,
            target,
            value is null ? null : value >= target,
            measured,
            missed,
            allowed > 0 ? 1 - (missed / allowed) : null,
            p95Seconds
        );
    }
}

public enum ServiceLevelKind
{
    /// <summary>Percent of the workflows the API key can see that a verdict is passed on.</summary>
    Coverage,

    /// <summary>Percent of the mails of failures that were out in time.</summary>
    Alerts,

    /// <summary>Percent of pages loaded in time, measured in browsers.</summary>
    PageLoad,

    /// <summary>Percent of what happened that was on an open page in time, measured in browsers.</summary>
    Update,

    /// <summary>Runs asked for here, a week.</summary>
    ManualRuns,

    /// <summary>Average age of data, in minutes.</summary>
    DataAge,
}

/// <summary>All promises over a period, with the targets they were held against.</summary>
/// <param name="UnobservedSeconds">How long nobody looked at n8n.</param>
/// <param name="UnmeasuredHours">Whole hours of which nothing was measured, because DataSync was not running.</param>
/// <param name="Looks">How often the board was looked at.</param>
public sealed record ServiceLevels(
    DateTime From,
    DateTime To,
    ServiceTargets Targets,
    IReadOnlyList<ServiceLevel> Levels,
    long UnobservedSeconds,
    int UnmeasuredHours,
    int Looks = 0
);
