using System.Net;
using Polly.Timeout;

namespace DataSync.Core.N8n;

/// <summary>Turns whatever went wrong with a request into the condition and the sentence a page shows.</summary>
internal static class N8nFailures
{
    public static N8nException NotConfigured() =>
        new(N8nCondition.NotConfigured, "No n8n is set: give N8n:BaseUrl and N8n:ApiKey (or N8n:ApiKeyFile).");

    public static N8nException TimedOut(TimeSpan after, TimeoutRejectedException inner) =>
        new(N8nCondition.Unreachable, $"n8n did not answer within {after.TotalSeconds:0.#} s.", inner: inner);

    public static N8nException Stalled(TimeSpan idle, Exception inner) =>
        new(
            N8nCondition.Unreachable,
            $"n8n stopped in the middle of an answer: nothing came for {idle.TotalSeconds:0.#} s.",
            inner: inner
        );

    public static N8nException BrokenOff(Exception inner) =>
        new(N8nCondition.Unreachable, "The connection to n8n broke in the middle of an answer.", inner: inner);

    public static N8nException TooLarge(long maxBytes) =>
        new(N8nCondition.NotAnN8n, $"n8n's answer was larger than {maxBytes >> 20} MB and was not read to its end.");

    public static N8nException CutOff(Exception inner) =>
        new(
            N8nCondition.NotAnN8n,
            "n8n's answer is not complete JSON. Is there a proxy in between that cuts answers off?",
            inner: inner
        );

    public static N8nException NotJson(HttpStatusCode status, string? contentType) =>
        new(
            N8nCondition.NotAnN8n,
            $"The address answers {contentType ?? "without a content type"} instead of JSON. "
                + "Check N8n:BaseUrl: it must end with the path of n8n's public API, usually /api/v1.",
            status
        );

    public static N8nException UnexpectedJson(string what) =>
        new(N8nCondition.NotAnN8n, $"The address answers JSON that is not n8n's: {what}. Check N8n:BaseUrl.");

    public static N8nException AnotherEachTime() =>
        new(
            N8nCondition.NotAnN8n,
            "The address leads to another n8n from one question to the next: several with databases of their own answer there. Set N8n:BaseUrl to one of them."
        );

    public static N8nException Connection(HttpRequestException failure, Uri address) =>
        new(
            N8nCondition.Unreachable,
            failure.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => $"The name {address.Host} could not be found.",
                HttpRequestError.ConnectionError => $"Nothing accepts connections at {address.Host}:{address.Port}.",
                HttpRequestError.SecureConnectionError =>
                    $"No secure connection to {address.Host}:{address.Port}: its certificate is not trusted or it does not speak TLS.",
                _ => $"The connection to {address.Host}:{address.Port} broke before n8n answered.",
            },
            inner: failure
        );

    /// <summary>For an answer that is not a success; <paramref name="retryAfter"/> is what it asked for.</summary>
    public static N8nException Status(HttpStatusCode status, TimeSpan? retryAfter, Uri? location) =>
        (int)status switch
        {
            401 => new(
                N8nCondition.Unauthorised,
                "n8n does not accept the API key: it is wrong, expired or deleted, or n8n's public API is off.",
                status
            ),
            403 => new(
                N8nCondition.ForbiddenScope,
                "n8n accepts the API key but it lacks a permission: it needs workflow:list, workflow:read, execution:list and execution:read.",
                status
            ),
            429 => new(
                N8nCondition.RateLimited,
                retryAfter is { } wait
                    ? $"n8n (or a proxy before it) asks to be left alone for {wait.TotalSeconds:0} s."
                    : "n8n (or a proxy before it) says it is asked too often.",
                status,
                retryAfter
            ),
            >= 300 and < 400 => new(
                N8nCondition.NotAnN8n,
                $"The address redirects{(location is { IsAbsoluteUri: true } ? $" to {location.GetLeftPart(UriPartial.Authority)}" : "")}. "
                    + "Redirects are not followed, because they would carry the key elsewhere: set N8n:BaseUrl to n8n's own address.",
                status
            ),
            408 => new(
                N8nCondition.Unreachable,
                "A proxy before n8n gave up waiting for it (408).",
                status,
                retryAfter
            ),
            >= 500 => new(
                N8nCondition.ServerError,
                $"n8n answers with an error of its own ({(int)status}). Its log says more.",
                status,
                retryAfter
            ),
            _ => new(
                N8nCondition.NotAnN8n,
                $"The address does not accept a question of n8n's API ({(int)status}). Check N8n:BaseUrl and n8n's version.",
                status
            ),
        };
}
