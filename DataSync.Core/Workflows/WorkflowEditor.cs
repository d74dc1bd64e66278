using DataSync.Core.Access;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Workflows;

/// <summary>Stores what people say of workflows. Thread-safe.</summary>
public sealed class WorkflowEditor(WriteTransaction writes, AuditTrail audit, AccessDirectory access, TimeProvider time)
{
    public const int MostAtOnce = 500;

    /// <summary>Changes all of them or, when one is unknown or something of the change cannot be, none.</summary>
    /// <param name="workflowIds">n8n's ids, at most <see cref="MostAtOnce"/>.</param>
    /// <returns>Names of those that are other now than before.</returns>
    /// <exception cref="RefusedException"></exception>
    public async Task<IReadOnlyList<string>> ChangeAsync(
        Actor actor,
        IReadOnlyCollection<string> workflowIds,
        WorkflowChange change,
        CancellationToken cancellation
    )
    {
        access.Demand(actor, Role.Admin);
        change.Check(time.UtcNow());
        var ids = workflowIds.Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count is 0 or > MostAtOnce)
            throw RefusedException.Invalid("workflowIds", $"Choose 1 to {MostAtOnce} workflows.");
        return await writes.RunAsync(
            async (db, checkpoint, token) =>
            {
                var rows = await db.Workflows.Where(row => ids.Contains(row.WorkflowId)).ToListAsync(token);
                var known = rows.Select(row => row.WorkflowId).ToHashSet(StringComparer.Ordinal);
                if (ids.Find(id => !known.Contains(id)) is { } unknown)
                    throw RefusedException.Unknown($"There is no workflow '{unknown}'. Nothing was changed.");
                var changed = new List<string>();
                foreach (var row in rows)
                {
                    if (Change(row, change) is not { } note)
                        continue;
                    row.ChangeSeq = ++checkpoint.ChangeSeq;
                    changed.Add(row.WorkflowName);
                    await audit.AppendAsync(db, actor, note, token);
                }
                return (IReadOnlyList<string>)changed;
            },
            cancellation
        );
    }

    /// <returns>Null: all of it was so already.</returns>
    private static AuditNote? Change(WorkflowRegistry row, WorkflowChange change)
    {
        var before = Facts(row);
        change.Apply(row);
        var after = Facts(row);
        var changed = after.Keys.Where(name => !Equals(before[name], after[name])).ToList();
        return changed.Count == 0
            ? null
            : new(AuditActions.WorkflowChanged, row.WorkflowName, Some(before), Some(after));

        Dictionary<string, object?> Some(Dictionary<string, object?> facts) =>
            changed.Prepend("workflowId").ToDictionary(name => name, name => facts[name], StringComparer.Ordinal);
    }

    private static Dictionary<string, object?> Facts(WorkflowRegistry row) =>
        new(StringComparer.Ordinal)
        {
            ["workflowId"] = row.WorkflowId,
            ["provider"] = row.Provider,
            ["workflowType"] = row.WorkflowType,
            ["classifiedBy"] = row.ClassifiedBy,
            ["otherCells"] = row.OtherCells,
            ["account"] = row.Account,
            ["region"] = row.Region,
            ["owner"] = row.Owner,
            ["notes"] = row.Notes,
            ["runbookUrl"] = row.RunbookUrl,
            ["freshnessLimitMinutes"] = row.FreshnessLimitMinutes,
            ["pausedUntil"] = row.PausedUntil,
            ["pauseReason"] = row.PauseReason,
            ["runPolicy"] = row.RunPolicy,
            ["webhookSecret"] = row.WebhookSecret,
            ["switchedOffAt"] = row.SwitchedOffAt,
        };
}
