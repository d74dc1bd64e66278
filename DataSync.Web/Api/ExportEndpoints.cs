using System.ComponentModel;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Web.Access;
using DataSync.Web.Features.Alerts;
using DataSync.Web.Features.Executions;
using DataSync.Web.Features.Settings;
using DataSync.Web.Features.Trends;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Api;

/// <summary>What a JSON export is.</summary>
/// <param name="Name">What was exported.</param>
/// <param name="Filters">What the rows passed; empty: everything.</param>
/// <param name="Rows">By the names of the columns.</param>
/// <param name="RowCount">Stands at the end, so that a file that was cut is known.</param>
public sealed record ExportDocument(
    string Name,
    IReadOnlyList<ExportDocumentFilter> Filters,
    IReadOnlyList<ExportDocumentColumn> Columns,
    IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows,
    long RowCount
);

/// <param name="Name">Of the parameter that asks for it.</param>
/// <param name="Words">For people.</param>
public sealed record ExportDocumentFilter(string Name, string Value, string Words);

/// <param name="Title">For people.</param>
/// <param name="Unit">Null: it has none.</param>
public sealed record ExportDocumentColumn(string Name, string Title, ExportKind Kind, string? Unit);

/// <summary>Everything that lists can show, as a file of any size.</summary>
internal static class ExportEndpoints
{
    public static void MapExports(this IEndpointRouteBuilder api)
    {
        var export = api.MapGroup("export").WithTags(ApiTags.Exports);
        Describe(export.MapGet("executions.{format}", Executions), "Executions", "Executions");
        Describe(export.MapGet("incidents.{format}", Incidents), "Incidents", "Causes of trouble");
        Describe(export.MapGet("alerts.{format}", Alerts), "Alerts", "What was sent about incidents, and to whom");
        Describe(export.MapGet("trends.{format}", Trends), "Trends", "How runs ended, over time");
        Describe(export.MapGet("audit.{format}", Audit), "Audit", "Who did what")
            .RequireAuthorization(AccessPolicies.Admin);
        Describe(export.MapGet("users.{format}", Users), "Users", "All accounts with their roles")
            .RequireAuthorization(AccessPolicies.Admin);
        api.MapGet("exports/{exportId}/manifest", ManifestAsync)
            .WithTags(ApiTags.Exports)
            .WithName("getExportManifest")
            .WithSummary("What proves an export: filters, rows, SHA-256, who and when")
            .WithDescription("For who made it and for administrators. It is as old as the audit log, not as the file.")
            .Refuses(404)
            .WithExample(200, ApiExamples.Manifest);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string name, string what) =>
        route
            .WithName($"export{name}")
            .WithSummary($"{what}, as CSV, Excel workbook or JSON")
            .WithDescription(
                "Streamed, in the order of the list, with the same filters. An answer that breaks off is not whole. In CSV an apostrophe stands before what a spreadsheet could take for the beginning of a formula, and before an apostrophe at such a place."
            )
            .Refuses(404)
            .Produces<ExportDocument>()
            .WithMetadata(new AnswersFile())
            .WithExample(200, ApiExamples.Export);

    private static ExportAnswer Executions(
        [Description(ExportAnswer.Formats)] string format,
        [AsParameters] ExecutionQuery which,
        [AsParameters] HistoryQuery when,
        ExecutionHistory history,
        LiveBoard board
    ) => new(format, ExecutionsExport.Table(history, board.Current, when.Of(which.Filter)));

    private static ExportAnswer Incidents(
        [Description(ExportAnswer.Formats)] string format,
        [AsParameters] IncidentQuery query,
        IncidentHistory history
    ) => new(format, AlertsExport.Incidents(history, query.Filter));

    private static ExportAnswer Alerts(
        [Description(ExportAnswer.Formats)] string format,
        [AsParameters] IncidentQuery query,
        HttpContext http,
        IncidentHistory history
    ) => new(format, AlertsExport.Alerts(history, http.GetActor(), query.Filter));

    private static ExportAnswer Trends(
        [Description(ExportAnswer.Formats)] string format,
        [AsParameters] TrendsQuery query,
        TrendReader reader,
        TimeProvider time
    ) => new(format, TrendsExport.Table(reader, query.At(time.UtcNow()), query.Group));

    private static ExportAnswer Audit(
        [Description(ExportAnswer.Formats)] string format,
        [AsParameters] AuditLogQuery query,
        HttpContext http,
        AuditLog log
    ) => new(format, SettingsExport.Audit(log, http.GetActor(), query.Query));

    private static ExportAnswer Users(
        [Description(ExportAnswer.Formats)] string format,
        HttpContext http,
        AccountService accounts
    ) => new(format, SettingsExport.Users(accounts, http.GetActor()));

    private static async Task<Ok<ExportManifest>> ManifestAsync(
        [Description("The header X-Export-Id of the export.")] string exportId,
        HttpContext http,
        Exporter exporter,
        CancellationToken cancellation
    ) => TypedResults.Ok(await exporter.ManifestAsync(http.GetActor(), exportId, cancellation));
}

/// <summary>Streams a table; what goes wrong behind the first page breaks the connection.</summary>
internal sealed class ExportAnswer(string format, ExportTable table) : IResult
{
    public const string IdHeader = "X-Export-Id";
    public const string Formats = "csv, xlsx or json.";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (!EnumWords.TryParse<ExportFormat>(format, out var known))
            throw RefusedException.Unknown($"There is no format '{format}', only {Formats}");
        var services = httpContext.RequestServices;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var order = new ExportOrder(table, known, now);
        var response = httpContext.Response;
        response.ContentType = order.MediaType + (known == ExportFormat.Xlsx ? "" : "; charset=utf-8");
        response.Headers.ContentDisposition = $"attachment; filename={order.File}";
        response.Headers[IdHeader] = order.Id;
        await services
            .GetRequiredService<Exporter>()
            .WriteAsync(httpContext.GetActor(), order, response.Body, null, long.MaxValue, httpContext.RequestAborted);
    }
}
