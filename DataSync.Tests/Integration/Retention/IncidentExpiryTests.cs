using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Trends;
using DataSync.Core.Triggers;
using DataSync.Tests.Support;
using DataSync.Web.Features.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Retention;

/// <summary>Which incidents and messages go, and which have to stay.</summary>
public sealed class IncidentExpiryTests
{
    [Theory, DatabaseData]
    public async Task What_somebody_ended_stays_for_as_long_as_it_keeps_others_quiet(Provider provider)
    {
        await using var life = await RetentionLife.OpenAsync(provider);
        var (lasts, recovered, itself) = (Ended(IncidentKind.Late), Ended(IncidentKind.Late), Ended(IncidentKind.Late));
        recovered.Workflows[0].RecoveredAt = life.Ago(1_100);
        itself.ResolvedBy = null;
        var (missed, kept) = (Ended(IncidentKind.ServiceLevel), Ended(IncidentKind.ServiceLevel));
        missed.Workflows.Clear();
        kept.Workflows.Clear();
        kept.OverAt = life.Ago(1_100);
        await life.AddAsync(lasts, recovered, itself, missed, kept, Ended(IncidentKind.Failure));

        await life.Retention.RunAsync(default);

        Assert.Equal(
            [lasts.Id, missed.Id],
            await life.ReadAsync(db => db.Incidents.OrderBy(row => row.Id).Select(row => row.Id).ToListAsync())
        );

        Incident Ended(IncidentKind kind)
        {
            var incident = life.Incident(1_200);
            (incident.Kind, incident.ResolvedBy) = (kind, "Ada");
            return incident;
        }
    }

    [Theory, DatabaseData]
    public async Task Incidents_that_are_open_stay_and_messages_go_whether_or_not_they_could_be_sent(Provider provider)
    {
        await using var life = await RetentionLife.OpenAsync(provider);
        var open = life.Incident(1_200, isOpen: true);
        var (unsent, waits) = (life.Message(1_200, DeliveryState.Pending), life.Message(1_000, DeliveryState.Pending));
        await life.AddAsync(open, unsent, waits, life.Trigger(1_200, TriggerState.Queued));

        var run = await life.Retention.RunAsync(default);

        Assert.Equal(
            [("alert_deliveries", 2), ("alert_messages", 1)],
            run.Removed.Select(one => (one.Table, (int)one.Rows)).Order()
        );
        Assert.Equal(
            ((int[])[open.Messages[0].AlertMessageId, waits.Id]).Order(),
            await life.ReadAsync(db => db.AlertMessages.OrderBy(row => row.Id).Select(row => row.Id).ToListAsync())
        );
        var detail = await life.History.FindAsync(Actor.Program, open.Id, default);
        Assert.Equal((2, 1), (detail!.Timeline.Length, detail.Messages.Length));
    }

    [Theory, DatabaseData]
    public async Task Incidents_and_whom_they_were_told_outlive_the_executions(Provider provider)
    {
        await using var life = await RetentionLife.OpenAsync(provider);
        var run = life.Run(life.Ago(402), "error");
        await life.IngestAsync(run);
        var incident = life.Incident(402);
        incident.FirstExecutionId = run.Id;
        await life.AddAsync(
            incident,
            new WorkflowAlert
            {
                ExecutionId = run.Id,
                AlertType = AlertType.Failure,
                Recipients = "a@example.org",
                SentAt = life.Ago(402),
            }
        );

        await life.Retention.RunAsync(default);

        Assert.Empty(await life.ReadAsync(db => db.Executions.ToListAsync()));
        // The planned table of alerts is of executions, and goes with them; who was told stays with the message.
        Assert.Empty(await life.ReadAsync(db => db.Alerts.ToListAsync()));
        var detail = (await life.History.FindAsync(Actor.Program, incident.Id, default))!;
        Assert.Equal(["a@example.org", "b@example.org"], detail.Messages[0].Deliveries.Select(one => one.Address));
    }
}
