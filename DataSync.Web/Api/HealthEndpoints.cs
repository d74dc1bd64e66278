using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Live;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Api;

/// <summary>That the process answers.</summary>
/// <param name="Status">Always <c>live</c>.</param>
public sealed record LiveAnswer(string Status);

/// <summary>For what watches processes. Anonymous, so they tell nothing that is not for everybody.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health")
            .WithTags(ApiTags.Health)
            .AllowAnonymous()
            .WithMetadata(new AnswersAlways());
        health
            .MapGet("live", () => TypedResults.Ok(new LiveAnswer("live")))
            .WithName("getLiveness")
            .WithSummary("Whether the process answers")
            .WithDescription("Restart it when this does not answer.")
            .WithExample(200, new LiveAnswer("live"));
        health
            .MapGet("ready", Ready)
            .WithName("getReadiness")
            .WithSummary("Whether requests should come here")
            .WithDescription(
                "200 while pages and API can answer, also when n8n, the database or the mail server is away: status and reasons say what is degraded. 503 before that."
            )
            .Produces<Readiness>()
            .Produces<Readiness>(StatusCodes.Status503ServiceUnavailable)
            .WithExample(200, new Readiness(ReadinessLevel.Degraded, ["n8n is unreachable."]))
            .WithExample(503, new Readiness(ReadinessLevel.Unavailable, ["The database is being connected."]));
    }

    private static JsonHttpResult<Readiness> Ready(LiveBoard board, AccessDirectory access, AlertDesk alerts)
    {
        var mailFails = alerts.Mail is { IsConfigured: true, FailingSince: not null };
        var readiness = Readiness.Of(board.Current.System, access.IsLoaded, mailFails);
        return TypedResults.Json(
            readiness,
            statusCode: readiness.Status == ReadinessLevel.Unavailable
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status200OK
        );
    }
}
