using System.Security.Claims;
using DataSync.Core.Access;

namespace DataSync.Web.Access;

/// <summary>Accounts and tokens as ASP.NET's principals, and back as our actors.</summary>
internal static class Principals
{
    public const string CookieScheme = "Cookie";
    public const string TokenScheme = "Token";
    public const string DemoScheme = "Demo";
    public const string OidcScheme = "Oidc";
    private const string StampClaim = "stamp";

    public static ClaimsPrincipal Of(AccountStanding account) =>
        new(
            new ClaimsIdentity(
                [
                    new(ClaimTypes.NameIdentifier, account.Id),
                    new(ClaimTypes.Name, account.Email),
                    new(ClaimTypes.Role, account.Role.ToString()),
                    new(StampClaim, account.Stamp),
                ],
                CookieScheme
            )
        );

    public static ClaimsPrincipal Of(TokenStanding token) =>
        new(
            new ClaimsIdentity(
                [
                    new(ClaimTypes.NameIdentifier, $"{token.Id}"),
                    new(ClaimTypes.Name, token.Name),
                    new(ClaimTypes.Role, token.Role?.ToString() ?? AccessPolicies.Relay),
                ],
                TokenScheme
            )
        );

    /// <summary>The account as it stands now; null when it was disabled or signed out everywhere since.</summary>
    public static AccountStanding? Standing(this ClaimsPrincipal user, AccessDirectory access) =>
        access.Account(user.FindFirstValue(ClaimTypes.NameIdentifier)) is { } account
        && string.Equals(account.Stamp, user.FindFirstValue(StampClaim), StringComparison.Ordinal)
            ? account
            : null;

    public static Actor ToActor(this ClaimsPrincipal user, string? address) =>
        user.Identity is { IsAuthenticated: true } identity
            ? new Actor(
                identity.AuthenticationType is TokenScheme ? ActorKind.Token : ActorKind.Account,
                user.FindFirstValue(ClaimTypes.NameIdentifier),
                identity.Name ?? "",
                address
            )
            : Actor.Anonymous(address);

    /// <summary>Who makes this request, for the services that change something.</summary>
    public static Actor GetActor(this HttpContext http) => http.User.ToActor(http.Address());

    public static string? Address(this HttpContext http) => http.Connection.RemoteIpAddress?.ToString();
}
