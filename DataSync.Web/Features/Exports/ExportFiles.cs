using DataSync.Core.Trends;
using DataSync.Web.Access;

namespace DataSync.Web.Features.Exports;

/// <summary>Where people fetch what the dialog made.</summary>
internal static class ExportFiles
{
    /// <summary>Relative to the base address.</summary>
    public static string Address(string exportId) => $"exports/{exportId}";

    public static void MapExportFiles(this WebApplication app) =>
        app.MapGet("/exports/{exportId}", Send).RequireAuthorization(AccessPolicies.Viewer).ExcludeFromDescription();

    private static IResult Send(string exportId, HttpContext http, ExportDesk desk)
    {
        if (desk.Open(http.GetActor(), exportId) is not var (file, order))
            return Results.NotFound();
        http.Response.Headers.CacheControl = "no-store";
        return Results.Stream(file, order.MediaType, order.File, enableRangeProcessing: true);
    }
}
