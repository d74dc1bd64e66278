using System.Linq.Expressions;
using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Alerts;

/// <summary>Keeps incidents true to the executions, in the transaction that stores these. Thread-safe.</summary>
public sealed class IncidentKeeper(TimeProvider time) : IExecutionObserver
{
    public async Task ChangedAsync(
        DataSyncDbContext context,
        Checkpoint checkpoint,
        IReadOnlyList<ExecutionChange> changes,
        CancellationToken cancellation
    )
    {
        var judged = changes
            .Where(change => change.Ends)
            .Select(change => change.After)
            .Where(IsJudged)
            .OrderBy(row => row.StartTime)
            .ToList();
        var failed = judged.Where(row => row.Status == ExecutionStatus.Failure).ToList();
        if (judged.Count == 0)
            return;
        var stored = await OpenOrRecentAsync(context, cancellation);
        if (failed.Count == 0 && stored.Count == 0)
            return;
        var newest = await NewestSuccessesAsync(context, failed.Select(row => row.WorkflowId), cancellation);
        var book = new IncidentBook(stored, time.UtcNow());
        foreach (var row in judged)
        {
            var run = Run(row, newest);
            if (row.Status == ExecutionStatus.Failure)
                book.Failed(run);
            else
                book.Succeeded(run);
        }
        await KeepAsync(context, book, cancellation);
    }

    public async Task ExplainedAsync(
        DataSyncDbContext context,
        Checkpoint checkpoint,
        IReadOnlyList<ExplainedExecution> explained,
        CancellationToken cancellation
    )
    {
        var failed = explained
            .Where(one => one.Execution.Status == ExecutionStatus.Failure && IsJudged(one.Execution))
            .OrderBy(one => one.Execution.StartTime)
            .ToList();
        if (failed.Count == 0)
            return;
        var newest = await NewestSuccessesAsync(context, failed.Select(one => one.Execution.WorkflowId), cancellation);
        var book = new IncidentBook(await OpenOrRecentAsync(context, cancellation), time.UtcNow());
        foreach (var (row, error) in failed)
            book.Explained(
                Run(row, newest),
                error is null ? IncidentCause.Unknown(row.WorkflowId) : IncidentCause.Of(error)
            );
        await KeepAsync(context, book, cancellation);
    }

    /// <summary>
    /// Ended by somebody who said that it is as it should be, and it has been so since: for as long as it lasts nobody is told of it
    /// again.
    /// </summary>
    internal static IQueryable<Incident> Intended(DataSyncDbContext context) =>
        context.Incidents.Where(row =>
            row.ResolvedBy != null
            && row.Kind != IncidentKind.Failure
            && row.Kind != IncidentKind.Trigger
            && row.OverAt == null
            && (!row.Workflows.Any() || row.Workflows.Any(one => one.RecoveredAt == null))
        );

    /// <summary>
    /// Incidents that are open, or ended so short a time ago that they may come back, or keep quiet what lasts; tracked, without
    /// transitions.
    /// </summary>
    internal async Task<List<Incident>> OpenOrRecentAsync(DataSyncDbContext context, CancellationToken cancellation)
    {
        var since = time.UtcNow() - IncidentBook.Again;
        return
        [
            .. await WithWorkflowsAsync(
                context.Incidents,
                row => row.ResolvedAt == null || row.ResolvedAt > since,
                cancellation
            ),
            .. await WithWorkflowsAsync(Intended(context), row => row.ResolvedAt <= since, cancellation),
        ];
    }

    /// <summary>Those that are so; oldest first.</summary>
    internal static async Task<List<Incident>> WithWorkflowsAsync(
        IQueryable<Incident> incidents,
        Expression<Func<Incident, bool>> which,
        CancellationToken cancellation
    )
    {
        // Their keys first, by index: asked for with their workflows, SQLite reads all incidents there ever were.
        var ids = await incidents.Where(which).Select(row => row.Id).ToListAsync(cancellation);
        return ids.Count == 0
            ? []
            : await incidents
                .Include(row => row.Workflows)
                .Where(row => ids.Contains(row.Id))
                .OrderBy(row => row.Id)
                .ToListAsync(cancellation);
    }

    internal static async Task KeepAsync(DataSyncDbContext context, IncidentBook book, CancellationToken cancellation)
    {
        context.Incidents.AddRange(book.All.Where(one => one.Id == 0));
        context.Incidents.RemoveRange(book.Dissolved.Where(one => one.Id != 0));
        foreach (var (from, to) in book.Moved.Distinct())
        {
            var known = to.Messages.Select(one => one.AlertMessageId);
            var told = await context
                .ToldIncidents.Where(one => one.IncidentId == from.Id)
                .Select(one => one.AlertMessageId)
                .Where(id => !context.ToldIncidents.Any(one => one.IncidentId == to.Id && one.AlertMessageId == id))
                .ToListAsync(cancellation);
            foreach (var id in told.Except(known).ToList())
                to.Messages.Add(new() { AlertMessageId = id });
        }
    }

    private static bool IsJudged(WorkflowExecution row) =>
        row.Status is ExecutionStatus.Success or ExecutionStatus.Failure && !RunOrigins.IsByHand(row.Mode);

    private static EndedRun Run(WorkflowExecution row, Dictionary<string, DateTime> newest) =>
        new(
            row.WorkflowId,
            row.ExecutionId,
            row.StartTime,
            row.EndTime ?? row.StartTime,
            newest.TryGetValue(row.WorkflowId, out var start) ? start : null
        );

    /// <summary>By workflow the start of its newest success of its own; a read by index for each.</summary>
    private static async Task<Dictionary<string, DateTime>> NewestSuccessesAsync(
        DataSyncDbContext context,
        IEnumerable<string> workflowIds,
        CancellationToken cancellation
    )
    {
        var newest = new Dictionary<string, DateTime>(StringComparer.Ordinal);
        var ids = workflowIds.Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count == 0)
            return newest;
        await using var command = context.NewCommand();
        command.CommandText = string.Join(
            " UNION ALL ",
            ids.Select(id => command.Text(id))
                .Select(id =>
                    $"""
                        SELECT {id}, (SELECT start_time FROM workflow_executions WHERE workflow_id = {id} AND status = 'success'
                            AND (mode IS NULL OR mode NOT IN ('manual', 'evaluation')) ORDER BY start_time DESC LIMIT 1)
                        """
                )
        );
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (reader.Time(1) is { } start)
                newest[reader.GetString(0)] = start;
        }
        return newest;
    }
}
