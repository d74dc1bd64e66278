using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using DataSync.Core.Persistence;
using Microsoft.Net.Http.Headers;

namespace DataSync.Web.Api;

/// <summary>
/// Versions of answers, so that who polls is told "not modified" in a few bytes. Weak: what they leave out (an age that grows
/// by seconds) is not worth a transfer.
/// </summary>
internal static class ETags
{
    private static readonly ConditionalWeakTable<object, string> Tags = [];

    /// <param name="version">Read before the answer is made, so that the answer is never older than its version.</param>
    public static RouteHandlerBuilder WithETag(
        this RouteHandlerBuilder route,
        Func<HttpContext, ValueTask<string>> version
    ) =>
        route
            .WithMetadata(new Tagged())
            .AddEndpointFilter(
                async (call, next) =>
                {
                    var http = call.HttpContext;
                    var tag = new EntityTagHeaderValue($"\"{await version(http)}\"", isWeak: true);
                    if (Knows(http.Request, tag))
                    {
                        Write(http.Response, tag);
                        return TypedResults.StatusCode(StatusCodes.Status304NotModified);
                    }
                    var answer = await next(call);
                    Write(http.Response, tag);
                    return answer;
                }
            );

    /// <summary>Of something immutable that is replaced when it changes: as long as it is the same object.</summary>
    public static string Of(object immutable) => Tags.GetValue(immutable, static _ => Guid.NewGuid().ToString("N"));

    /// <summary>Of something small, by what it says.</summary>
    public static string OfContent<T>(T content) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content)))[..32];

    /// <summary>Of what is read from the tables.</summary>
    public static async ValueTask<string> OfDatabaseAsync(HttpContext http)
    {
        var checkpoints = http.RequestServices.GetRequiredService<CheckpointReader>();
        var checkpoint = await checkpoints.ReadAsync(http.RequestAborted);
        return $"{checkpoint.Generation}-{checkpoint.ChangeSeq}-{checkpoint.ExecutionsStored}";
    }

    private static bool Knows(HttpRequest request, EntityTagHeaderValue tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false));

    private static void Write(HttpResponse response, EntityTagHeaderValue tag)
    {
        response.GetTypedHeaders().ETag = tag;
        response.Headers.CacheControl = "private, no-cache";
    }
}

/// <summary>Marks an endpoint that can answer 304.</summary>
internal sealed class Tagged;
