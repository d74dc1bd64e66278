using DataSync.Core.Persistence;
using DataSync.Core.Trends;

namespace DataSync.Core.Retention;

/// <summary>What is older than these starts of days has expired; UTC.</summary>
internal sealed record RetentionCutoffs(
    DateTime Executions,
    DateTime ExecutionData,
    DateTime Incidents,
    DateTime Deliveries,
    DateTime Reports,
    DateTime Audit
)
{
    /// <param name="at">When it is asked, UTC.</param>
    public static RetentionCutoffs Of(
        RetentionOptions options,
        SiteCalendar calendar,
        Checkpoint checkpoint,
        DateTime at
    )
    {
        var executions = calendar.Day(at - options.Executions);
        return new(
            // What has expired has, also when they are to be kept longer from now on.
            checkpoint.ExecutionsFrom > executions
                ? checkpoint.ExecutionsFrom.Value
                : executions,
            calendar.Day(at - options.ExecutionData),
            calendar.Day(at - options.Incidents),
            calendar.Day(at - options.Deliveries),
            calendar.Day(at - options.Reports),
            calendar.Day(at - options.Audit)
        );
    }
}
