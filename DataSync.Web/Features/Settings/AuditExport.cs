using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Web.Access;
using DataSync.Web.Api;

namespace DataSync.Web.Features.Settings;

/// <summary>
/// The audit log as a file, streamed page by page. A file that could not be finished ends with a broken connection, so that
/// nobody takes it for a whole one.
/// </summary>
internal static class AuditExport
{
    private static readonly string[] Columns =
    [
        "seq",
        "at",
        "actorKind",
        "actorId",
        "actorName",
        "address",
        "action",
        "subject",
        "before",
        "after",
    ];

    /// <summary>What a spreadsheet would take for a formula gets an apostrophe before it.</summary>
    private static readonly CsvConfiguration Csv = new(CultureInfo.InvariantCulture)
    {
        InjectionOptions = InjectionOptions.Escape,
    };

    /// <summary>As the API words an entry.</summary>
    private static readonly JsonSerializerOptions Json = NewJson();

    public static void MapAuditExport(this WebApplication app)
    {
        var export = app.MapGroup("/settings/audit")
            .RequireAuthorization(AccessPolicies.Admin)
            .ExcludeFromDescription();
        export.MapGet(
            "export.csv",
            (HttpContext http, AuditLog log, TimeProvider time) => SendAsync(http, log, time, "csv", WriteCsvAsync)
        );
        export.MapGet(
            "export.json",
            (HttpContext http, AuditLog log, TimeProvider time) => SendAsync(http, log, time, "json", WriteJsonAsync)
        );
    }

    private static async Task SendAsync(
        HttpContext http,
        AuditLog log,
        TimeProvider time,
        string format,
        Func<Stream, IAsyncEnumerable<AuditEntry>, CancellationToken, Task> write
    )
    {
        AuditFilter filter;
        try
        {
            var query = http.Request.Query;
            filter = AuditFilter.Parse(query["who"], query["action"], query["subject"], query["from"], query["to"]);
        }
        catch (RefusedException refused)
        {
            await Problems.Invalid(refused.Field!, refused.Message).Answer().ExecuteAsync(http);
            return;
        }
        var (response, stop) = (http.Response, http.RequestAborted);
        var entries = await log.ExportAsync(http.GetActor(), filter.Query, format, stop);
        response.ContentType = format is "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
        response.Headers.ContentDisposition =
            $"attachment; filename=datasync-audit-{time.GetUtcNow().UtcDateTime:yyyyMMdd-HHmmss}.{format}";
        response.Headers.CacheControl = "no-store";
        await write(response.Body, entries, stop);
    }

    private static async Task WriteCsvAsync(
        Stream body,
        IAsyncEnumerable<AuditEntry> entries,
        CancellationToken cancellation
    )
    {
        // The mark at its start tells spreadsheets that it is UTF-8.
        await using var text = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        await using var csv = new CsvWriter(text, Csv);
        foreach (var column in Columns)
            csv.WriteField(column);
        await csv.NextRecordAsync();
        await foreach (var entry in entries.WithCancellation(cancellation))
        {
            csv.WriteField($"{entry.Seq}");
            csv.WriteField(At(entry));
            csv.WriteField(EnumWords.Of(entry.ActorKind));
            csv.WriteField(entry.ActorId);
            csv.WriteField(entry.ActorName);
            csv.WriteField(entry.Address);
            csv.WriteField(entry.Action);
            csv.WriteField(entry.Subject);
            csv.WriteField(entry.Before);
            csv.WriteField(entry.After);
            await csv.NextRecordAsync();
        }
    }

    private static Task WriteJsonAsync(
        Stream body,
        IAsyncEnumerable<AuditEntry> entries,
        CancellationToken cancellation
    ) => JsonSerializer.SerializeAsync(body, entries.Select(AuditAnswer.Of), Json, cancellation);

    private static string At(AuditEntry entry) => entry.At.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ");

    private static JsonSerializerOptions NewJson()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        ApiJson.Configure(json);
        return json;
    }
}
