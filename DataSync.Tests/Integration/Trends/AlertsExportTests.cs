using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Core.Workflows;
using DataSync.Tests.Integration.Executions;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Trends;

public sealed class AlertsExportTests
{
    [Theory, DatabaseData]
    public async Task Incidents_messages_the_audit_log_and_users_have_every_row_of_all_pages(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await StoreIncidentsAsync(database, 600);
        await database.AddAuditEntriesAsync((2 * AuditLog.LargestPage) + 1);
        await using var app = await ExportTests.StartAsync(database);
        using var http = ExportTests.Client(app);
        await app.Services.AddPersonAsync(Role.Operator);
        var incidents = Enumerable.Range(1, 600).Reverse().Select(id => $"{id}").ToList();
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            var isJson = format == ExportFormat.Json;
            var all = await ReadAsync("incidents", "");
            Assert.Equal(incidents, all.Column(isJson ? "id" : "Incident"));
            Assert.Equal("90", all.Column(isJson ? "secondsToDetect" : "Time to detect (s)").First());
            var open = await ReadAsync("incidents", "open=true&search=Title 5");
            Assert.Equal(["599", "597", "595"], open.Column(isJson ? "id" : "Incident").Take(3));

            // Two recipients each, and one message about none.
            var sent = await ReadAsync("alerts", "");
            Assert.Equal(1_201, sent.Rows.Count);
            Assert.Equal(isJson ? "success" : "Success", sent.Column(isJson ? "kind" : "Kind").First());
            Assert.Equal(
                ["a@example.org", "b@example.org"],
                sent.Column(isJson ? "address" : "Recipient").Skip(1).Take(2)
            );
            Assert.Equal(300 * 2, (await ReadAsync("alerts", "open=false")).Rows.Count);

            var audit = await ReadAsync("audit", "subject=ENTRY 1");
            var expected = Enumerable.Range(1, 1_001).Reverse().Where(n => $"{n}"[0] == '1').Select(n => $"{n}");
            Assert.Equal(expected, audit.Column(isJson ? "seq" : "Entry"));
            Assert.Equal(2 * AuditLog.LargestPage + 1, (await ReadAsync("audit", "action=test")).Rows.Count);

            var users = await ReadAsync("users", "");
            Assert.Equal(
                isJson ? ["admin", "operator"] : ["Admin", "Operator"],
                users.Column(isJson ? "role" : "Role").Order()
            );
            Assert.Contains(TestApp.AdminEmail, users.Column(isJson ? "email" : "E-mail address"));

            async Task<ExportReader> ReadAsync(string name, string query) =>
                ExportReader.Read(format, await ExportTests.FileAsync(http, name, format, query));
        }
    }

    /// <summary>Every other is over; each told two people.</summary>
    private static async Task StoreIncidentsAsync(TestDatabase database, int count)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        for (var number = 1; number <= count; number++)
        {
            var at = HistoryRows.Start.AddMinutes(number);
            db.Incidents.Add(
                new()
                {
                    CauseKey = $"error:{number}",
                    Title = $"Title {number}",
                    OpenedAt = at,
                    DetectedAt = at.AddSeconds(90),
                    LastFailureAt = at,
                    NotifyAt = at,
                    ResolvedAt = number % 2 == 0 ? at.AddHours(1) : null,
                }
            );
        }
        await db.SaveChangesAsync();
        foreach (var incident in await db.Incidents.OrderBy(row => row.Id).ToListAsync())
            db.AlertMessages.Add(Message(AlertMessageKind.Opened, incident.DetectedAt, incident.Id));
        await db.SaveChangesAsync();
        var last = Message(AlertMessageKind.Success, HistoryRows.Start, null);
        last.Deliveries.Clear();
        db.AlertMessages.Add(last);
        await db.SaveChangesAsync();
    }

    private static AlertMessage Message(AlertMessageKind kind, DateTime at, int? incident)
    {
        var message = new AlertMessage
        {
            MessageId = $"{Guid.NewGuid():N}",
            Kind = kind,
            Story = new AlertStory(kind, "=A title").Write(),
            CreatedAt = at,
        };
        foreach (var address in new[] { "b@example.org", "a@example.org" })
            message.Deliveries.Add(
                new()
                {
                    Address = address,
                    State = DeliveryState.Sent,
                    SentAt = at,
                }
            );
        if (incident is { } id)
            message.Incidents.Add(new() { IncidentId = id });
        return message;
    }
}
