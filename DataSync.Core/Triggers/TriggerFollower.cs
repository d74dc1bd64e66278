using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Triggers;

/// <summary>Finds the executions that triggers led to, and moves the triggers on with them.</summary>
public sealed class TriggerFollower(
    WriteTransaction writes,
    IDbContextFactory<DataSyncDbContext> contexts,
    TimeProvider time
)
{
    private const int MostFollowed = 200;

    /// <returns>Whether something is other than before.</returns>
    public async Task<bool> FollowAsync(CancellationToken cancellation)
    {
        await using var read = await contexts.CreateDbContextAsync(cancellation);
        var checkpoint = await read.Checkpoints.AsNoTracking().SingleAsync(cancellation);
        // Decided again inside the transaction, by what is there then.
        return await MoveAsync(read, checkpoint, cancellation) && await writes.RunAsync(MoveAsync, cancellation);
    }

    /// <summary>Moves on whatever can be; the rows are tracked by <paramref name="db"/> and not saved here.</summary>
    private async Task<bool> MoveAsync(DataSyncDbContext db, Checkpoint checkpoint, CancellationToken cancellation)
    {
        var open = await db
            .Triggers.Where(row => row.State == TriggerState.Sending || row.State == TriggerState.Sent)
            .OrderBy(row => row.Id)
            .Take(MostFollowed)
            .ToListAsync(cancellation);
        var moved = false;
        foreach (var trigger in open)
        {
            var found = await FindAsync(db, trigger, checkpoint.Generation, cancellation);
            moved |= TriggerPlan.Advance(trigger, found, checkpoint.KnownUntil, time.UtcNow());
        }
        return moved;
    }

    private static async Task<TriggerCandidate?> FindAsync(
        DataSyncDbContext db,
        Trigger trigger,
        int generation,
        CancellationToken cancellation
    )
    {
        var target = trigger.TargetId is null
            ? null
            : await Candidates(db.Executions.Where(row => row.ExecutionId == trigger.TargetId))
                .SingleOrDefaultAsync(cancellation);
        if (trigger.Act == TriggerAct.Stop)
            return target;
        var since = trigger.SentAt!.Value.AddHours(-1);
        var executions = trigger.ExecutionId is { } id
            ? db.Executions.Where(row => row.ExecutionId == id)
            : db.Executions.Where(row =>
                row.WorkflowId == trigger.WorkflowId
                && row.Generation == generation
                && row.StartTime >= since
                && !db.Triggers.Any(other => other.ExecutionId == row.ExecutionId && other.Id != trigger.Id)
            );
        var candidates = await Candidates(executions).Take(MostFollowed).ToListAsync(cancellation);
        if (trigger.ExecutionId is not null)
            return candidates.SingleOrDefault();
        // Taken by one of those moved just now.
        var taken = db
            .Triggers.Local.Select(other => other.ExecutionId)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        return TriggerPlan.Find(
            trigger,
            candidates.Where(one => !taken.Contains(one.ExecutionId)),
            target?.N8nExecutionId
        );
    }

    private static IQueryable<TriggerCandidate> Candidates(IQueryable<WorkflowExecution> rows) =>
        rows.AsNoTracking()
            .OrderByDescending(row => row.StartTime)
            .Select(row => new TriggerCandidate(
                row.ExecutionId,
                row.N8nExecutionId,
                row.Mode,
                row.RetryOf,
                row.StartTime,
                row.CreatedAt,
                row.DetailState != DetailState.Open,
                row.EndTime
            ));
}
