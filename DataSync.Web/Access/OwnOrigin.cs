using DataSync.Core;
using DataSync.Web.Api;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Access;

/// <summary>
/// What a browser sends on behalf of another site is refused: everything that changes something, and the circuit's
/// WebSocket. Programs that send a token of their own are no browsers and are let through.
/// </summary>
internal sealed partial class OwnOrigin(RequestDelegate next, IOptions<SiteOptions> site, ILogger<OwnOrigin> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (Concerns(http) && !IsOwn(http.Request, site.Value.PublicOrigin))
        {
            Refused(logger, http.Request.Headers.Origin.ToString(), http.Request.Path);
            await Problems.ForeignOrigin.Answer().ExecuteAsync(http);
            return;
        }
        await next(http);
    }

    private static bool Concerns(HttpContext http)
    {
        if (http.Request.Headers.Authorization.Count > 0)
            return false;
        // A program that forgot its token is told that, by the API's own refusal.
        if (http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && !IsSignedIn(http))
            return false;
        var method = http.Request.Method;
        return http.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase)
            || !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method));
    }

    private static bool IsSignedIn(HttpContext http) => http.User.Identity is { IsAuthenticated: true };

    /// <summary>Browsers send Origin or Sec-Fetch-Site with all of these; what sends neither is none.</summary>
    private static bool IsOwn(HttpRequest request, string? publicOrigin)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0)
            return string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
                || string.Equals(origin, publicOrigin, StringComparison.OrdinalIgnoreCase);
        return string.Equals(request.Headers["Sec-Fetch-Site"], "same-origin", StringComparison.Ordinal)
            || string.Equals(request.Headers["Sec-Fetch-Site"], "none", StringComparison.Ordinal)
            || (request.Headers["Sec-Fetch-Site"].Count == 0 && HttpMethods.IsGet(request.Method));
    }

    [LoggerMessage(1510, LogLevel.Warning, "A request from {Origin} to {Path} was refused: another site's")]
    private static partial void Refused(ILogger logger, string origin, string path);
}
