using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Persistence;
using DataSync.Web.Access;

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

    /// <summary>What a spreadsheet would take for a formula gets an apostrophe before it.</summary>
    private static readonly CsvConfiguration Csv = new(CultureInfo.InvariantCulture)
    {
        InjectionOptions = InjectionOptions.Escape,
    };

    public static void MapAlertsExport(this WebApplication app) =>
        app.MapGet("/data-sync/alerts/export.csv", SendAsync)
            .RequireAuthorization(AccessPolicies.Viewer)
            .ExcludeFromDescription();

    private static async Task SendAsync(HttpContext http, IncidentHistory history, AuditTrail audit, TimeProvider time)
    {
        var (query, stop) = (http.Request.Query, http.RequestAborted);
        var filter = AlertsPage.FilterOf(query["all"], query["kind"], query["q"]);
        await audit.NoteAsync(http.GetActor(), new(AuditActions.IncidentsExported, "csv", null, filter), stop);
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition =
            $"attachment; filename=datasync-incidents-{time.GetUtcNow().UtcDateTime:yyyyMMdd-HHmmss}.csv";
        http.Response.Headers.CacheControl = "no-store";
        // The mark at its start tells spreadsheets that it is UTF-8.
        await using var text = new StreamWriter(
            http.Response.Body,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)
        );
        await using var csv = new CsvWriter(text, Csv);
        foreach (var column in Columns)
            csv.WriteField(column);
        await csv.NextRecordAsync();
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
        csv.WriteField(At(one.OpenedAt));
        csv.WriteField(At(one.DetectedAt));
        csv.WriteField(At(one.ResolvedAt));
        csv.WriteField(one.ResolvedBy);
        csv.WriteField(At(one.AcknowledgedAt));
        csv.WriteField(one.AcknowledgedBy);
        csv.WriteField(one.Note);
        csv.WriteField(one.Workflows);
        csv.WriteField(one.Failures);
        csv.WriteField(one.SecondsToDetect);
        csv.WriteField(one.SecondsToNotify);
        csv.WriteField(one.SecondsToResolve);
        await csv.NextRecordAsync();
    }

    private static string? At(DateTime? at) =>
        at?.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}
