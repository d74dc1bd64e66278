using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace DataSync.Web.Access;

/// <summary>
/// Remembers in the browser which account signed in there. Such a browser still gets in while somebody else's wrong
/// passwords have locked the account.
/// </summary>
internal sealed class KnownDevice(IDataProtectionProvider protection)
{
    private const string Cookie = "datasync-device";
    private static readonly TimeSpan Life = TimeSpan.FromDays(90);

    private readonly ITimeLimitedDataProtector protector = protection
        .CreateProtector("KnownDevice")
        .ToTimeLimitedDataProtector();

    /// <returns>The id of the account; null: unknown, or too long ago.</returns>
    public string? Read(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } value)
            return null;
        try
        {
            return protector.Unprotect(value);
        }
        catch (CryptographicException)
        {
            // Made up, expired, or older than the keys: a browser like any other.
            return null;
        }
    }

    public void Remember(HttpContext http, string accountId) =>
        http.Response.Cookies.Append(
            Cookie,
            protector.Protect(accountId, Life),
            new()
            {
                HttpOnly = true,
                Secure = http.Request.IsHttps,
                SameSite = SameSiteMode.Strict,
                MaxAge = Life,
                Path = http.Request.PathBase.HasValue ? http.Request.PathBase.Value : "/",
            }
        );
}
