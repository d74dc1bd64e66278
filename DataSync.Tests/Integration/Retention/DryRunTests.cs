using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.Trends;
using DataSync.Core.Triggers;
using DataSync.Tests.Support;
using DataSync.Web.Features.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Retention;

public sealed class DryRunTests
{
    [Theory, DatabaseData]
    public async Task The_dry_run_names_exactly_what_the_next_night_removes(Provider provider)
    {
        await using var life = await FilledAsync(provider);
        var view = await life.Retention.ReadAsync(Actor.Program, default);
        var untouched = await CountsAsync(life);

        life.SetNow(view.NextAt);
        var run = await life.Retention.RunAsync(default);

        Assert.Equal(view.Next, run.Removed);
        Assert.Equal(
            [
                new("workflow_alerts", 1),
                new("workflow_executions", 3),
                new("alert_deliveries", 6),
                new("alert_message_incidents", 3),
                new("alert_messages", 3),
                new("incident_workflows", 3),
                new("incident_transitions", 6),
                new("incidents", 3),
                new("workflow_events", 2),
                new("reports", 1),
                new("service_hours", 1),
                new("triggers", 1),
                new("quarantined_executions", 1),
                new("execution_rollups", 3),
                new("workflow_executions.execution_data", 2),
                new("audit_log", 3),
            ],
            run.Removed
        );
        // As the tables say it themselves; one entry of the log tells of the others, and one of the log.
        var left = await CountsAsync(life);
        foreach (var (table, rows) in run.Removed.Where(one => one.Table is not "audit_log"))
            Assert.Equal((table, untouched[table] - rows), (table, left[table]));
        Assert.Equal(untouched["audit_log"] - 3 + 2, left["audit_log"]);
        Assert.All(run.Removed, one => Assert.True(RetentionWords.Knows(one.Table), one.Table));
        Assert.Null(run.Problem);

        var next = await life.Retention.ReadAsync(Actor.Program, default);
        Assert.Empty(next.Next);
        Assert.Equal(run.Removed, next.Last!.Removed);
        Assert.Equal(view.NextAt.AddDays(1), next.NextAt);
    }

    /// <summary>Of each table something that goes and something that stays.</summary>
    private static async Task<RetentionLife> FilledAsync(Provider provider)
    {
        // Small, so that the incidents' part of a link is told from the messages'.
        var life = await RetentionLife.OpenAsync(provider, options => options.Deliveries = TimeSpan.FromDays(1_000));
        await life.NoteAsync("one");
        await life.NoteAsync("two");
        await life.NoteAsync("three");
        life.Database.Clock.Advance(TimeSpan.FromDays(1_200));
        await life.NoteAsync("four");
        var old = new[]
        {
            life.Run(life.Ago(402)),
            life.Run(life.Ago(401)),
            life.Run(life.Ago(401).AddHours(1), "error"),
        };
        var middle = new[] { life.Run(life.Ago(390)), life.Run(life.Ago(32)) };
        var young = new[] { life.Run(life.Ago(10)), life.Run(life.Ago(402), "running") };
        await life.IngestAsync([.. old, .. middle, .. young]);
        await life.ExplainAsync([.. old, .. middle, young[0]]);
        await life.AddAsync(
            Alert(old[2].Id),
            Alert(young[0].Id),
            life.Incident(1_200),
            life.Incident(1_100),
            life.Incident(1_099, told: 900),
            life.Incident(1_050, isOpen: true),
            life.Incident(900),
            life.Message(1_001),
            life.Message(10),
            Report(1_200),
            Report(1_000),
            new ServiceHour { StartsAt = life.Ago(1_200) },
            new ServiceHour { StartsAt = life.Ago(1_000) },
            life.Event(1_200),
            life.Event(1_097),
            life.Event(400),
            life.Trigger(1_200, TriggerState.Refused),
            life.Trigger(1_200, TriggerState.Sent),
            life.Trigger(40, TriggerState.Ended),
            new QuarantinedExecution
            {
                N8nExecutionId = "old",
                Reason = "It names no workflow.",
                FirstSeenAt = life.Ago(402),
            },
            new QuarantinedExecution
            {
                N8nExecutionId = "young",
                Reason = "It names no workflow.",
                FirstSeenAt = life.Ago(2),
            }
        );
        return life;

        Report Report(int days) =>
            new()
            {
                Title = "A month",
                From = life.Ago(days + 40),
                To = life.Ago(days + 10),
                Version = 1,
                IssuedAt = life.Ago(days),
                IssuedBy = "DataSync",
                Content = "{}",
                Sha256 = "",
            };

        WorkflowAlert Alert(string execution) =>
            new()
            {
                ExecutionId = execution,
                AlertType = AlertType.Failure,
                Recipients = "a@example.org",
                SentAt = life.Now,
            };
    }

    private static Task<Dictionary<string, long>> CountsAsync(RetentionLife life) =>
        life.ReadAsync(async db => new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["workflow_alerts"] = await db.Alerts.LongCountAsync(),
            ["workflow_executions"] = await db.Executions.LongCountAsync(),
            ["workflow_executions.execution_data"] = await db.Executions.LongCountAsync(row =>
                row.ExecutionData != null && row.StartTime > life.Ago(395)
            ),
            ["alert_deliveries"] = await db.AlertDeliveries.LongCountAsync(),
            ["alert_message_incidents"] = await db.ToldIncidents.LongCountAsync(),
            ["alert_messages"] = await db.AlertMessages.LongCountAsync(),
            ["incident_workflows"] = await db.IncidentWorkflows.LongCountAsync(),
            ["incident_transitions"] = await db.IncidentTransitions.LongCountAsync(),
            ["incidents"] = await db.Incidents.LongCountAsync(),
            ["workflow_events"] = await db.WorkflowEvents.LongCountAsync(),
            ["reports"] = await db.Reports.LongCountAsync(),
            ["service_hours"] = await db.ServiceHours.LongCountAsync(),
            ["triggers"] = await db.Triggers.LongCountAsync(),
            ["quarantined_executions"] = await db.Quarantine.LongCountAsync(),
            ["execution_rollups"] = await db.Rollups.LongCountAsync(),
            ["audit_log"] = await db.AuditEntries.LongCountAsync(),
        });
}
