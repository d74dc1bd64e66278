using DataSync.Core.Persistence;

namespace DataSync.Core.Alerts;

/// <summary>A run that failed or succeeded by itself, as far as incidents care.</summary>
/// <param name="NewestSuccess">Start of the newest success of its workflow that is stored, itself included; null: none.</param>
public sealed record EndedRun(
    string WorkflowId,
    string ExecutionId,
    DateTime Start,
    DateTime End,
    DateTime? NewestSuccess = null
);

/// <summary>
/// The incidents that are open, or ended lately, and what follows for them from what happened. Decides on values alone;
/// who made it stores what it holds. Follows the order of events in n8n, not the order they were learned of.
/// </summary>
public sealed class IncidentBook(IEnumerable<Incident> incidents, DateTime now)
{
    /// <summary>How long an error may take to be read before people are told without it.</summary>
    public static readonly TimeSpan CauseWait = TimeSpan.FromSeconds(20);

    /// <summary>What is learned of later than this after it happened is told in a summary.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(10);

    /// <summary>Trouble that returns within this time is the same incident, and its end has to hold for as long.</summary>
    public static readonly TimeSpan Again = TimeSpan.FromHours(1);

    /// <summary>Workflows that become late, stuck or so within this time are one incident.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromMinutes(5);

    private readonly List<Incident> all = [.. incidents];
    private readonly List<Incident> dissolved = [];

    /// <summary>Those given and those opened since, without those that went up in others.</summary>
    public IReadOnlyList<Incident> All => all;

    /// <summary>Opened and given up again without anybody having been told.</summary>
    public IReadOnlyList<Incident> Dissolved => dissolved;

    /// <summary>A run failed; why is not known yet.</summary>
    public void Failed(EndedRun run)
    {
        // An older failure found after a newer success opens nothing.
        if (run.NewestSuccess > run.Start)
            return;
        if (ActiveOf(run.WorkflowId).FirstOrDefault() is { Incident: { } known, Workflow: var workflow })
        {
            Count(known, workflow, run);
            return;
        }
        var again = all.Where(one => !one.IsOpen && one.Kind == IncidentKind.Failure && now - one.ResolvedAt < Again)
            .OrderByDescending(one => one.ResolvedAt)
            .FirstOrDefault(one => Find(one, run.WorkflowId) is not null);
        if (again is not null)
            Reopen(again, run);
        else
            Join(Pending(run), run);
    }

    /// <summary>Why a failed run failed.</summary>
    public void Explained(EndedRun run, IncidentCause cause)
    {
        if (run.NewestSuccess > run.Start)
            return;
        // It came in before its cause was known, by this run or one like it: it belongs elsewhere.
        var active = ActiveOf(run.WorkflowId).ToLookup(one => IsProvisional(one.Incident, one.Workflow, run, cause));
        var (told, before) = (false, 0);
        foreach (var (incident, workflow) in active[true])
        {
            before += incident.IsPending ? workflow.Failures - 1 : 0;
            told |= Leave(incident, workflow, cause);
        }
        if (
            active[false].FirstOrDefault(one => IsOf(one.Incident, cause)) is
            { Incident: { } here, Workflow: var member }
        )
        {
            // It came back, and for the same reason: people need not be kept waiting.
            here.NotifyAt = here.Told == Told.Broken ? here.NotifyAt : now;
            Carry(here, member, before);
            return;
        }
        // It has failed again since, and of that the cause is known.
        if (active[false].Any(one => one.Workflow.LastFailureStart > run.Start))
            return;
        var ofCause = all.Find(one => one.IsOpen && IsOf(one, cause));
        if (ofCause is null && all.Find(one => IsLately(one) && IsOf(one, cause)) is { } lately)
        {
            Reopen(lately, run);
            lately.NotifyAt = now;
            return;
        }
        if (ofCause is null)
        {
            ofCause = Open(IncidentKind.Failure, cause.Key, cause.Title, cause.Sentence, run);
            ofCause.ErrorClass = cause.Class;
            ofCause.CredentialId = cause.CredentialId;
            ofCause.NotifyAt = now;
            // People were told of it while its cause was still to be read: what they hear next is a follow-up.
            if (told)
                (ofCause.Told, ofCause.ToldAt, ofCause.FirstToldAt) = (Told.Broken, now, now);
        }
        Join(ofCause, run);
        Carry(ofCause, Find(ofCause, run.WorkflowId)!, before);
        if (told)
            ofCause.SeenWorkflows++;
    }

