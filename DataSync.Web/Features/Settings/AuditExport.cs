using System.Text.Encodings.Web;
using System.Text.Json;
using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Web.Access;
using DataSync.Web.Api;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Settings;

/// <summary>
/// The audit log as a file, streamed page by page.
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
        Download.Announce(response, "audit", format, time.GetUtcNow().UtcDateTime);
        await write(response.Body, entries, stop);
    }

    private static async Task WriteCsvAsync(
        Stream body,
        IAsyncEnumerable<AuditEntry> entries,
        CancellationToken cancellation
    )
    {
        await using var csv = await Download.CsvAsync(body, Columns);
        await foreach (var entry in entries.WithCancellation(cancellation))
        {
            csv.WriteField($"{entry.Seq}");
            csv.WriteField(Download.At(entry.At));
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
