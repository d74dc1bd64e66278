using DataSync.Web.Components;
using Microsoft.AspNetCore.Http.Extensions;

namespace DataSync.Web.Access;

/// <summary>Where to go after signing in: only ever inside DataSync.</summary>
internal static class ReturnUrl
{
    public const string Home = "/data-sync";

    /// <summary>A path of ours, or the dashboard when <paramref name="wanted"/> leads elsewhere.</summary>
    public static string Local(HttpContext http, string? wanted)
    {
        // "//host" and "/\host" are other hosts to a browser, and control characters are dropped by it.
        var isLocal =
            wanted is ['/', ..]
            && wanted is not ['/', '/' or '\\', ..]
            && !wanted.Any(char.IsControl)
            && wanted.Length <= 2_000;
        return isLocal ? wanted! : PageFrames.Keep(http.Request.GetEncodedUrl(), $"{http.Request.PathBase}{Home}");
    }
}