    private static bool IsProvisional(
        Incident incident,
        IncidentWorkflow workflow,
        EndedRun run,
        IncidentCause cause
    ) => incident.IsPending || (Is(workflow.FirstExecutionId, run.ExecutionId) && !IsOf(incident, cause));

    /// <summary>Failures that were counted before their cause was known.</summary>
    private static void Carry(Incident incident, IncidentWorkflow workflow, int failures)
    {
        incident.Failures += Math.Max(0, failures);
        workflow.Failures += Math.Max(0, failures);
    }

    /// <summary>A run succeeded: what it ran into before is over for its workflow.</summary>
    public void Succeeded(EndedRun run)
    {
        var refused = ActiveOf(run.WorkflowId, IncidentKind.Trigger);
        foreach (var (incident, workflow) in ActiveOf(run.WorkflowId).Concat(refused).ToList())
        {
            if (workflow.LastFailureStart >= run.Start)
                continue;
            workflow.RecoveredAt = run.End;
            if (incident.Workflows.All(one => one.RecoveredAt is not null))
                Resolve(incident, run.End, by: null, note: null);
            else
                Note(incident, IncidentChange.Recovered, run.WorkflowId);
        }
    }

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
            && all.Exists(one => one.Kind == IncidentKind.N8nUnreachable && (one.IsOpen || IsLately(one)))
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
            var again = all.Find(one => one.Kind == kind && IsLately(one) && Find(one, workflow) is not null);
            if (again is not null)
            {
                Reopen(again, run);
                continue;
            }
            var one = all.Find(one => one.IsOpen && one.Kind == kind && now - one.DetectedAt < Together);
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

    /// <summary>Something of the system itself is in trouble since <paramref name="since"/>, or null: is not.</summary>
    /// <param name="isOver">It is surely not any more.</param>
    public void System(IncidentKind kind, string title, string sentence, DateTime? since, bool isOver)
    {
        var open = all.Find(one => one.IsOpen && one.Kind == kind);
        if (isOver && open is not null)
            Resolve(open, now, by: null, note: null);
        if (since is null || open is not null)
            return;
        if (all.Find(one => one.Kind == kind && IsLately(one)) is { } again)
            Reopen(again, run: null);
        else
            Open(kind, EnumWords.Of(kind), title, sentence, new("", "", since.Value, since.Value));
    }

    /// <summary>Ends it, by a person or by itself.</summary>
    public void Resolve(Incident incident, DateTime at, string? by, string? note)
    {
        incident.ResolvedAt = at < incident.OpenedAt ? incident.OpenedAt : at;
        incident.ResolvedBy = by;
        incident.Note = note ?? incident.Note;
        // What a person ended, they know of; what has come back before has to hold.
        incident.RecoveryAt = incident.Reopened > 0 && by is null ? now + Again : now;
        Note(incident, IncidentChange.Resolved, note, by);
    }

    /// <summary>Opens it again, by a person.</summary>
    public void Reopen(Incident incident, string by)
    {
        foreach (var workflow in incident.Workflows)
            workflow.RecoveredAt = null;
        Begin(incident, by);
    }

    private void Reopen(Incident incident, EndedRun? run)
    {
        incident.Reopened++;
        Begin(incident, by: null);
        // Why it is back may be another reason.
        incident.NotifyAt = incident.Kind == IncidentKind.Failure ? now + CauseWait : now;
        if (run is not null)
            Join(incident, run);
    }

    private void Begin(Incident incident, string? by)
    {
        (incident.ResolvedAt, incident.ResolvedBy, incident.RecoveryAt) = (null, null, null);
        // Another round: somebody takes it on anew, and is told anew how many it hits.
        (incident.AcknowledgedAt, incident.AcknowledgedBy, incident.FollowedUp) = (null, null, false);
        Note(incident, IncidentChange.Reopened, null, by);
    }

    private Incident Pending(EndedRun run)
    {
        var late = now - run.End > Late;
        var pending = all.Find(one => one is { IsOpen: true, IsPending: true } && one.InSummary == late);
        if (pending is not null)
            return pending;
        pending = Open(IncidentKind.Failure, Incident.CausePending, "Cause not read yet", null, run);
        pending.NotifyAt = now + CauseWait;
        return pending;
    }

