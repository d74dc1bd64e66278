using System.Linq.Expressions;
using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Live;

/// <summary>Reads from the database what the board has not seen. Used by the feeder alone.</summary>
internal sealed class BoardReader(IDbContextFactory<DataSyncDbContext> contexts)
{
    private const int MostChanges = 2_000;

    private static readonly Expression<Func<WorkflowExecution, Run>> AsRun = e => new Run(
        e.WorkflowId,
        e.ExecutionId,
        e.Status,
        e.N8nStatus,
        e.Mode,
        e.StartTime,
        e.EndTime,
        e.WaitTill,
        e.DurationMs,
        new ResourceCounts(e.ResourcesCreated, e.ResourcesUpdated, e.ResourcesDeleted, e.ResourcesFailed),
        e.ErrorMessage,
        e.FailedNode,
        e.NodesFailed,
        e.ChangeSeq
    );

    private static readonly Expression<Func<WorkflowExecution, bool>> IsCounted = e =>
        (e.Status == ExecutionStatus.Success || e.Status == ExecutionStatus.Failure)
        && (e.Mode == null || !(RunOrigins.ManualModes.Contains(e.Mode) || RunOrigins.PartModes.Contains(e.Mode)));

    /// <summary>The picture from nothing: a short read by index per workflow, whatever the length of history.</summary>
    /// <returns>The change it is true for; later ones are read by <see cref="ChangesAsync"/>.</returns>
    public async Task<long> LoadAsync(
        Dictionary<string, WorkflowFacts> facts,
        FeedFacts news,
        CancellationToken cancellation
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var seq = await db.Checkpoints.Select(c => c.ChangeSeq).SingleAsync(cancellation);
        facts.Clear();
        foreach (var registry in await db.Workflows.AsNoTracking().ToListAsync(cancellation))
            facts[registry.WorkflowId] = new WorkflowFacts(registry);
        foreach (var (id, workflow) in facts)
        {
            var history = db.Executions.AsNoTracking().Where(e => e.WorkflowId == id);
            // A status at a time, because that is how the index is sorted; the last success is always among them.
            var newest = Newest(ExecutionStatus.Success)
                .Concat(Newest(ExecutionStatus.Failure))
                .Concat(Newest(ExecutionStatus.Cancelled));
            foreach (var run in await newest.Select(AsRun).ToListAsync(cancellation))
                workflow.Apply(run);
            var changes = Changes(db).Where(e => e.WorkflowId == id && e.ChangeSeq <= seq);
            var last = await changes
                .OrderByDescending(e => e.Id)
                .Take(WorkflowFacts.ChangesKept)
                .ToListAsync(cancellation);
            foreach (var change in last.AsEnumerable().Reverse())
                workflow.Apply(change);

            IQueryable<WorkflowExecution> Newest(ExecutionStatus status) =>
                history.Where(e => e.Status == status).OrderByDescending(e => e.StartTime).Take(WorkflowFacts.RunsKept);
        }
        var open = db.Executions.AsNoTracking().Where(e => e.DetailState == DetailState.Open);
        foreach (var run in await open.Select(AsRun).ToListAsync(cancellation))
            facts.GetValueOrDefault(run.WorkflowId)?.Apply(run);
        news.Clear();
        await NewsAsync(db, news, above: 0, upTo: seq, cancellation);
        return seq;
    }

    private static IQueryable<WorkflowEvent> Changes(DataSyncDbContext db) =>
        db.WorkflowEvents.AsNoTracking().Where(e => ChangeBeforeFailure.Kinds.Contains(e.Kind));

    /// <summary>The newest of them, as many as the feed keeps.</summary>
    private static async Task NewsAsync(
        DataSyncDbContext db,
        FeedFacts news,
        long above,
        long upTo,
        CancellationToken cancellation
    )
    {
        var events = db.WorkflowEvents.AsNoTracking().Where(e => e.ChangeSeq > above && e.ChangeSeq <= upTo);
        news.Apply(
            await events.OrderByDescending(e => e.ChangeSeq).Take(FeedFacts.EventsKept).ToListAsync(cancellation)
        );
        var intervals = db.UnobservedIntervals.AsNoTracking().Where(i => i.ChangeSeq > above && i.ChangeSeq <= upTo);
        news.Apply(
            await intervals.OrderByDescending(i => i.ChangeSeq).Take(FeedFacts.IntervalsKept).ToListAsync(cancellation)
        );
    }

