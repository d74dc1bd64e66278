using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Executions;

public sealed partial class ExecutionHistory
{
    private const int EarlierShown = 5;

    /// <param name="executionId">Ours, not n8n's.</param>
    /// <returns>Null: there is none.</returns>
    public async Task<ExecutionDetail?> FindAsync(string executionId, CancellationToken cancellation)
    {
        await using var context = await factory.CreateDbContextAsync(cancellation);
        var row = await context
            .Executions.AsNoTracking()
            .SingleOrDefaultAsync(one => one.ExecutionId == executionId, cancellation);
        if (row is null)
            return null;
        var summary = (await RowsAsync(context, [row.Id], cancellation))[0];
        var chain = await RowsAsync(context, await RetryChain.ReadAsync(context, row, cancellation), cancellation);
        chain.Reverse();
        return new(
            summary,
            row.N8nExecutionId,
            row.StartTimeEstimated,
            await IsInN8nAsync(context, row, cancellation),
            row.RetrySuccessId,
            row.DetailState,
            row.DetailState == DetailState.Stored ? DigestJson.Read(row.ExecutionData) : null,
            chain,
            await SameErrorAsync(context, row.ErrorFingerprint, summary, cancellation)
        );
    }

    private static async Task<bool> IsInN8nAsync(
        DataSyncDbContext context,
        WorkflowExecution row,
        CancellationToken cancellation
    ) =>
        row.N8nStatus is not ExecutionIngestor.Gone
        && await context.Checkpoints.AnyAsync(checkpoint => checkpoint.Generation == row.Generation, cancellation)
        && await context.Workflows.AnyAsync(
            workflow => workflow.WorkflowId == row.WorkflowId && workflow.VanishedAt == null,
            cancellation
        );

    private async Task<ErrorOccurrences?> SameErrorAsync(
        DataSyncDbContext context,
        string? fingerprint,
        ExecutionSummary one,
        CancellationToken cancellation
    )
    {
        if (fingerprint is null)
            return null;
        var filter = new ExecutionFilter { Fingerprint = fingerprint };
        var earlier = await PageAsync(filter, one.Cursor, EarlierShown, cancellation);
        var firstAt = await context
            .Executions.Where(row => row.ErrorFingerprint == fingerprint)
            .OrderBy(row => row.StartTime)
            .Select(row => row.StartTime)
            .FirstAsync(cancellation);
        return new(fingerprint, firstAt, earlier.Items);
    }
}