    private Incident Open(IncidentKind kind, string key, string title, string? sentence, EndedRun run)
    {
        var incident = new Incident
        {
            Kind = kind,
            CauseKey = key,
            Title = title,
            Sentence = sentence,
            OpenedAt = run.End,
            DetectedAt = now,
            NotifyAt = now,
            InSummary = now - run.End > Late,
            LastFailureAt = run.End,
        };
        all.Add(incident);
        Note(incident, IncidentChange.Opened, sentence);
        return incident;
    }

    private void Join(Incident incident, EndedRun run)
    {
        var workflow = Find(incident, run.WorkflowId);
        if (workflow is null)
        {
            workflow = new IncidentWorkflow { WorkflowId = run.WorkflowId, FailedAt = run.End };
            incident.Workflows.Add(workflow);
            if (incident.Workflows.Count > 1)
                Note(incident, IncidentChange.Joined, run.WorkflowId);
        }
        else if (workflow.RecoveredAt is not null)
        {
            (workflow.FailedAt, workflow.RecoveredAt, workflow.Failures) = (run.End, null, 0);
        }
        workflow.FirstExecutionId = Id(run);
        Count(incident, workflow, run);
    }

    private static void Count(Incident incident, IncidentWorkflow workflow, EndedRun run)
    {
        workflow.Failures++;
        incident.Failures++;
        if (run.End < workflow.FailedAt)
            workflow.FailedAt = run.End;
        if (run.End < incident.OpenedAt)
            incident.OpenedAt = run.End;
        incident.FirstExecutionId ??= Id(run);
        if (run.Start >= workflow.LastFailureStart)
            (workflow.LastFailureStart, workflow.LastExecutionId) = (run.Start, Id(run));
        if (run.End >= incident.LastFailureAt)
            (incident.LastFailureAt, incident.LastExecutionId) = (run.End, Id(run));
    }

    /// <returns>True: it leaves an incident people were told of.</returns>
    private bool Leave(Incident incident, IncidentWorkflow workflow, IncidentCause cause)
    {
        incident.Failures -= workflow.Failures;
        if (!incident.IsPending)
            workflow.RecoveredAt = now;
        else
            incident.Workflows.Remove(workflow);
        var told = incident.Told == Told.Broken;
        if (incident.Workflows.Any(one => one.RecoveredAt is null))
            return told;
        if (incident.Workflows.Count == 0 && !told)
        {
            all.Remove(incident);
            dissolved.Add(incident);
            return false;
        }
        Resolve(incident, now, by: null, $"The cause was found: {cause.Title}.");
        // It goes on elsewhere: nothing has recovered.
        incident.Told = Told.Recovered;
        return told;
    }

    private IEnumerable<(Incident Incident, IncidentWorkflow Workflow)> ActiveOf(
        string workflowId,
        IncidentKind kind = IncidentKind.Failure
    ) =>
        from incident in all
        where incident.IsOpen && incident.Kind == kind
        let workflow = Find(incident, workflowId)
        where workflow is { RecoveredAt: null }
        orderby workflow.LastFailureStart descending
        select (incident, workflow);

    private bool IsLately(Incident incident) => !incident.IsOpen && now - incident.ResolvedAt < Again;

    private static bool IsIntended(Incident incident, IncidentKind kind) =>
        incident is { IsOpen: false, ResolvedBy: not null } && incident.Kind == kind;

    private static bool IsOf(Incident incident, IncidentCause cause) => Is(incident.CauseKey, cause.Key);

    private static bool Is(string? a, string? b) => string.Equals(a, b, StringComparison.Ordinal);

    private static IncidentWorkflow? Find(Incident incident, string workflowId) =>
        incident.Workflows.FirstOrDefault(one => Is(one.WorkflowId, workflowId));

    private static string? Id(EndedRun run) => run.ExecutionId is { Length: > 0 } id ? id : null;

    private void Note(Incident incident, IncidentChange change, string? text, string? by = null) =>
        incident.Transitions.Add(
            new()
            {
                At = now,
                Change = change,
                Text = text,
                ActorName = by,
            }
        );
}
