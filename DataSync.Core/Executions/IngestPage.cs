using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Executions;

/// <summary>One page on its way into the database, inside the transaction that holds the checkpoint.</summary>
internal sealed class IngestPage(DataSyncDbContext context, Checkpoint checkpoint, DateTime now)
{
    private readonly Dictionary<string, string> aside = new(StringComparer.Ordinal);
    private readonly List<ExecutionChange> changes = [];
    private int inserted;
    private int updated;
    private int quarantined;

    public IReadOnlyList<ExecutionChange> Changes => changes;

    public IngestResult Result => new(inserted, updated, quarantined, checkpoint.Generation);

    public async Task StoreAsync(
        IReadOnlyList<N8nExecution> executions,
        Contradicts? contradicts,
        bool trustIds,
        CancellationToken cancellation
    )
    {
        var stored = await StoredAsync(executions, cancellation);
        var known = Known(executions, stored);
        if (!trustIds && Contradiction(executions, known, contradicts) is { } sign)
        {
            changes.AddRange(await Generations.BeginAsync(context, checkpoint, sign, now, cancellation));
            stored = await StoredAsync(executions, cancellation);
            known = Known(executions, stored);
        }
        // The same id twice on a page: the second is judged by what the first made of it.
        var writes = new Dictionary<string, WorkflowExecution>(StringComparer.Ordinal);
        foreach (var sent in executions)
        {
            var before = writes.GetValueOrDefault(sent.Id ?? "") ?? known.GetValueOrDefault(sent.Id ?? "");
            var verdict = IngestDecision.Decide(sent, before, checkpoint.Generation, now, checkpoint.ExecutionsFrom);
            if (verdict.Write is { } row)
                writes[row.N8nExecutionId] = row;
            else if (verdict.Quarantine is { } reason)
                PutAside(sent.Id ?? "", reason);
        }
        if (writes.Count == 0)
            return;
        foreach (var row in writes.Values)
            row.ChangeSeq = ++checkpoint.ChangeSeq;
        await AddPlaceholdersAsync(writes.Values.Where(row => !known.ContainsKey(row.N8nExecutionId)), cancellation);
        foreach (var row in await WriteAsync([.. writes.Values], cancellation))
        {
            var before = known.GetValueOrDefault(row.N8nExecutionId);
            if (before is not null)
                updated++;
            else
                inserted++;
            changes.Add(new(before, row));
        }
        checkpoint.ExecutionsStored += inserted;
    }

    /// <param name="id">n8n's, of any length.</param>
    public void PutAside(string id, string reason) =>
        aside[StoredText.Cut(id, StoredText.Id)] = StoredText.Cut(reason, StoredText.Text);

    /// <summary>Stores what was put aside and is not yet; returns these rows.</summary>
    public async Task<IReadOnlyList<QuarantinedExecution>> QuarantineAsync(CancellationToken cancellation)
    {
        if (aside.Count == 0)
            return [];
        var ids = aside.Keys.ToList();
        var there = await context
            .Quarantine.Where(row => row.Generation == checkpoint.Generation && ids.Contains(row.N8nExecutionId))
            .Select(row => row.N8nExecutionId)
            .ToListAsync(cancellation);
        var rows = aside
            .Where(row => !there.Contains(row.Key, StringComparer.Ordinal))
            .Select(row => new QuarantinedExecution
            {
                N8nExecutionId = row.Key,
                Generation = checkpoint.Generation,
                Reason = row.Value,
                FirstSeenAt = now,
            })
            .ToList();
        context.Quarantine.AddRange(rows);
        quarantined += rows.Count;
        return rows;
    }

    private string? Contradiction(
        IReadOnlyList<N8nExecution> executions,
        Dictionary<string, WorkflowExecution> known,
        Contradicts? contradicts
    )
    {
        var unknown = new List<N8nExecution>();
        foreach (var sent in executions.Where(sent => IngestDecision.Objection(sent) is null))
        {
            if (!known.TryGetValue(sent.Id, out var row))
                unknown.Add(sent);
            else if (row.Generation == checkpoint.Generation && Generations.Contradiction(sent, row) is { } sign)
                return sign;
        }
        return contradicts?.Invoke(checkpoint, unknown);
    }

    /// <summary>By n8n's id: the row of this generation, else the same execution as an earlier one knew it.</summary>
    private Dictionary<string, WorkflowExecution> Known(
        IReadOnlyList<N8nExecution> executions,
        ILookup<string, WorkflowExecution> stored
    )
    {
        var known = new Dictionary<string, WorkflowExecution>(StringComparer.Ordinal);
        foreach (var sent in executions.Where(sent => sent.Id is not null))
        {
            var rows = stored[sent.Id];
            var row =
                rows.FirstOrDefault(row => row.Generation == checkpoint.Generation)
                ?? rows.FirstOrDefault(row => Generations.IsSame(sent, row));
            if (row is not null)
                known[sent.Id] = row;
        }
        return known;
    }

    private Task<ILookup<string, WorkflowExecution>> StoredAsync(
        IReadOnlyList<N8nExecution> executions,
        CancellationToken cancellation
    )
    {
        var ids = executions.Select(sent => sent.Id).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return IngestRows.ExecutionsAsync(context, ids, cancellation);
    }

    private async Task AddPlaceholdersAsync(IEnumerable<WorkflowExecution> rows, CancellationToken cancellation)
    {
        var wanted = rows.Select(row => row.WorkflowId).Distinct(StringComparer.Ordinal).ToList();
        if (wanted.Count == 0)
            return;
        var there = await IngestRows.WorkflowIdsAsync(context, wanted, cancellation);
        var unknown = wanted.Where(id => !there.Contains(id)).ToList();
        foreach (var id in unknown)
        {
            context.Workflows.Add(
                new WorkflowRegistry
                {
                    WorkflowId = id,
                    WorkflowName = id,
                    IsPlaceholder = true,
                    CreatedAt = now,
                    UpdatedAt = now,
                    ChangeSeq = ++checkpoint.ChangeSeq,
                }
            );
        }
        // The executions refer to them.
        if (unknown.Count > 0)
            await context.SaveChangesAsync(cancellation);
    }

    /// <summary>Returns the rows that could be stored; the others are put aside.</summary>
    private async Task<IReadOnlyList<WorkflowExecution>> WriteAsync(
        IReadOnlyList<WorkflowExecution> rows,
        CancellationToken cancellation
    )
    {
        try
        {
            await ExecutionUpsert.RunAsync(context, rows, cancellation);
            return rows;
        }
        catch (Exception failure) when (DatabaseErrors.IsData(failure))
        {
            if (rows.Count == 1)
            {
                PutAside(rows[0].N8nExecutionId, DatabaseErrors.Describe(failure));
                return [];
            }
        }
        var stored = new List<WorkflowExecution>();
        foreach (var row in rows)
            stored.AddRange(await WriteAsync([row], cancellation));
        return stored;
    }
}
