using CsvHelper;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Persistence;
using DataSync.Web.Access;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Alerts;

/// <summary>Incidents as a file, streamed in pieces, with the filter of the page. Times are UTC, lengths in seconds.</summary>
internal static class AlertsExport
{
    private const int PieceSize = 500;

    private static readonly string[] Columns =
    [
        "id",
        "kind",
        "title",
        "sentence",
        "opened_at",
        "detected_at",
        "resolved_at",
        "resolved_by",
        "acknowledged_at",
        "acknowledged_by",
        "note",
        "workflows",
        "failures",
        "seconds_to_detect",
        "seconds_to_notify",
        "seconds_to_resolve",
    ];

    public static void MapAlertsExport(this WebApplication app) =>
        app.MapGet("/data-sync/alerts/export.csv", SendAsync)
            .RequireAuthorization(AccessPolicies.Viewer)
            .ExcludeFromDescription();

    private static async Task SendAsync(HttpContext http, IncidentHistory history, AuditTrail audit, TimeProvider time)
    {
        var (query, stop) = (http.Request.Query, http.RequestAborted);
        var filter = AlertsPage.FilterOf(query["all"], query["kind"], query["q"]);
        await audit.NoteAsync(http.GetActor(), new(AuditActions.IncidentsExported, "csv", null, filter), stop);
        Download.Announce(http.Response, "incidents", "csv", time.GetUtcNow().UtcDateTime);
        await using var csv = await Download.CsvAsync(http.Response.Body, Columns);
        string? cursor = null;
        do
        {
            (var piece, cursor) = await history.PageAsync(filter, cursor, PieceSize, stop);
            foreach (var one in piece)
                await WriteAsync(csv, one);
        } while (cursor is not null);
    }

    private static async Task WriteAsync(CsvWriter csv, IncidentSummary one)
    {
        csv.WriteField(one.Id);
        csv.WriteField(EnumWords.Of(one.Kind));
        csv.WriteField(one.Title);
        csv.WriteField(one.Sentence);
        csv.WriteField(Download.At(one.OpenedAt));
        csv.WriteField(Download.At(one.DetectedAt));
        csv.WriteField(Download.At(one.ResolvedAt));
        csv.WriteField(one.ResolvedBy);
        csv.WriteField(Download.At(one.AcknowledgedAt));
        csv.WriteField(one.AcknowledgedBy);
        csv.WriteField(one.Note);
        csv.WriteField(one.Workflows);
        csv.WriteField(one.Failures);
        csv.WriteField(one.SecondsToDetect);
        csv.WriteField(one.SecondsToNotify);
        csv.WriteField(one.SecondsToResolve);
        await csv.NextRecordAsync();
    }
}
