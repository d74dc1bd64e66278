using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Retention;

/// <summary>
/// What the nodes of executions did: the column is emptied from the oldest on, and the checkpoint says how far, so that no
/// row is looked at twice and what is read late of an old execution is not stored.
/// </summary>
internal sealed class ExpiringDetails : IExpiring
{
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    public async Task<IReadOnlyList<RetentionCount>> CountAsync(
        DataSyncDbContext context,
        RetentionCutoffs cutoffs,
        CancellationToken cancellation
    )
    {
        var from = await FromAsync(context, cutoffs, cancellation);
        var rows = Stored(context, from, cutoffs.ExecutionData).Where(row => row.ExecutionData != null);
        return [Count(await rows.LongCountAsync(cancellation))];
    }

    public async Task<ExpiryStep> RemoveSomeAsync(
        DataSyncDbContext context,
        WriteTransaction writes,
        RetentionCutoffs cutoffs,
        CancellationToken cancellation
    )
    {
        var from = await FromAsync(context, cutoffs, cancellation);
        if (from >= cutoffs.ExecutionData)
            return ExpiryStep.Nothing;
        var starts = new List<DateTime>();
        // One status at a time, because that is how the index is sorted.
        foreach (var status in EndedExecutions.Statuses)
        {
            starts.AddRange(
                await Stored(context, from, cutoffs.ExecutionData)
                    .Where(row => row.Status == status)
                    .OrderBy(row => row.StartTime)
                    .Take(IExpiring.MostAtOnce)
                    .Select(row => row.StartTime)
                    .ToListAsync(cancellation)
            );
        }
        starts.Sort();
        var more = starts.Count > IExpiring.MostAtOnce;
        var to = more ? starts[IExpiring.MostAtOnce - 1] + Tick : cutoffs.ExecutionData;
        var removed = await writes.RunAsync(
            async (db, checkpoint, token) =>
            {
                var rows = await Stored(db, from, to)
                    .Where(row => row.ExecutionData != null)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.ExecutionData, (string?)null), token);
                if (!(checkpoint.DetailsFrom >= to))
                    checkpoint.DetailsFrom = to;
                // The rows need no number: the board shows no details. Who asks for one anew is told that it changed.
                if (rows > 0)
                    checkpoint.ChangeSeq++;
                return rows;
            },
            cancellation
        );
        return new([Count(removed)], more);
    }

    private static async Task<DateTime> FromAsync(
        DataSyncDbContext context,
        RetentionCutoffs cutoffs,
        CancellationToken cancellation
    )
    {
        var done = await context.Checkpoints.Select(row => row.DetailsFrom).SingleAsync(cancellation);
        return done > cutoffs.Executions ? done.Value : cutoffs.Executions;
    }

    private static IQueryable<WorkflowExecution> Stored(DataSyncDbContext context, DateTime from, DateTime to) =>
        context.Executions.Where(row =>
            row.DetailState == DetailState.Stored
            && EF.Constant(EndedExecutions.Statuses).Contains(row.Status)
            && row.StartTime >= from
            && row.StartTime < to
        );

    private static RetentionCount Count(long rows) => new("workflow_executions.execution_data", rows);
}
