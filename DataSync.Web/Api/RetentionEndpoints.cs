using DataSync.Core.Retention;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Api;

internal static class RetentionEndpoints
{
    public static void MapRetention(this IEndpointRouteBuilder api) =>
        api.MapGet("retention", ReadAsync)
            .WithTags(ApiTags.Retention)
            .WithName("getRetention")
            .WithSummary("How long what is kept, what goes next, and what went last")
            .WithDescription("Counts what would go if it were time now; nothing is removed by asking.")
            .RequireAuthorization(AccessPolicies.Admin)
            .WithExample(200, ApiExamples.Retention);

    private static async Task<Ok<RetentionView>> ReadAsync(
        HttpContext http,
        RetentionService retention,
        CancellationToken cancellation
    ) => TypedResults.Ok(await retention.ReadAsync(http.GetActor(), cancellation));
}
