using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Alerts;

/// <summary>What was sent grows for years: what is read of an incident is found from the incident on.</summary>
public sealed class QueryPlanTests
{
    private const int Many = 1_500;
    private static readonly string[] Sent =
    [
        "alert_messages",
        "alert_deliveries",
        "alert_message_incidents",
        "workflow_alerts",
    ];

    [Theory, DatabaseData]
    public async Task Nothing_reads_all_that_was_ever_sent(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var now = database.Clock.UtcNow();
        await FillAsync(database, now.AddDays(-30));
        var plans = new QueryPlans(database);
        await using var all = database.NewWhole(plans);
        var history = all.GetRequiredService<IncidentHistory>();

        var (page, _) = await history.PageAsync(new(), null, 50, default);
        await history.FindAsync(Actor.Program, page[0].Id, default);
        await history.ResponseAsync(now.AddDays(-1), default);
        // The newest has ended, which is told, and stands in the table of alerts then.
        all.GetRequiredService<LiveBoard>().UpdateStatus(system => system with { Loaded = true });
        var before = plans.Scanned.Count;
        await all.GetRequiredService<AlertEvaluator>().StepAsync(default);
        // Each second.
        Assert.DoesNotContain(
            plans.Scanned.Skip(before),
            one => one.StartsWith("incidents:", StringComparison.Ordinal)
        );
        var outbox = all.GetRequiredService<AlertOutbox>();
        while (await outbox.ClaimAsync(AlertChannel.Email, default) is { } next)
            await outbox.SentAsync(next, default);

        await using var context = await database.Factory.CreateDbContextAsync();
        Assert.Equal(1, await context.Alerts.CountAsync(row => row.ResolvedAt != null));
        Assert.DoesNotContain(plans.Scanned, one => Sent.Contains(one.Split(':')[0], StringComparer.Ordinal));
    }

    private static async Task FillAsync(TestDatabase database, DateTime start)
    {
        await using var context = await database.Factory.CreateDbContextAsync();
        var run = new N8nExecution("1", "w", "error", true, "trigger", null, null, start, start, null);
        await database.Services.GetRequiredService<ExecutionIngestor>().IngestAsync([run], [], null, default);
        for (var at = 0; at < Many; at++)
        {
            var isLast = at == Many - 1;
            var incident = new Incident
            {
                Kind = IncidentKind.Failure,
                CauseKey = $"{at}",
                Title = "A cause",
                OpenedAt = start.AddMinutes(at),
                DetectedAt = start.AddMinutes(at),
                FirstToldAt = start.AddMinutes(at),
                Told = isLast ? Told.Broken : Told.Recovered,
                ResolvedAt = start.AddMinutes(at + 1),
                RecoveryAt = start.AddMinutes(at + 1),
            };
            var message = new AlertMessage
            {
                MessageId = $"{at}",
                Kind = AlertMessageKind.Opened,
                Story = new AlertStory(AlertMessageKind.Opened, "A cause").Write(),
                CreatedAt = start.AddMinutes(at),
            };
            message.Deliveries.Add(
                new()
                {
                    Address = "a@example.org",
                    State = isLast ? DeliveryState.Pending : DeliveryState.Sent,
                    NotBefore = start,
                    SentAt = isLast ? null : start.AddMinutes(at),
                }
            );
            var link = new ToldIncident();
            message.Incidents.Add(link);
            incident.Messages.Add(link);
            context.AddRange(incident, message);
            context.Alerts.Add(
                new()
                {
                    ExecutionId = "1",
                    Recipients = "a@example.org",
                    SentAt = start,
                }
            );
        }
        await context.SaveChangesAsync();
        await context
            .AlertMessages.OrderByDescending(one => one.Id)
            .Take(1)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.WorkflowAlertId, context.Alerts.Max(one => one.Id)));
        if (database.Provider == Provider.MariaDb)
            await context.Database.ExecuteSqlRawAsync(
                "ANALYZE TABLE alert_messages, alert_deliveries, alert_message_incidents, incidents, workflow_alerts"
            );
    }
}
