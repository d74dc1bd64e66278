using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Executions;

/// <summary>A finished execution whose digest has not been read.</summary>
public sealed record PendingDetail(
    string ExecutionId,
    string N8nExecutionId,
    string WorkflowId,
    ExecutionStatus Status,
    DateTime StartTime,
    DateTime? EndTime
);

/// <summary>What to ask n8n for next: failures first, newest first. Only of the present generation, n8n has no other.</summary>
public sealed class PendingDetails(IDbContextFactory<DataSyncDbContext> factory)
{
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
        await context
            .Executions.AsNoTracking()
            .Where(row => row.DetailState == DetailState.Pending && row.Status == status)
            .Where(row => row.Generation == context.Checkpoints.Max(checkpoint => checkpoint.Generation))
            .OrderByDescending(row => row.StartTime)
            .Take(limit)
            .Select(row => new PendingDetail(
                row.ExecutionId,
                row.N8nExecutionId,
                row.WorkflowId,
                row.Status,
                row.StartTime,
                row.EndTime
            ))
            .ToListAsync(cancellation);
}
