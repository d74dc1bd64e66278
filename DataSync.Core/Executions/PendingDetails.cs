using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Executions;

/// <summary>A finished execution whose digest has not been read.</summary>
public sealed record PendingDetail(
    string ExecutionId,
    string N8nExecutionId,
    string WorkflowId,
    string? N8nStatus,
    DateTime StartTime
);

/// <summary>What to ask n8n for next: failures first, newest first. Only of the present generation, n8n has no other.</summary>
public sealed class PendingDetails(IDbContextFactory<DataSyncDbContext> factory)
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(1);

    /// <param name="limit">At most this many, and never more than 1,000.</param>
    public async Task<IReadOnlyList<PendingDetail>> ReadAsync(int limit, CancellationToken cancellation)
    {
        limit = Math.Min(limit, 1_000);
        await using var context = await factory.CreateDbContextAsync(cancellation);
        var failures = await ReadAsync(context, ExecutionStatus.Failure, limit, cancellation);
        if (failures.Count >= limit)
            return failures;
        // One status at a time, because that is how the index is sorted.
        var others = new List<PendingDetail>();
        foreach (var status in new[] { ExecutionStatus.Success, ExecutionStatus.Cancelled })
            others.AddRange(await ReadAsync(context, status, limit - failures.Count, cancellation));
        return [.. failures, .. others.OrderByDescending(row => row.StartTime).Take(limit - failures.Count)];
    }

    /// <summary>
    /// Of failures that ended later than <paramref name="since"/> those of workflows that had not failed before, newest first:
    /// of one that goes on failing people know already.
    /// </summary>
    public async Task<IReadOnlyList<PendingDetail>> NewFailuresAsync(
        DateTime since,
        int limit,
        CancellationToken cancellation
    )
    {
        await using var context = await factory.CreateDbContextAsync(cancellation);
        // The index is sorted by starts; what ran for longer than a day waits its turn. Two looks into it for each.
        var begun = since - LongestRun;
        return await Pending(context, ExecutionStatus.Failure)
            .Where(row => row.StartTime > begun && (row.EndTime ?? row.StartTime) > since)
            .Select(row => new
            {
                Row = row,
                Failed = context
                    .Executions.Where(before =>
                        before.WorkflowId == row.WorkflowId
                        && before.Status == ExecutionStatus.Failure
                        && before.StartTime < row.StartTime
                    )
                    .Max(before => (DateTime?)before.StartTime),
                Succeeded = context
                    .Executions.Where(before =>
                        before.WorkflowId == row.WorkflowId
                        && before.Status == ExecutionStatus.Success
                        && before.StartTime < row.StartTime
                    )
                    .Max(before => (DateTime?)before.StartTime),
            })
            .Where(one => one.Failed == null || one.Succeeded > one.Failed)
            .OrderByDescending(one => one.Row.StartTime)
            .Take(limit)
            .Select(one => new PendingDetail(
                one.Row.ExecutionId,
                one.Row.N8nExecutionId,
                one.Row.WorkflowId,
                one.Row.N8nStatus,
                one.Row.StartTime
            ))
            .ToListAsync(cancellation);
    }

    /// <summary>Whether the last run of a workflow, as far as it is known, has failed.</summary>
    public async Task<bool> FailsAsync(string workflowId, CancellationToken cancellation)
    {
        await using var context = await factory.CreateDbContextAsync(cancellation);
        var failed = await LastAsync(ExecutionStatus.Failure);
        return failed is not null && !(await LastAsync(ExecutionStatus.Success) > failed);

        Task<DateTime?> LastAsync(ExecutionStatus status) =>
            context
                .Executions.Where(row => row.WorkflowId == workflowId && row.Status == status)
                .MaxAsync(row => (DateTime?)row.StartTime, cancellation);
    }

    /// <summary>Whether all of these have ended and nothing of them is to be read.</summary>
    /// <param name="n8nIds">n8n's, of the present generation.</param>
    public async Task<bool> AreReadAsync(IReadOnlyCollection<string> n8nIds, CancellationToken cancellation)
    {
        await using var context = await factory.CreateDbContextAsync(cancellation);
        var read = await context.Executions.CountAsync(
            row =>
                n8nIds.Contains(row.N8nExecutionId)
                && row.DetailState != DetailState.Pending
                && row.DetailState != DetailState.Open
                && row.Generation == context.Checkpoints.Max(checkpoint => checkpoint.Generation),
            cancellation
        );
        return read == n8nIds.Count;
    }

    public async Task<int> CountAsync(CancellationToken cancellation)
    {
        await using var context = await factory.CreateDbContextAsync(cancellation);
        return await context.Executions.CountAsync(
            row =>
                row.DetailState == DetailState.Pending
                && row.Generation == context.Checkpoints.Max(checkpoint => checkpoint.Generation),
            cancellation
        );
    }

    private static async Task<List<PendingDetail>> ReadAsync(
        DataSyncDbContext context,
        ExecutionStatus status,
        int limit,
        CancellationToken cancellation
    ) =>
        await Pending(context, status)
            .OrderByDescending(row => row.StartTime)
            .Take(limit)
            .Select(row => new PendingDetail(
                row.ExecutionId,
                row.N8nExecutionId,
                row.WorkflowId,
                row.N8nStatus,
                row.StartTime
            ))
            .ToListAsync(cancellation);

    private static IQueryable<WorkflowExecution> Pending(DataSyncDbContext context, ExecutionStatus status) =>
        context
            .Executions.AsNoTracking()
            .Where(row => row.DetailState == DetailState.Pending && row.Status == status)
            .Where(row => row.Generation == context.Checkpoints.Max(checkpoint => checkpoint.Generation));
}
