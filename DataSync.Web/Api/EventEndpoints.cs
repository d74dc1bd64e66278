using System.Text.Json;
using DataSync.Core.Access;
using DataSync.Core.Polling;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Api;

/// <summary>What n8n's Error Trigger hands on, as far as it is looked at; it may hold more.</summary>
/// <param name="Execution">The failed execution; missing when a trigger itself failed.</param>
public sealed record N8nEvent(N8nReference? Execution, N8nReference Workflow);

public sealed record N8nReference(string Id);

/// <summary>
/// The push relay's door: an error workflow in n8n posts here, so that a failure is seen within seconds. It is a hint to look
/// and nothing of it is stored: what happened is read from n8n.
/// </summary>
internal static class EventEndpoints
{
    private const int MostEvents = 100;
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 64 };

    public static void MapEvents(this IEndpointRouteBuilder api) =>
        api.MapPost("n8n/events", PostAsync)
            .WithName("postN8nEvent")
            .WithTags(ApiTags.Events)
            .WithSummary("Tell that a run failed in n8n")
            .WithDescription(
                "For an error workflow in n8n: Error Trigger, then HTTP Request with this address and the trigger's item as its JSON body. n8n is then looked at as soon as the request budget allows. Takes one event or a list of them, up to 64 KB; whatever else is in them is ignored, and a repeated or forged call changes nothing. A token of this scope can do nothing else."
            )
            .Accepts<N8nEvent>("application/json")
            .RequireAuthorization(AccessPolicies.Relay)
            .WithExample(new N8nEvent(new("231"), new("4QyJIoxLbGYEwPYV")));

    private static async Task<Accepted> PostAsync(HttpContext http, RefreshService refresh)
    {
        refresh.Hint(http.GetActor(), Failures(await ReadAsync(http)));
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<JsonElement> ReadAsync(HttpContext http)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, Json, http.RequestAborted);
            return body.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw RefusedException.Invalid("body", "It is not JSON.");
        }
    }

    private static List<N8nFailure> Failures(JsonElement body)
    {
        var failures = new List<N8nFailure>();
        var events = body.ValueKind == JsonValueKind.Array ? [.. body.EnumerateArray()] : new[] { body };
        if (events.Length is 0 or > MostEvents)
            throw RefusedException.Invalid("body", $"1 to {MostEvents} events are expected.");
        foreach (var one in events)
        {
            if (one.ValueKind != JsonValueKind.Object)
                throw RefusedException.Invalid("body", "An event of n8n's Error Trigger is expected: a JSON object.");
            if (Id(one, "workflow") is not { } workflow)
                throw RefusedException.Invalid("workflow.id", "The id of the workflow is missing.");
            if (!one.TryGetProperty("execution", out _))
                continue;
            if (Id(one, "execution") is not { } execution)
                throw RefusedException.Invalid("execution.id", "The id of the execution is missing.");
            failures.Add(new(execution, workflow));
        }
        return failures;
    }

    /// <summary>n8n's ids are texts, and were numbers once.</summary>
    private static string? Id(JsonElement one, string name) =>
        one.TryGetProperty(name, out var part)
        && part.ValueKind == JsonValueKind.Object
        && part.TryGetProperty("id", out var id)
        && id.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && id.ToString() is { Length: > 0 } text
            ? text
            : null;
}
