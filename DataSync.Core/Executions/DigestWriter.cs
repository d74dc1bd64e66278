using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Executions;

/// <summary>Puts digests into finished executions.</summary>
internal static class DigestWriter
{
    /// <summary>Returns what changed.</summary>
    public static async Task<IReadOnlyList<ExplainedExecution>> StoreAsync(
        DataSyncDbContext context,
        Checkpoint checkpoint,
        IReadOnlyList<N8nExecutionDetail> details,
        IReadOnlyCollection<string> unavailable,
        CancellationToken cancellation
    )
    {
        var digests = new Dictionary<string, ExecutionDigest?>(StringComparer.Ordinal);
        foreach (var detail in details)
            digests[detail.Execution.Id] = detail.Digest;
        var ids = digests.Keys.ToList();
        var rows = await context
            .Executions.Where(row =>
                (
                    (row.Generation == checkpoint.Generation && ids.Contains(row.N8nExecutionId))
                    || unavailable.Contains(row.ExecutionId)
                ) && (row.DetailState == DetailState.Pending || row.DetailState == DetailState.Unavailable)
            )
            .ToListAsync(cancellation);
        var changed = new List<ExplainedExecution>();
        foreach (var row in rows)
        {
            var digest = digests.GetValueOrDefault(row.N8nExecutionId);
            Apply(row, digest, isOld: row.StartTime < checkpoint.DetailsFrom);
            if (context.Entry(row).State != EntityState.Modified)
                continue;
            row.ChangeSeq = ++checkpoint.ChangeSeq;
            changed.Add(new(row, digest?.Error));
        }
        return changed;
    }

    /// <param name="isOld">What the nodes did is not kept any more.</param>
    private static void Apply(WorkflowExecution row, ExecutionDigest? digest, bool isOld)
    {
        if (digest is null)
        {
            row.DetailState = DetailState.Unavailable;
            return;
        }
        row.DetailState = DetailState.Stored;
        row.ExecutionData = isOld ? null : DigestJson.Write(digest);
        row.ResourcesCreated = digest.Resources.Created;
        row.ResourcesUpdated = digest.Resources.Updated;
        row.ResourcesDeleted = digest.Resources.Deleted;
        row.ResourcesFailed = digest.Resources.Failed;
        row.ErrorMessage = StoredText.Cut(digest.Error?.Message, StoredText.Text);
        row.ErrorFingerprint = digest.Error is { } error ? ErrorFingerprint.Of(error) : null;
        var failed = digest.Nodes.Where(node => node.Error is not null || node.Status is "error").ToList();
        row.NodesFailed = failed.Count;
        if (row.Status == ExecutionStatus.Failure)
            row.FailedNode = StoredText.Cut(digest.Error?.Node ?? digest.LastNode, StoredText.Name);
        else if (failed is [var first, ..])
            row.FailedNode = StoredText.Cut(first.Name, StoredText.Name);
    }
}
