using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Workflows;

/// <summary>Keeps the registry: every workflow n8n lists is in it, marked rather than dropped when n8n drops it.</summary>
public sealed class WorkflowService(
    N8nClient n8n,
    WriteTransaction writes,
    ExecutionIngestor ingestor,
    IOptions<ClassificationOptions> classification,
    TimeProvider time
)
{
    private readonly IReadOnlyList<TagRule> rules = classification.Value.Rules();

    /// <summary>Of the last complete list.</summary>
    private HashSet<string> lacking = [];

    /// <summary>
    /// Reads the whole list and stores what differs. What was read before a request failed is stored too, but only a
    /// complete list says that a workflow is gone; where it has several pages, two in a row, for rows shift between pages.
    /// </summary>
    public async Task ReadRegistryAsync(RequestPriority priority, CancellationToken cancellation)
    {
        var listed = new List<N8nWorkflow>();
        try
        {
            var (complete, pages) = (false, 0);
            await foreach (var page in n8n.AllWorkflowsAsync(priority, cancellation))
            {
                listed.AddRange(page.Workflows);
                (complete, pages) = (page.NextCursor is null, pages + 1);
            }
            await StoreAsync(listed, complete, pages > 1 ? lacking : null, cancellation);
        }
        catch (N8nException)
        {
            await StoreAsync(listed, complete: false, null, cancellation);
            throw;
        }
    }

    /// <param name="onlyOf">Only these may be called gone; null: all that the list lacks.</param>
    private Task<int> StoreAsync(
        IReadOnlyList<N8nWorkflow> listed,
        bool complete,
        HashSet<string>? onlyOf,
        CancellationToken cancellation
    ) =>
        writes.RunAsync(
            async (db, checkpoint, token) =>
            {
                var now = time.GetUtcNow().UtcDateTime;
                var rows = await db.Workflows.Include(row => row.Credentials).ToListAsync(token);
                if (complete && IsAnotherInstance(rows, listed))
                    await ingestor.BeginGenerationAsync(db, checkpoint, "it has none of the workflows known", token);
                var changes = RegistryDecision.Decide(rows, listed, complete, now, rules, onlyOf);
                if (complete)
                    lacking = rows.Where(row => row.VanishedAt is null)
                        .Select(row => row.WorkflowId)
                        .Except(listed.Select(workflow => workflow.Id), StringComparer.Ordinal)
                        .ToHashSet(StringComparer.Ordinal);
                foreach (var row in changes.Inserts.Concat(changes.Updates))
                    row.ChangeSeq = ++checkpoint.ChangeSeq;
                foreach (var told in changes.Events)
                    told.ChangeSeq = ++checkpoint.ChangeSeq;
                db.Workflows.AddRange(changes.Inserts);
                db.WorkflowEvents.AddRange(changes.Events);
                await db.SaveChangesAsync(token);
                return changes.Inserts.Count + changes.Updates.Count;
            },
            cancellation
        );

    /// <summary>Ids of workflows are random: none in common means that the address leads elsewhere now.</summary>
    private static bool IsAnotherInstance(IEnumerable<WorkflowRegistry> rows, IReadOnlyList<N8nWorkflow> listed)
    {
        var known = rows.Where(row => !row.IsPlaceholder && row.VanishedAt is null).Select(row => row.WorkflowId);
        var ids = known.ToHashSet(StringComparer.Ordinal);
        return ids.Count > 0 && listed.Count > 0 && !listed.Any(workflow => ids.Contains(workflow.Id));
    }
}
