namespace DataSync.Core.Alerts;

/// <summary>
/// The incidents that are open, or ended recently, and what follows for them from what happened. Decides on values alone;
/// who made it stores what it holds. Follows the order of events in n8n, not the order they were learned of.
/// </summary>
public sealed partial class IncidentBook(IEnumerable<Incident> incidents, DateTime now)
{
    /// <summary>How long an error may take to be read before people are told without it.</summary>
    public static readonly TimeSpan CauseWait = TimeSpan.FromSeconds(20);

    /// <summary>What is learned of later than this after it happened is told in a summary.</summary>
    public static readonly TimeSpan SummaryAfter = TimeSpan.FromMinutes(10);

    /// <summary>Trouble that returns within this time is the same incident, and its end has to hold for as long.</summary>
    public static readonly TimeSpan Again = TimeSpan.FromHours(1);

    /// <summary>Workflows that become late, stuck or so within this time are one incident.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromMinutes(5);

    private readonly List<Incident> all = [.. incidents];
    private readonly List<Incident> dissolved = [];
    private readonly List<(Incident From, Incident To)> moved = [];

    /// <summary>Those given and those opened since, without those that went up in others.</summary>
    public IReadOnlyList<Incident> All => all;

    /// <summary>Opened and given up again without anybody having been told.</summary>
    public IReadOnlyList<Incident> Dissolved => dissolved;

    /// <summary>What was told of the one was told of the other.</summary>
    public IReadOnlyList<(Incident From, Incident To)> Moved => moved;

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
        var left = active[true].ToList();
        var (counted, began) = (
            left.Sum(one => one.Incident.IsPending ? one.Workflow.Failures - 1 : 0),
            left.Where(one => one.Incident.IsPending).Select(one => one.Workflow.FailedAt).Append(run.End).Min()
        );
        foreach (var (incident, workflow) in left)
            Leave(incident, workflow, cause);
        if (
            active[false].FirstOrDefault(one => IsOf(one.Incident, cause)) is
            { Incident: { } here, Workflow: var member }
        )
        {
            // It came back, and for the same reason: people need not be kept waiting.
            if (here.Told != Told.Broken)
                here.NotifyAt = now;
            Count(here, member, counted, began);
            return;
        }
        // It has failed again since, and of that the cause is known.
        if (active[false].Any(one => one.Workflow.LastFailureStart > run.Start))
            return;
        var ofCause = OfCause(run, cause);
        if (
            Find(ofCause, run.WorkflowId) is not { RecoveredAt: null, FirstExecutionId: var first }
            || !Is(first, run.ExecutionId)
        )
            Join(ofCause, run);
        Count(ofCause, Find(ofCause, run.WorkflowId)!, counted, began);
        foreach (var (incident, workflow) in left.Where(one => one.Incident.IsPending))
            GoOn(incident, workflow, ofCause);
    }

    /// <summary>The open incident of a cause: the one there is, one that has ended recently, or a new one.</summary>
    private Incident OfCause(EndedRun run, IncidentCause cause)
    {
        if (all.Find(one => one.IsOpen && IsOf(one, cause)) is { } open)
            return open;
        if (all.Find(one => EndedRecently(one) && IsOf(one, cause)) is { } recent)
        {
            Reopen(recent, run);
            recent.NotifyAt = now;
            return recent;
        }
        var opened = Open(IncidentKind.Failure, cause.Key, cause.Title, cause.Sentence, run);
        (opened.ErrorClass, opened.CredentialId, opened.NotifyAt) = (cause.Class, cause.CredentialId, now);
        return opened;
    }

    /// <summary>What people were told of while its cause was still to be read goes on as the incident of that cause.</summary>
    private void GoOn(Incident pending, IncidentWorkflow workflow, Incident ofCause)
    {
        // Others may have been in it for long before this one failed.
        var detected = pending.DetectedAt > workflow.FailedAt ? pending.DetectedAt : workflow.FailedAt;
        if (detected < ofCause.DetectedAt)
            ofCause.DetectedAt = detected;
        if (pending.FirstToldAt is null)
            return;
        moved.Add((pending, ofCause));
        if (ofCause.Told == Told.Broken)
            return;
        (ofCause.Told, ofCause.ToldAt, ofCause.FirstToldAt) = (Told.Broken, now, now);
        // What they hear next is a follow-up with the cause; or a reminder, where a summary told of many at once.
        ofCause.FollowedUp = pending.InSummary;
        Note(ofCause, IncidentChange.CauseFound, ofCause.Title);
    }

    private static bool IsProvisional(
        Incident incident,
        IncidentWorkflow workflow,
        EndedRun run,
        IncidentCause cause
    ) => incident.IsPending || (Is(workflow.FirstExecutionId, run.ExecutionId) && !IsOf(incident, cause));

    private static void Count(Incident incident, IncidentWorkflow workflow, int failures, DateTime began)
    {
        incident.Failures += failures;
        workflow.Failures += failures;
        if (began < workflow.FailedAt)
            workflow.FailedAt = began;
        if (began < incident.OpenedAt)
            incident.OpenedAt = began;
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

    private Incident Pending(EndedRun run)
    {
        var late = now - run.End > SummaryAfter;
        // They need not share a cause: once people have heard how many it hits, what comes after is to be told by itself.
        var pending = all.Find(one =>
            one is { IsOpen: true, IsPending: true } && one.InSummary == late && (late || !one.FollowedUp)
        );
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
            InSummary = now - run.End > SummaryAfter,
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
        Count(incident, workflow, failures: 1, run.End);
        incident.FirstExecutionId ??= Id(run);
        if (run.Start >= workflow.LastFailureStart)
            (workflow.LastFailureStart, workflow.LastExecutionId) = (run.Start, Id(run));
        if (run.End >= incident.LastFailureAt)
            (incident.LastFailureAt, incident.LastExecutionId) = (run.End, Id(run));
    }

    private void Leave(Incident incident, IncidentWorkflow workflow, IncidentCause cause)
    {
        incident.Failures -= workflow.Failures;
        if (!incident.IsPending)
            workflow.RecoveredAt = now;
        else
            incident.Workflows.Remove(workflow);
        if (incident.Workflows.Any(one => one.RecoveredAt is null))
            return;
        if (incident.Workflows.Count == 0 && incident.FirstToldAt is null)
        {
            all.Remove(incident);
            dissolved.Add(incident);
            return;
        }
        Resolve(incident, now, by: null, $"The cause was found: {cause.Title}.");
        // It goes on elsewhere: nothing has recovered.
        incident.Told = Told.Recovered;
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

    private bool EndedRecently(Incident incident) => !incident.IsOpen && now - incident.ResolvedAt < Again;

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
