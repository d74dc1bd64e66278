using System.Text.Json;
using DataSync.Core.Access;
using DataSync.Core.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Api;

/// <summary>Everything programs are told no with.</summary>
internal static class Problems
{
    public const string ContentType = "application/problem+json";

    private const string Urn = "urn:datasync:problem:";

    /// <summary>Where something is wrong that has no name of its own.</summary>
    public const string Body = "body";

    private static readonly Dictionary<int, (string Kind, string Title, string Detail)> Kinds = new()
    {
        [400] = ("invalid", "Something in the request is wrong", "See errors: what is wrong, by name."),
        [401] = (
            "unauthenticated",
            "Sign in first",
            "Sign in, or send 'Authorization: Bearer' with a valid API token."
        ),
        [403] = ("not-allowed", "Not allowed", "This needs a higher role. Ask an administrator of DataSync for it."),
        [404] = ("unknown", "There is no such thing", "Nothing is at this address. /openapi/v1.json lists what is."),
        [405] = ("wrong-method", "Wrong method", "This address does not take this method; see the header Allow."),
        [409] = ("conflict", "Not in the present state", "Right in itself, but not possible at the moment."),
        [413] = ("too-large", "Too large", "The request is larger than this address takes."),
        [415] = ("wrong-media-type", "Wrong media type", "Send JSON, with 'Content-Type: application/json'."),
        [429] = ("too-many-requests", "Too many requests", "Wait as many seconds as the header Retry-After says."),
        [500] = (
            "failed",
            "DataSync failed",
            "The server's log has it, under the traceId. What is stored is unharmed."
        ),
        [503] = ("unavailable", "Not available at the moment", "Try again in a few seconds."),
    };

    public static readonly Problem ForeignOrigin = new(
        $"{Urn}foreign-origin",
        "Foreign origin",
        403,
        "The request came from another site. Where a proxy serves DataSync under another name, set Site:PublicUrl to it."
    );

    public static Problem Of(int status, string? detail = null)
    {
        var (kind, title, usual) = Kinds.GetValueOrDefault(status, ("refused", "Refused", "The request was refused."));
        return new(Urn + kind, title, status, detail ?? usual);
    }

    public static Problem Invalid(IReadOnlyDictionary<string, string[]> errors) => Of(400) with { Errors = errors };

    public static Problem Invalid(string field, string message) =>
        Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] });

    /// <summary>The one place that says what an exception is to a caller. Null: a mistake of ours.</summary>
    public static Problem? Of(Exception failure, DatabaseState database) =>
        failure switch
        {
            RefusedException refused => refused.Refusal switch
            {
                Refusal.Invalid => Invalid(refused.Field ?? Body, refused.Message),
                Refusal.NotAllowed => Of(403, refused.Message),
                Refusal.Unknown => Of(404, refused.Message),
                Refusal.Conflict => Of(409, refused.Message),
                _ => throw new ArgumentOutOfRangeException(nameof(failure), refused.Refusal, "Not a refusal"),
            },
            BadHttpRequestException { InnerException: JsonException json } => Invalid(FieldOf(json), MessageOf(json)),
            BadHttpRequestException { StatusCode: 400 } => Invalid(Body, "JSON is expected here."),
            BadHttpRequestException bad => Of(bad.StatusCode),
            DatabaseNotReadyException => Of(503, failure.Message),
            _ when DatabaseState.IsUnreachable(failure) => Of(503, database.Message),
            _ => null,
        };

    public static JsonHttpResult<Problem> Answer(this Problem problem) =>
        TypedResults.Json(problem, contentType: ContentType, statusCode: problem.Status);

    private static string FieldOf(JsonException json) => json.Path is ['$', '.', .. var field] ? field : Body;

    // The serializer's own words name our classes.
    private static string MessageOf(JsonException json) =>
        json is BadValueException ? json.Message
        : json.Path is ['$', '.', ..] ? "This is not what belongs here; /openapi/v1.json says what does."
        : $"It is not the JSON that belongs here (line {json.LineNumber + 1}).";
}
