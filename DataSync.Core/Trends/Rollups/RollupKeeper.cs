using DataSync.Core.Executions;
using DataSync.Core.Persistence;

namespace DataSync.Core.Trends;

/// <summary>Keeps the roll-ups equal to the executions, in the transaction that stores these. Thread-safe.</summary>
public sealed class RollupKeeper(SiteCalendar calendar) : IExecutionObserver
{
    public Task ChangedAsync(
        DataSyncDbContext context,
        Checkpoint checkpoint,
        IReadOnlyList<ExecutionChange> changes,
        CancellationToken cancellation
    )
    {
        var counter = new RollupCounter(calendar, checkpoint.ExecutionsFrom);
        foreach (var (before, after) in changes)
        {
            if (before is not null && IsCounted(checkpoint, before))
                counter.Count(before, -1);
            if (IsCounted(checkpoint, after))
                counter.Count(after);
        }
        return RollupRows.AddAsync(context, counter.All, cancellation);
    }

    public Task ExplainedAsync(
        DataSyncDbContext context,
        Checkpoint checkpoint,
        IReadOnlyList<ExplainedExecution> explained,
        CancellationToken cancellation
    )
    {
        var counter = new RollupCounter(calendar, checkpoint.ExecutionsFrom);
        // Read after n8n had none to tell, or never before: it had told no counts.
        foreach (var (run, _) in explained)
        {
            if (IsCounted(checkpoint, run))
                counter.CountResources(run);
        }
        return RollupRows.AddAsync(context, counter.All, cancellation);
    }

    /// <summary>
    /// The others are counted when <see cref="RollupBuilder"/> comes to their day, which it does not to one that has expired.
    /// </summary>
    private static bool IsCounted(Checkpoint checkpoint, WorkflowExecution run) =>
        checkpoint.RollupZone is not null
        && (!(run.StartTime < checkpoint.RollupsFrom) || run.StartTime < checkpoint.ExecutionsFrom);
}
