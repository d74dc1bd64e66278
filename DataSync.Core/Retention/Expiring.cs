using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using DataSync.Core.Triggers;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Retention;

/// <summary>All tables whose rows expire by a key of their own.</summary>
internal static class Expiring
{
    /// <summary>In the order in which they go.</summary>
    public static readonly IReadOnlyList<IExpiring> Rows =
    [
        new ExpiringRows<string>(
            Executions,
            (checkpoint, rows) => checkpoint.ExecutionsStored -= rows,
            [
                new("workflow_alerts", (db, ids) => db.Alerts.Where(row => ids.Contains(row.ExecutionId))),
                new("workflow_executions", (db, ids) => db.Executions.Where(row => ids.Contains(row.ExecutionId))),
            ]
        ),
        new ExpiringRows<int>(
            Messages,
            null,
            [
                new("alert_deliveries", (db, ids) => db.AlertDeliveries.Where(row => ids.Contains(row.AlertMessageId))),
                new(
                    "alert_message_incidents",
                    (db, ids) => db.ToldIncidents.Where(row => ids.Contains(row.AlertMessageId))
                ),
                new("alert_messages", (db, ids) => db.AlertMessages.Where(row => ids.Contains(row.Id))),
            ]
        ),
        new ExpiringRows<int>(
            Incidents,
            null,
            [
                new("incident_workflows", (db, ids) => db.IncidentWorkflows.Where(row => ids.Contains(row.IncidentId))),
                new(
                    "incident_transitions",
                    (db, ids) => db.IncidentTransitions.Where(row => ids.Contains(row.IncidentId))
                ),
                new(
                    "alert_message_incidents",
                    (db, ids) => db.ToldIncidents.Where(row => ids.Contains(row.IncidentId)),
                    ToldByExpired
                ),
                new("incidents", (db, ids) => db.Incidents.Where(row => ids.Contains(row.Id))),
            ]
        ),
        new ExpiringRows<long>(
            (db, cutoffs) =>
                db.WorkflowEvents.Where(row => row.At < cutoffs.Reports).OrderBy(row => row.Id).Select(row => row.Id),
            null,
            [new("workflow_events", (db, ids) => db.WorkflowEvents.Where(row => ids.Contains(row.Id)))]
        ),
        new ExpiringRows<int>(
            (db, cutoffs) =>
                db.Reports.Where(row => row.IssuedAt < cutoffs.Reports).OrderBy(row => row.Id).Select(row => row.Id),
            null,
            [new("reports", (db, ids) => db.Reports.Where(row => ids.Contains(row.Id)))]
        ),
        new ExpiringRows<DateTime>(
            (db, cutoffs) =>
                db
                    .ServiceHours.Where(row => row.StartsAt < cutoffs.Reports)
                    .OrderBy(row => row.StartsAt)
                    .Select(row => row.StartsAt),
            null,
            [new("service_hours", (db, ids) => db.ServiceHours.Where(row => ids.Contains(row.StartsAt)))]
        ),
        new ExpiringRows<int>(
            Triggers,
            null,
            [new("triggers", (db, ids) => db.Triggers.Where(row => ids.Contains(row.Id)))]
        ),
        new ExpiringRows<int>(
            (db, cutoffs) =>
                db
                    .Quarantine.Where(row => row.FirstSeenAt < cutoffs.Executions)
                    .OrderBy(row => row.Id)
                    .Select(row => row.Id),
            null,
            [new("quarantined_executions", (db, ids) => db.Quarantine.Where(row => ids.Contains(row.Id)))]
        ),
    ];

    /// <summary>Those that run go on, however long ago they began.</summary>
    private static IQueryable<string> Executions(DataSyncDbContext db, RetentionCutoffs cutoffs) =>
        db
            .Executions.Where(row =>
                EF.Constant(EndedExecutions.Details).Contains(row.DetailState)
                && EF.Constant(EndedExecutions.Statuses).Contains(row.Status)
                && row.StartTime < cutoffs.Executions
            )
            .OrderBy(row => row.DetailState)
            .ThenBy(row => row.Status)
            .ThenBy(row => row.StartTime)
            .Select(row => row.ExecutionId);

    /// <summary>Not what told of an incident that is open. What still waits to be sent by then helps nobody.</summary>
    private static IQueryable<int> Messages(DataSyncDbContext db, RetentionCutoffs cutoffs) =>
        db
            .AlertMessages.Where(row =>
                row.CreatedAt < cutoffs.Deliveries
                && !row.Incidents.Any(told =>
                    db.Incidents.Any(one => one.Id == told.IncidentId && one.ResolvedAt == null)
                )
            )
            .OrderBy(row => row.Id)
            .Select(row => row.Id);

    /// <summary>Not what keeps quiet what lasts: it would be told anew.</summary>
    private static IQueryable<int> Incidents(DataSyncDbContext db, RetentionCutoffs cutoffs) =>
        db
            .Incidents.Where(row =>
                row.ResolvedAt < cutoffs.Incidents && !IncidentKeeper.Intended(db).Any(one => one.Id == row.Id)
            )
            .OrderBy(row => row.ResolvedAt)
            .Select(row => row.Id);

    private static IQueryable<ToldIncident> ToldByExpired(
        DataSyncDbContext db,
        RetentionCutoffs cutoffs,
        IEnumerable<int> incidents
    )
    {
        var messages = Messages(db, cutoffs);
        return db.ToldIncidents.Where(row =>
            incidents.Contains(row.IncidentId) && messages.Contains(row.AlertMessageId)
        );
    }

    /// <summary>Not what is still to be done.</summary>
    private static IQueryable<int> Triggers(DataSyncDbContext db, RetentionCutoffs cutoffs) =>
        db
            .Triggers.Where(row =>
                row.RequestedAt < cutoffs.Reports
                && row.State != TriggerState.Queued
                && row.State != TriggerState.Sending
                && row.State != TriggerState.Sent
            )
            .OrderBy(row => row.RequestedAt)
            .Select(row => row.Id);
}
