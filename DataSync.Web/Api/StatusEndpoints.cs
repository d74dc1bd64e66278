using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Polling;
using DataSync.Core.Workflows;
using DataSync.Web.Access;
using DataSync.Web.Features.Dashboard;
using DataSync.Web.Observability;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Api;

/// <summary>Whether what DataSync tells can be believed.</summary>
/// <param name="Version">Of DataSync.</param>
public sealed record StatusAnswer(
    string Version,
    N8nAnswer N8n,
    PollerAnswer Poller,
    BudgetAnswer Budget,
    DataAnswer Data
);

/// <param name="Reachable">n8n answered the last time it was asked, whatever it said.</param>
/// <param name="Condition">How it answers, as far as a person has to do something different about it.</param>
/// <param name="Version">In words, as far as what it can do tells; null: not known yet.</param>
public sealed record N8nAnswer(bool Reachable, N8nCondition Condition, string? Version);

/// <param name="LastFullPassAt">Start of the last complete look at workflows and executions.</param>
/// <param name="LastLivePassAt">Start of the last complete look at executions; what happened later is not known yet.</param>
/// <param name="NextPassAt">When n8n is looked at next if nobody asks for it.</param>
public sealed record PollerAnswer(DateTime? LastFullPassAt, DateTime? LastLivePassAt, DateTime? NextPassAt);

/// <param name="Limit">Requests to n8n in any 60 seconds.</param>
public sealed record BudgetAnswer(int Limit, int UsedLast60s);

/// <param name="AverageAgeSeconds">Mean age of the last successes of active workflows; null: there was none.</param>
/// <param name="Monitored">Workflows whose failing or missing runs are reported.</param>
/// <param name="RunsAskedFor7d">Runs asked for here in the last 7 days and sent to n8n; null: not counted yet.</param>
public sealed record DataAnswer(long? AverageAgeSeconds, int Workflows, int Monitored, int? RunsAskedFor7d);

internal static class StatusEndpoints
{
    private const int AgePrecision = 60;

    public static void MapStatus(this IEndpointRouteBuilder api)
    {
        api.MapGet("status", Status)
            .WithName("getStatus")
            .WithTags(ApiTags.Status)
            .WithSummary("How DataSync and n8n are")
            .WithDescription(
                "Poller, reachability of n8n, age of the data, request budget and versions. Made to be polled."
            )
            .WithExample(200, ApiExamples.Status)
            .WithETag(http => ValueTask.FromResult(TagOf(Answer(http.RequestServices))));
        api.MapPost("refresh", Refresh)
            .WithName("requestRefresh")
            .WithTags(ApiTags.Status)
            .WithSummary("Ask for a look at n8n now")
            .WithDescription(
                "What is asked before the next look begins is one look. The answer says when the request budget allows it."
            )
            .RequireAuthorization(AccessPolicies.Operator)
            .Refuses(409)
            .WithExample(202, new RefreshAnswer(ApiExamples.Later));
    }

    private static Ok<StatusAnswer> Status(HttpContext http) => TypedResults.Ok(Answer(http.RequestServices));

    private static Accepted<RefreshAnswer> Refresh(RefreshService refresh, HttpContext http) =>
        TypedResults.Accepted((string?)null, refresh.Ask(http.GetActor()));

    private static StatusAnswer Answer(IServiceProvider services)
    {
        var picture = services.GetRequiredService<LiveBoard>().Current;
        var budget = services.GetRequiredService<RequestBudget>().Status;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var system = picture.System;
        var age = now - picture.Figures.AverageSuccessAt;
        return new(
            ObservabilitySetup.Version,
            new(IsReachable(system.N8n), system.N8n, system.N8nVersion),
            new(system.LastFullPassAt, system.KnownUntil, system.NextPassAt),
            new(budget.Limit, budget.UsedLast60s),
            new(
                age is { } known ? Math.Max(0, (long)known.TotalSeconds) : null,
                picture.Figures.Visible,
                picture.Figures.Monitored,
                picture.Figures.AskedFor?.Runs
            )
        );
    }

    // An age grows by itself: only its minute counts as a change.
    private static string TagOf(StatusAnswer answer) =>
        ETags.OfContent(
            answer with
            {
                Data = answer.Data with { AverageAgeSeconds = answer.Data.AverageAgeSeconds / AgePrecision },
            }
        );

    private static bool IsReachable(N8nCondition condition) =>
        condition
            is N8nCondition.Ok
                or N8nCondition.Unauthorised
                or N8nCondition.ForbiddenScope
                or N8nCondition.RateLimited
                or N8nCondition.ServerError;
}
