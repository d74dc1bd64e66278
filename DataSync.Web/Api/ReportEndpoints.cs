using System.ComponentModel;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Api;

internal sealed record LevelsQuery(
    [property: Description("Begin of the period; 30 days before its end by default.")] Moment? From,
    [property: Description("End of the period, not included. Now by default.")] Moment? To
);

/// <summary>What is promised, and how far it was kept.</summary>
internal static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder api)
    {
        var reports = api.MapGroup("reports").WithTags(ApiTags.Trends);
        reports
            .MapGet("service-levels", LevelsAsync)
            .WithName("getServiceLevels")
            .WithSummary("The success metrics over a period")
            .WithDescription(
                "Coverage, alerts in time, page loads and updates as browsers measured them, runs from here and the average age of data, each against its target. A value is null where nothing was measured."
            )
            .WithExample(200, ApiExamples.ServiceLevels);
        reports
            .MapPut("service-levels/targets", SetTargetsAsync)
            .RequireAuthorization(AccessPolicies.Admin)
            .WithName("setServiceTargets")
            .WithSummary("Change what is promised")
            .WithDescription(
                "What is not given has its default. Reports that were issued keep the targets they were held against."
            )
            .WithExample(ServiceTargets.Default)
            .WithExample(200, ServiceTargets.Default);
    }

    private static async Task<Ok<ServiceLevels>> LevelsAsync(
        [AsParameters] LevelsQuery asked,
        ServiceLevelReader levels,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var to = asked.To?.Utc ?? time.UtcNow();
        return TypedResults.Ok(await levels.ReadAsync(asked.From?.Utc ?? to.AddDays(-30), to, cancellation));
    }

    private static async Task<Ok<ServiceTargets>> SetTargetsAsync(
        ServiceTargets targets,
        HttpContext http,
        ServiceTargetService service,
        ServiceLevelReader levels,
        CancellationToken cancellation
    )
    {
        await service.SetAsync(http.GetActor(), targets, cancellation);
        return TypedResults.Ok(await levels.TargetsAsync(cancellation));
    }
}
