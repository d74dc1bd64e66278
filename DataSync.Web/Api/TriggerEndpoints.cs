using System.ComponentModel;
using DataSync.Core.Access;
using DataSync.Core.Triggers;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Api;

/// <summary>Making things happen in n8n. Every answer comes at once; what became of it is asked for by the trigger's id.</summary>
internal static class TriggerEndpoints
{
    public static void MapTriggers(this IEndpointRouteBuilder api)
    {
        var triggers = api.MapGroup("").WithTags(ApiTags.Triggers);
        triggers
            .MapPost("workflows/{workflowId}/trigger", RunAsync)
            .RequireAuthorization(AccessPolicies.Operator)
            .WithName("runWorkflow")
            .WithSummary("Run a workflow now")
            .WithDescription(
                "Sent to n8n at most once, as soon as the request budget allows. Send a triggerId of your own to be able to ask again after a lost answer. 409 says why it cannot be run, or that it runs already."
            )
            .Refuses(404, 409)
            .WithExample(new TriggerOrder("nightly-2026-03-01"))
            .WithExample(202, ApiExamples.Trigger);
        triggers
            .MapPost("executions/{executionId}/retry", RetryAsync)
            .RequireAuthorization(AccessPolicies.Operator)
            .WithName("retryExecution")
            .WithSummary("Retry a failed execution with its own data")
            .WithDescription(
                "Whoever may run the workflow may; where its name must be typed for that, send it as typedName."
            )
            .Refuses(404, 409)
            .WithExample(new TriggerOrder())
            .WithExample(202, ApiExamples.Trigger);
        triggers
            .MapPost("executions/{executionId}/stop", StopAsync)
            .RequireAuthorization(AccessPolicies.Operator)
            .WithName("stopExecution")
            .WithSummary("Stop a running execution")
            .Refuses(404, 409)
            .WithExample(new TriggerOrder())
            .WithExample(202, ApiExamples.Trigger);
        triggers
            .MapGet("triggers", List)
            .WithName("listTriggers")
            .WithSummary("What was asked for and is open, or was within the last hour")
            .WithDescription("Newest first.")
            .WithExample(200, new Page<TriggerView>([ApiExamples.Trigger]));
        triggers
            .MapGet("triggers/{triggerId}", OneAsync)
            .WithName("getTrigger")
            .WithSummary("What became of something that was asked for")
            .Refuses(404)
            .WithExample(200, ApiExamples.Trigger);
        triggers
            .MapDelete("triggers/{triggerId}", WithdrawAsync)
            .RequireAuthorization(AccessPolicies.Operator)
            .WithName("withdrawTrigger")
            .WithSummary("Take back what has not been sent yet")
            .Refuses(404, 409);
    }

    private static async Task<Accepted<TriggerView>> RunAsync(
        [Description("n8n's id.")] string workflowId,
        TriggerOrder order,
        HttpContext http,
        TriggerService triggers,
        CancellationToken cancellation
    ) => Accepted(http, await triggers.RunAsync(http.GetActor(), workflowId, order, cancellation));

    private static async Task<Accepted<TriggerView>> RetryAsync(
        [Description("As DataSync lists it.")] string executionId,
        TriggerOrder order,
        HttpContext http,
        TriggerService triggers,
        CancellationToken cancellation
    ) => Accepted(http, await triggers.RetryAsync(http.GetActor(), executionId, order, cancellation));

    private static async Task<Accepted<TriggerView>> StopAsync(
        [Description("As DataSync lists it.")] string executionId,
        TriggerOrder order,
        HttpContext http,
        TriggerService triggers,
        CancellationToken cancellation
    ) => Accepted(http, await triggers.StopAsync(http.GetActor(), executionId, order, cancellation));

    private static Ok<Page<TriggerView>> List(TriggerDesk desk) => TypedResults.Ok(new Page<TriggerView>(desk.Current));

    private static async Task<Ok<TriggerView>> OneAsync(
        [Description("Of the trigger.")] string triggerId,
        TriggerDesk desk,
        CancellationToken cancellation
    ) =>
        TypedResults.Ok(
            await desk.FindAsync(triggerId, cancellation)
                ?? throw RefusedException.Unknown($"Nothing was asked for under the id '{triggerId}'.")
        );

    private static async Task<NoContent> WithdrawAsync(
        [Description("Of the trigger.")] string triggerId,
        HttpContext http,
        TriggerService triggers,
        CancellationToken cancellation
    )
    {
        await triggers.WithdrawAsync(http.GetActor(), triggerId, cancellation);
        return TypedResults.NoContent();
    }

    private static Accepted<TriggerView> Accepted(HttpContext http, TriggerView trigger) =>
        TypedResults.Accepted(
            $"{http.Request.PathBase}/api/v1/triggers/{Uri.EscapeDataString(trigger.TriggerId)}",
            trigger
        );
}
