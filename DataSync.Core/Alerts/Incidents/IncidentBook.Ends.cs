namespace DataSync.Core.Alerts;

/// <summary>How incidents end, and come back.</summary>
public sealed partial class IncidentBook
{
    /// <summary>Ends it, by a person or by itself.</summary>
    public void Resolve(Incident incident, DateTime at, string? by, string? note)
    {
        incident.ResolvedAt = at < incident.OpenedAt ? incident.OpenedAt : at;
        incident.ResolvedBy = by;
        // What the program says of it is in its story alone: a note is what somebody found to help.
        if (by is not null)
            incident.Note = note ?? incident.Note;
        // What a person ended, they know of; what has come back before has to hold.
        incident.RecoveryAt = incident.Reopened > 0 && by is null ? now + Again : now;
        Note(incident, IncidentChange.Resolved, note, by);
    }

    /// <summary>Opens it again, by a person.</summary>
    public void Reopen(Incident incident, string by, string? note)
    {
        foreach (var workflow in incident.Workflows)
            workflow.RecoveredAt = null;
        Begin(incident, by, note);
    }

    private void Reopen(Incident incident, EndedRun? run)
    {
        incident.Reopened++;
        Begin(incident, by: null, note: null);
        // Why it is back may be another reason.
        incident.NotifyAt = incident.Kind == IncidentKind.Failure ? now + CauseWait : now;
        if (run is not null)
            Join(incident, run);
    }

    private void Begin(Incident incident, string? by, string? note)
    {
        (incident.ResolvedAt, incident.ResolvedBy, incident.RecoveryAt) = (null, null, null);
        (incident.OverAt, incident.NotifyAt) = (null, now);
        // Another round: somebody takes it on anew, and is told anew how many it hits.
        (incident.AcknowledgedAt, incident.AcknowledgedBy, incident.FollowedUp) = (null, null, false);
        incident.InSummary = false;
        Note(incident, IncidentChange.Reopened, note, by);
    }
}
