using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Executions;

public sealed partial class ExecutionIngestor
{
    /// <summary>Our own word beside n8n's: it was open, and n8n no longer has it.</summary>
    public const string Gone = "gone";

    /// <summary>
    /// Closes an open execution that n8n answers 404 for: it ended without being saved, or was deleted. How it ended
    /// stays unknown and is not shown as fine; should n8n list it after all, that holds.
    /// </summary>
    /// <param name="n8nId">n8n's id, of the present generation.</param>
    public Task<IngestResult> CloseGoneAsync(string n8nId, CancellationToken cancellation) =>
        RunAsync(
            async (context, checkpoint, token) =>
            {
                var row = await context.Executions.SingleOrDefaultAsync(
                    e =>
                        e.N8nExecutionId == n8nId
                        && e.Generation == checkpoint.Generation
                        && e.Status == ExecutionStatus.Running,
                    token
                );
                if (row is null)
                    return new IngestResult(0, 0, 0, checkpoint.Generation);
                Close(row);
                row.ChangeSeq = ++checkpoint.ChangeSeq;
                await TellAsync(context, checkpoint, [new(null, row)], token);
                return new IngestResult(0, 1, 0, checkpoint.Generation);
            },
            cancellation
        );

    /// <summary>Ends a row whose end n8n never told.</summary>
    internal static void Close(WorkflowExecution row)
    {
        row.Status = ExecutionStatus.Cancelled;
        row.N8nStatus = Gone;
        row.DetailState = DetailState.Unavailable;
    }
}
