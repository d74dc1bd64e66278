using System.ComponentModel;
using System.Text.Json.Serialization;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Api;

/// <param name="Note">Kept with the incident, and told when the same cause returns.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record IncidentNote(string? Note = null);

/// <param name="Until">UTC, at most 30 days ahead; in the past: no longer silenced.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SilenceOrder(DateTime? Until, string? Note = null);

internal sealed record IncidentQuery(
    [property: Description("What kind of trouble, comma-separated.")] Words<IncidentKind>? Kind,
    [property: Description("true: open ones only; false: ended ones only.")] Flag? Open,
    [property: Description("n8n's id of a workflow it hit.")] string? WorkflowId,
    [property: Description("Part of the title.")] SearchText? Search,
    [property: Description("Began at this time or later.")] Moment? From,
    [property: Description("Began before this time.")] Moment? To
)
{
    public IncidentFilter Filter => new(Open?.IsSet, Kind?.Members, WorkflowId, From?.Utc, To?.Utc, Search?.Text);
}

/// <summary>What is broken, and what people were told.</summary>
internal static class AlertEndpoints
{
    private const string Masked =
        "Addresses of recipients are whole for administrators, as in j…@example.org for others.";

    public static void MapAlerts(this IEndpointRouteBuilder api)
    {
        MapIncidents(api.MapGroup("incidents").WithTags(ApiTags.Alerts));
        api.MapGet("alerts", AlertsAsync)
            .WithTags(ApiTags.Alerts)
            .WithName("listAlerts")
            .WithSummary("What was sent about executions")
            .WithDescription($"Newest first. {Masked}")
            .WithExample(200, new Page<AlertRow>([ApiExamples.Alert]));
    }

    private static void MapIncidents(RouteGroupBuilder incidents)
    {
        incidents
            .MapGet("", ListAsync)
            .WithName("listIncidents")
            .WithSummary("Causes of trouble")
            .WithDescription("Newest first.")
            .WithExample(200, new Page<IncidentSummary>([ApiExamples.Incident]));
        incidents
            .MapGet("{id:int}", OneAsync)
            .WithName("getIncident")
            .WithSummary("One with its workflows, its timeline and what was sent")
            .WithDescription(Masked)
            .Refuses(404)
            .WithExample(200, ApiExamples.IncidentWithDetail);
        incidents
            .MapPost("{id:int}/acknowledge", AcknowledgeAsync)
            .RequireAuthorization(AccessPolicies.Operator)
            .WithName("acknowledgeIncident")
            .WithSummary("Say that somebody has taken it on")
            .WithDescription("No more reminders are sent.")
            .Refuses(404, 409)
            .WithExample(new IncidentNote("The key is being renewed."));
        incidents
            .MapPost("{id:int}/silence", SilenceAsync)
            .RequireAuthorization(AccessPolicies.Operator)
            .WithName("silenceIncident")
            .WithSummary("Have nobody told of it until then")
            .Refuses(404)
            .WithExample(new SilenceOrder(new DateTime(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc)));
        incidents
            .MapPost("{id:int}/resolve", ResolveAsync)
            .RequireAuthorization(AccessPolicies.Operator)
            .WithName("resolveIncident")
            .WithSummary("End it by hand")
            .Refuses(404, 409)
            .WithExample(new IncidentNote("The account was closed."));
        incidents
            .MapPost("{id:int}/reopen", ReopenAsync)
            .RequireAuthorization(AccessPolicies.Operator)
            .WithName("reopenIncident")
            .WithSummary("Open one again that was ended")
            .Refuses(404, 409)
            .WithExample(new IncidentNote());
    }

    private static async Task<Ok<Page<IncidentSummary>>> ListAsync(
        [AsParameters] IncidentQuery query,
        [AsParameters] PageQuery page,
        IncidentHistory history,
        CancellationToken cancellation
    )
    {
        var (items, next) = await history.PageAsync(query.Filter, page.Cursor, PageSize.Of(page.Limit), cancellation);
        return TypedResults.Ok(new Page<IncidentSummary>(items, next));
    }

    private static async Task<Ok<IncidentDetail>> OneAsync(
        [Description("Of the incident.")] int id,
        HttpContext http,
        IncidentHistory history,
        CancellationToken cancellation
    ) =>
        TypedResults.Ok(
            await history.FindAsync(http.GetActor(), id, cancellation)
                ?? throw RefusedException.Unknown($"There is no incident with the id {id}.")
        );

    private static async Task<Ok<Page<AlertRow>>> AlertsAsync(
        [AsParameters] PageQuery query,
        HttpContext http,
        IncidentHistory history,
        CancellationToken cancellation
    )
    {
        var (items, next) = await history.AlertsAsync(
            http.GetActor(),
            query.Cursor,
            PageSize.Of(query.Limit),
            cancellation
        );
        return TypedResults.Ok(new Page<AlertRow>(items, next));
    }

    private static async Task<NoContent> AcknowledgeAsync(
        [Description("Of the incident.")] int id,
        IncidentNote note,
        HttpContext http,
        AlertService alerts,
        CancellationToken cancellation
    )
    {
        await alerts.AcknowledgeAsync(http.GetActor(), id, note.Note, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> SilenceAsync(
        [Description("Of the incident.")] int id,
        SilenceOrder order,
        HttpContext http,
        AlertService alerts,
        CancellationToken cancellation
    )
    {
        var until = order.Until ?? throw RefusedException.Invalid("until", UtcTimeJson.Expected);
        await alerts.SilenceAsync(http.GetActor(), id, until, order.Note, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ResolveAsync(
        [Description("Of the incident.")] int id,
        IncidentNote note,
        HttpContext http,
        AlertService alerts,
        CancellationToken cancellation
    )
    {
        await alerts.ResolveAsync(http.GetActor(), id, note.Note, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ReopenAsync(
        [Description("Of the incident.")] int id,
        IncidentNote note,
        HttpContext http,
        AlertService alerts,
        CancellationToken cancellation
    )
    {
        await alerts.ReopenAsync(http.GetActor(), id, note.Note, cancellation);
        return TypedResults.NoContent();
    }
}
