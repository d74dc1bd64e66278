using System.Text.Encodings.Web;
using DataSync.Core.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Access;

/// <summary><c>Authorization: Bearer dsync_…</c></summary>
internal sealed class TokenSignIn(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    AccessDirectory access,
    TokenService tokens
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Bearer = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return Task.FromResult(AuthenticateResult.Fail("Only bearer tokens are accepted."));
        if (access.Token(header[Bearer.Length..].Trim()) is not { } token)
            return Task.FromResult(AuthenticateResult.Fail("The token is unknown, expired or revoked."));
        tokens.Used(token);
        return Task.FromResult(AuthenticateResult.Success(new(Principals.Of(token), Principals.TokenScheme)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return base.HandleChallengeAsync(properties);
    }
}

/// <summary>The demo answers to this machine alone, as its administrator.</summary>
internal sealed class DemoSignIn(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    AccessDirectory access
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Task.FromResult(
            access.FirstAdmin is { } admin
                ? AuthenticateResult.Success(new(Principals.Of(admin), Principals.DemoScheme))
                : AuthenticateResult.NoResult()
        );
}
