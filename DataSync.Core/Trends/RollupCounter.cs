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
        if (!(run.StartTime < hoursFrom))
            yield return Of(RollupGrain.Hour, calendar.Hour(run.StartTime), run);
        yield return Of(RollupGrain.Day, calendar.Day(run.StartTime), run);
    }

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
