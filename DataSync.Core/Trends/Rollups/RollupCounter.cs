using DataSync.Core.Executions;

namespace DataSync.Core.Trends;

/// <summary>Counts runs by hour and day; what it holds are counts or changes of counts. Not thread-safe.</summary>
/// <param name="hoursFrom">Of what started before only days are kept; null: of nothing.</param>
internal sealed class RollupCounter(SiteCalendar calendar, DateTime? hoursFrom)
{
    private readonly Dictionary<RollupKey, Rollup> rollups = [];

    public IReadOnlyCollection<Rollup> All => rollups.Values;

    /// <param name="sign">-1 takes it out.</param>
    public void Count(WorkflowExecution run, int sign = 1)
    {
        if (run.Status == ExecutionStatus.Running)
            return;
        foreach (var rollup in Of(run))
            rollup.Count(run, sign);
    }

    public void CountResources(WorkflowExecution run)
    {
        foreach (var rollup in Of(run))
            rollup.CountResources(run);
    }

    private IEnumerable<Rollup> Of(WorkflowExecution run)
    {
        var isOld = run.StartTime < hoursFrom;
        if (!isOld)
            yield return Of(RollupGrain.Hour, Kept(calendar.Hour(run.StartTime)), run);
        yield return Of(RollupGrain.Day, isOld ? calendar.Day(run.StartTime) : Kept(calendar.Day(run.StartTime)), run);
    }

    /// <summary>In another zone than before an hour or a day may begin in what has expired, whose rows are not to be touched.</summary>
    private DateTime Kept(DateTime start) => start < hoursFrom ? hoursFrom.Value : start;

    private Rollup Of(RollupGrain grain, DateTime startsAt, WorkflowExecution run)
    {
        var key = new RollupKey(grain, startsAt, run.WorkflowId, RunOrigins.Of(run.Mode));
        if (!rollups.TryGetValue(key, out var rollup))
            rollups[key] = rollup = new()
            {
                Grain = grain,
                StartsAt = startsAt,
                WorkflowId = run.WorkflowId,
                Origin = key.Origin,
            };
        return rollup;
    }
}
