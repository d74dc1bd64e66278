using DataSync.Core.Access;
using DataSync.Core.N8n;
using DataSync.Core.Polling;

namespace DataSync.Core.Triggers;

/// <summary>
/// Switches a workflow's setting 'Available in MCP' in n8n, after its present state was shown. Thread-safe.
/// </summary>
public sealed class McpSwitch(N8nActs acts, AccessDirectory access, AuditTrail audit, RefreshRequests refresh)
{
    /// <exception cref="RefusedException">The actor may not, or n8n cannot show it.</exception>
    public async Task<N8nDraft> ReadAsync(Actor actor, string workflowId, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        try
        {
            return await acts.ReadDraftAsync(workflowId, cancellation);
        }
        catch (N8nActException failure)
        {
            throw RefusedException.Conflict(failure.Message);
        }
    }

    /// <param name="seen">What was shown; refused when the workflow is another by now, or has unpublished changes.</param>
    /// <exception cref="RefusedException">The actor may not, or n8n did not do it for sure.</exception>
    public async Task SetAsync(Actor actor, N8nDraft seen, bool available, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        try
        {
            await acts.SetAvailableInMcpAsync(seen, available, cancellation);
        }
        catch (N8nActException failure)
        {
            if (failure.MayHaveHappened)
                await NoteAsync(failure.Message);
            throw RefusedException.Conflict(failure.Message);
        }
        await NoteAsync(doubt: null);

        async Task NoteAsync(string? doubt)
        {
            var (before, after) = (
                new { availableInMcp = seen.AvailableInMcp },
                new { availableInMcp = available, doubt }
            );
            // It has happened, whether or not whoever asked still waits.
            await audit.NoteAsync(
                actor,
                new(AuditActions.WorkflowInMcp, seen.Name, before, after),
                CancellationToken.None
            );
            refresh.Request(all: true);
        }
    }
}
