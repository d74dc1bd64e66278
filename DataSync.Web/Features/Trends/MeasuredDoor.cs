using System.Text.Json.Serialization;
using DataSync.Core.Trends;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Mvc;

namespace DataSync.Web.Features.Trends;

/// <summary>What a browser measured, in milliseconds.</summary>
/// <param name="Load">Of the page that was opened.</param>
/// <param name="Updates">From something happening in n8n until it was shown.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record Measured(double? Load = null, IReadOnlyList<double>? Updates = null);

/// <summary>Where <c>ds-measure.js</c> reports.</summary>
public static class MeasuredDoor
{
    private const int MostUpdates = 20;
    private const int LargestBody = 2_048;

    public static void MapMeasured(this WebApplication app) =>
        app.MapPost("/data-sync/measured", Take)
            .RequireAuthorization(AccessPolicies.Viewer)
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .ExcludeFromDescription();

    private static IResult Take(Measured measured, ServiceMeter meter)
    {
        if (measured.Updates?.Count > MostUpdates)
            return Results.BadRequest();
        if (measured.Load is { } load)
            meter.Loaded(load);
        foreach (var update in measured.Updates ?? [])
            meter.Updated(update);
        return Results.NoContent();
    }
}
