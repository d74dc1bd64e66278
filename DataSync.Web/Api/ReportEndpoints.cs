using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Api;

/// <summary>Days of the site's zone, both included.</summary>
/// <param name="Reason">What a new version corrects; needed where there is a report of these days already.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReportOrder(DateOnly From, DateOnly To, string? Reason = null);

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
            .MapGet("", ListAsync)
            .WithName("listReports")
            .WithSummary("The reports that were issued")
            .WithDescription("Newest first.")
            .WithExample(200, new Page<ReportSummary>([ApiExamples.Report.Summary]));
        reports
            .MapGet("{id:int}", OneAsync)
            .WithName("getReport")
            .WithSummary("One with its numbers and words, as they were frozen")
            .Refuses(404)
            .WithExample(200, ApiExamples.Report);
        reports
            .MapPost("", IssueAsync)
            .RequireAuthorization(AccessPolicies.Operator)
            .WithName("issueReport")
            .WithSummary("Freeze the numbers of days that are over")
            .WithDescription(
                "A report never changes; a second one of the same days is a new version and has to say what it corrects."
            )
            .Refuses(409)
            .WithExample(ApiExamples.ReportOrder)
            .WithExample(200, ApiExamples.Report);
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

    private static async Task<Ok<Page<ReportSummary>>> ListAsync(
        [AsParameters] PageQuery asked,
        ReportReader reader,
        CancellationToken cancellation
    )
    {
        int? below = null;
        if (asked.Cursor is { } cursor)
            below = int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? id
                : throw RefusedException.Invalid("cursor", "It is not one of ours.");
        var limit = PageSize.Of(asked.Limit);
        var found = await reader.PageAsync(below, limit, cancellation);
        var next = found.Count == limit ? found[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new Page<ReportSummary>(found, next));
    }

    private static async Task<Ok<IssuedReport>> OneAsync(
        [Description("Its number.")] int id,
        ReportReader reader,
        CancellationToken cancellation
    ) =>
        TypedResults.Ok(
            await reader.FindAsync(id, cancellation) ?? throw RefusedException.Unknown($"There is no report {id}.")
        );

    private static async Task<Ok<IssuedReport>> IssueAsync(
        ReportOrder order,
        HttpContext http,
        ReportService service,
        ReportReader reader,
        CancellationToken cancellation
    )
    {
        var period = ReportPeriod.Of(order.From, order.To);
        var id = await service.IssueAsync(http.GetActor(), period, order.Reason, cancellation);
        return TypedResults.Ok((await reader.FindAsync(id, cancellation))!);
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