    /// <summary>
    /// Counts how runs ended: all of the last two days at first, then what <paramref name="counts"/> holds for stale. One
    /// aggregate by index, whatever the length of history.
    /// </summary>
    public async Task CountAsync(RunCounts counts, DateTime now, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var ended = db.Executions.AsNoTracking().Where(IsCounted);
        if (counts.IsLoaded)
        {
            var ids = counts.Stale.Keys.ToList();
            var since = counts.Stale.Values.Min();
            foreach (var id in ids)
                counts.Touch(id, since, now);
            ended = ended.Where(e => ids.Contains(e.WorkflowId) && e.StartTime >= since);
        }
        else
        {
            var from = RunCounts.From(now);
            ended = ended.Where(e => EndedExecutions.Details.Contains(e.DetailState) && e.StartTime >= from);
        }
        var groups = await ended
            .GroupBy(e => new
            {
                e.WorkflowId,
                e.StartTime.Date,
                e.StartTime.Hour,
                e.Status,
            })
            .Select(g => new { g.Key, Runs = g.Count() })
            .ToListAsync(cancellation);
        counts.Begin(now);
        foreach (var group in groups)
        {
            var failed = group.Key.Status == ExecutionStatus.Failure;
            counts.Add(
                group.Key.WorkflowId,
                DateTime.SpecifyKind(group.Key.Date.AddHours(group.Key.Hour), DateTimeKind.Utc),
                failed ? new(0, group.Runs) : new(group.Runs, 0)
            );
        }
    }

    /// <summary>
    /// Applies what changed after <paramref name="seq"/>, a bounded piece of what goes up to <paramref name="latest"/>, in the
    /// order it changed.
    /// </summary>
    /// <param name="touched">Takes in the workflows this changes.</param>
    /// <returns>The change reached.</returns>
    public async Task<long> ChangesAsync(
        Dictionary<string, WorkflowFacts> facts,
        FeedFacts news,
        RunCounts counts,
        HashSet<string> touched,
        long seq,
        long latest,
        DateTime now,
        CancellationToken cancellation
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var runs = await db
            .Executions.AsNoTracking()
            .Where(e => e.ChangeSeq > seq && e.ChangeSeq <= latest)
            .OrderBy(e => e.ChangeSeq)
            .Take(MostChanges)
            .Select(AsRun)
            .ToListAsync(cancellation);
        if (runs.Count == MostChanges)
            latest = runs[^1].ChangeSeq;

        await NewsAsync(db, news, seq, latest, cancellation);
        var rows = await db
            .Workflows.AsNoTracking()
            .Where(w => w.ChangeSeq > seq && w.ChangeSeq <= latest)
            .ToListAsync(cancellation);
        foreach (var row in rows)
        {
            if (facts.TryGetValue(row.WorkflowId, out var known))
                known.Registry = row;
            else
                facts[row.WorkflowId] = new WorkflowFacts(row);
            touched.Add(row.WorkflowId);
        }
        var changes = await Changes(db)
            .Where(e => e.ChangeSeq > seq && e.ChangeSeq <= latest)
            .OrderBy(e => e.Id)
            .ToListAsync(cancellation);
        foreach (var change in changes)
        {
            facts.GetValueOrDefault(change.WorkflowId)?.Apply(change);
            touched.Add(change.WorkflowId);
        }
        foreach (var run in runs)
        {
            facts.GetValueOrDefault(run.WorkflowId)?.Apply(run);
            touched.Add(run.WorkflowId);
            counts.Touch(run.WorkflowId, run.StartTime, now);
        }
        return latest;
    }

    public async Task<int> QuarantinedAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Quarantine.CountAsync(cancellation);
    }
}
