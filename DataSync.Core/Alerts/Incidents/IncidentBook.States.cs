using DataSync.Core.Persistence;

namespace DataSync.Core.Alerts;

/// <summary>What follows from the state of workflows and of the system, rather than from runs.</summary>
public sealed partial class IncidentBook
{
    /// <summary>Workflows that are in such a state now, by the board; those not among them are so no longer.</summary>
    /// <param name="found">Id and the sentence of the verdict.</param>
    /// <param name="isKnown">Whether the board says anything of a workflow.</param>
    public void Judged(
        IncidentKind kind,
        string title,
        IReadOnlyDictionary<string, string> found,
        Func<string, bool> isKnown
    )
    {
        foreach (var incident in all.Where(one => one.IsOpen && one.Kind == kind).ToList())
        {
            foreach (
                var workflow in incident.Workflows.Where(one => one.RecoveredAt is null && isKnown(one.WorkflowId))
            )
                workflow.RecoveredAt = found.ContainsKey(workflow.WorkflowId) ? null : now;
            if (incident.Workflows.All(one => one.RecoveredAt is not null))
                Resolve(incident, now, by: null, note: null);
        }
        foreach (var workflow in all.Where(one => IsIntended(one, kind)).SelectMany(one => one.Workflows))
        {
            if (isKnown(workflow.WorkflowId) && !found.ContainsKey(workflow.WorkflowId))
                workflow.RecoveredAt ??= now;
        }
        // What was due while n8n was away is told by that.
        if (
            kind is IncidentKind.Late or IncidentKind.Stale
            && all.Exists(one => one.Kind == IncidentKind.N8nUnreachable && (one.IsOpen || EndedRecently(one)))
        )
            return;
        foreach (var (workflow, sentence) in found.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            // Open already, or somebody has said that it is as it should be, and it has been so since.
            if (
                all.Exists(one =>
                    ((one.IsOpen && one.Kind == kind) || IsIntended(one, kind))
                    && Find(one, workflow) is { RecoveredAt: null }
                )
            )
                continue;
            var run = new EndedRun(workflow, "", now, now);
            var again = all.Find(one => one.Kind == kind && EndedRecently(one) && Find(one, workflow) is not null);
            if (again is not null)
            {
                Reopen(again, run);
                continue;
            }
            // Its own goes on because of others, or else there is one that others have just become so in.
            var one =
                all.Find(one => one.IsOpen && one.Kind == kind && now - Find(one, workflow)?.RecoveredAt < Again)
                ?? all.Find(one => one.IsOpen && one.Kind == kind && now - one.DetectedAt < Together);
            if (one is null)
            {
                var key = $"{EnumWords.Of(kind)}:{now.Ticks}";
                one = Open(kind, key, title, sentence, run);
            }
            Join(one, run);
        }
    }

    /// <summary>Something asked for from here could not be done.</summary>
    public void Refused(string key, string workflowId, string sentence, DateTime at)
    {
        var run = new EndedRun(workflowId, "", at, at);
        var one = all.Find(one => one.IsOpen && one.Kind == IncidentKind.Trigger && now - one.DetectedAt < Together);
        Join(one ?? Open(IncidentKind.Trigger, key, "A run that was asked for did not come about", sentence, run), run);
    }

    /// <summary>Something of the system itself is in trouble since <paramref name="since"/>, or null: is not, or nobody knows.</summary>
    /// <param name="isOver">It is surely not any more.</param>
    /// <param name="key">What it is one incident of; null: there is one of a kind.</param>
    public void System(
        IncidentKind kind,
        string title,
        string sentence,
        DateTime? since,
        bool isOver,
        string? key = null
    )
    {
        key ??= EnumWords.Of(kind);
        var last = all.FindLast(one => Is(one.CauseKey, key));
        if (isOver)
            End(last);
        if (since is null)
            return;
        if (last is { IsOpen: true })
            last.Sentence = sentence;
        else if (last is null || !IsIntended(last))
        {
            if (last is not null && EndedRecently(last))
                Reopen(last, run: null);
            else
                Open(kind, key, title, sentence, new("", "", since.Value, since.Value));
        }
    }

    /// <summary>Keys that run out soon. What is open of others is over; what somebody ended stays ended.</summary>
    public void Expiring(IReadOnlyCollection<ExpiringKey> keys)
    {
        var known = all.Where(one => one.Kind == IncidentKind.N8nKeyExpiring).ToList();
        foreach (var replaced in known.Where(one => keys.All(key => !Is(key.CauseKey, one.CauseKey))))
            End(replaced);
        foreach (var key in keys)
        {
            var one = known.Find(one => Is(one.CauseKey, key.CauseKey));
            if (one is null)
                Open(IncidentKind.N8nKeyExpiring, key.CauseKey, key.Title, key.Sentence, new("", "", now, now));
            else if (one is { IsOpen: false, ResolvedBy: null })
                Reopen(one, run: null);
        }
    }

    /// <summary>What it is about is over, whether or not somebody ended it before.</summary>
    private void End(Incident? incident)
    {
        if (incident is { IsOpen: true })
            Resolve(incident, now, by: null, note: null);
        else if (incident is not null && IsIntended(incident))
            incident.OverAt = now;
    }

    /// <summary>Of the system: somebody has said that it is as it should be, and it has been so since.</summary>
    private static bool IsIntended(Incident incident) =>
        incident is { IsOpen: false, ResolvedBy: not null, OverAt: null };

    private static bool IsIntended(Incident incident, IncidentKind kind) =>
        incident is { IsOpen: false, ResolvedBy: not null } && incident.Kind == kind;
}
