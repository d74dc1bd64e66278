using DataSync.Core.Access;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Alerts;

/// <summary>What people do with incidents. Everything is noted in the audit log. Thread-safe.</summary>
public sealed class AlertService(WriteTransaction writes, AuditTrail audit, AccessDirectory access, TimeProvider time)
{
    private const int LongestNote = 2_000;
    private static readonly TimeSpan LongestSilence = TimeSpan.FromDays(30);

    /// <summary>Somebody has taken it on: no more reminders.</summary>
    public Task AcknowledgeAsync(Actor actor, int id, string? note, CancellationToken cancellation) =>
        OnIncidentAsync(
            actor,
            id,
            note,
            IncidentChange.Acknowledged,
            AuditActions.IncidentAcknowledged,
            (_, incident, now) =>
            {
                if (!incident.IsOpen)
                    throw RefusedException.Conflict("It is over already.");
                (incident.AcknowledgedAt, incident.AcknowledgedBy) = (now, actor.Name);
            },
            cancellation
        );

    /// <summary>Nobody is told of it until then.</summary>
    /// <param name="until">UTC, at most 30 days ahead; in the past: no longer silenced.</param>
    public Task SilenceAsync(Actor actor, int id, DateTime until, string? note, CancellationToken cancellation)
    {
        if (until > time.UtcNow() + LongestSilence)
            throw RefusedException.Invalid("until", "Silence it for at most 30 days.");
        return OnIncidentAsync(
            actor,
            id,
            note,
            IncidentChange.Silenced,
            AuditActions.IncidentSilenced,
            (_, incident, _) => incident.SilencedUntil = until,
            cancellation
        );
    }

    public Task ResolveAsync(Actor actor, int id, string? note, CancellationToken cancellation) =>
        OnIncidentAsync(
            actor,
            id,
            note,
            change: null,
            AuditActions.IncidentResolved,
            (book, incident, now) =>
            {
                if (!incident.IsOpen)
                    throw RefusedException.Conflict("It is over already.");
                book.Resolve(incident, now, actor.Name, note);
            },
            cancellation
        );

    public Task ReopenAsync(Actor actor, int id, string? note, CancellationToken cancellation) =>
        OnIncidentAsync(
            actor,
            id,
            note,
            change: null,
            AuditActions.IncidentReopened,
            (book, incident, _) =>
            {
                if (incident.IsOpen)
                    throw RefusedException.Conflict("It is open.");
                book.Reopen(incident, actor.Name, note);
            },
            cancellation
        );

    private Task<int> OnIncidentAsync(
        Actor actor,
        int id,
        string? note,
        IncidentChange? change,
        string action,
        Action<IncidentBook, Incident, DateTime> act,
        CancellationToken cancellation
    )
    {
        access.Demand(actor, Role.Operator);
        if (note?.Length > LongestNote)
            throw RefusedException.Invalid("note", $"A note has at most {LongestNote:N0} characters.");
        return writes.RunAsync(
            async (context, _, token) =>
            {
                var now = time.UtcNow();
                var incident =
                    await context
                        .Incidents.Include(row => row.Workflows)
                        .SingleOrDefaultAsync(row => row.Id == id, token)
                    ?? throw RefusedException.Unknown("There is no such incident.");
                act(new IncidentBook([incident], now), incident, now);
                incident.Note = note ?? incident.Note;
                if (change is { } kind)
                    incident.Transitions.Add(
                        new()
                        {
                            At = now,
                            Change = kind,
                            ActorName = actor.Name,
                            Text = note,
                        }
                    );
                await audit.AppendAsync(
                    context,
                    actor,
                    new(action, $"{id}: {incident.Title}", null, note is null ? null : new { note }),
                    token
                );
                return 0;
            },
            cancellation
        );
    }
}
