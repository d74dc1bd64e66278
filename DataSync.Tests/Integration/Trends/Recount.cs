using DataSync.Core.Executions;
using DataSync.Core.Trends;

namespace DataSync.Tests.Integration.Trends;

/// <summary>What a roll-up must say, counted from the executions in the plainest way.</summary>
internal sealed record Recount(
    DateTime StartsAt,
    string WorkflowId,
    RunOrigin Origin,
    string Results,
    string Resources,
    long Durations
)
{
    public static IEnumerable<Recount> Of(IEnumerable<WorkflowExecution> runs, RollupGrain grain, TimeZoneInfo zone) =>
        runs.Where(run => run.Status != ExecutionStatus.Running)
            .GroupBy(run => (Period(run.StartTime, grain, zone), run.WorkflowId, RunOrigins.Of(run.Mode)))
            .Select(group => new Recount(
                group.Min(run => Start(run.StartTime, grain, zone)),
                group.Key.WorkflowId,
                group.Key.Item3,
                string.Join(
                    ' ',
                    group.Count(run => run.Status == ExecutionStatus.Success),
                    group.Count(run => run.Status == ExecutionStatus.Failure),
                    group.Count(run => run.Status == ExecutionStatus.Cancelled),
                    group.Count(run => run.Status == ExecutionStatus.Failure && run.RetrySuccessId != null)
                ),
                string.Join(
                    ' ',
                    group.Count(run => run.ResourcesCreated != null),
                    group.Sum(run => (long)(run.ResourcesCreated ?? 0)),
                    group.Sum(run => (long)(run.ResourcesUpdated ?? 0)),
                    group.Sum(run => (long)(run.ResourcesDeleted ?? 0)),
                    group.Sum(run => (long)(run.ResourcesFailed ?? 0))
                ),
                group.Count(run => run.DurationMs != null)
            ));

    public static Recount Of(Rollup row) =>
        new(
            row.StartsAt,
            row.WorkflowId,
            row.Origin,
            string.Join(' ', row.Success, row.Failure, row.Cancelled, row.Retried),
            string.Join(
                ' ',
                row.Reported,
                row.ResourcesCreated,
                row.ResourcesUpdated,
                row.ResourcesDeleted,
                row.ResourcesFailed
            ),
            row.Durations.Count
        );

    public static void CompareDurations(IEnumerable<WorkflowExecution> runs, Rollup row, TimeZoneInfo zone)
    {
        var exact = runs.Where(run =>
                run.WorkflowId == row.WorkflowId
                && RunOrigins.Of(run.Mode) == row.Origin
                && Start(run.StartTime, row.Grain, zone) == row.StartsAt
                && run.Status != ExecutionStatus.Running
            )
            .Select(run => run.DurationMs)
            .OfType<long>()
            .Order()
            .ToList();
        foreach (var share in (double[])[0, 0.5, 0.95, 0.99, 1])
        {
            if (exact.Count == 0)
                Assert.Null(row.Durations.Quantile(share));
            else
            {
                var right = exact[(int)(share * (exact.Count - 1))];
                Assert.InRange(row.Durations.Quantile(share)!.Value, right * 0.99, right * 1.01);
            }
        }
    }

    /// <summary>What the clocks on the wall show; an hour that comes twice is two.</summary>
    private static string Period(DateTime utc, RollupGrain grain, TimeZoneInfo zone)
    {
        var local = new DateTimeOffset(utc).ToOffset(zone.GetUtcOffset(utc));
        return grain == RollupGrain.Day ? $"{local:yyyy-MM-dd}" : $"{local:yyyy-MM-dd HH zzz}";
    }

    private static DateTime Start(DateTime utc, RollupGrain grain, TimeZoneInfo zone)
    {
        // Step back as long as the clocks show the same period.
        var step = TimeSpan.FromMinutes(15);
        var start = new DateTime(utc.Ticks - (utc.Ticks % step.Ticks), DateTimeKind.Utc);
        while (Period(start - step, grain, zone) == Period(utc, grain, zone))
            start -= step;
        return start;
    }
}
