using DataSync.Core.Access;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace DataSync.Web.Access;

/// <summary>
/// Who an open page belongs to, looked up again every few seconds: a page whose account was disabled, signed out everywhere
/// or given another role is loaded anew, with what is left of its rights. Signing out of one browser is not seen here: its
/// tabs tell each other, in <c>ds-leave.js</c>.
/// </summary>
internal sealed class CircuitSignIn(ILoggerFactory loggers, AccessDirectory access)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(3);

    protected override Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    )
    {
        var user = authenticationState.User;
        return Task.FromResult(user.Standing(access) is { } account && user.IsInRole(account.Role.ToString()));
    }
}

/// <summary>Who acts on an open page, for the services that change something. One for each circuit.</summary>
public sealed class CurrentActor(AuthenticationStateProvider state, IHttpContextAccessor http)
{
    // The request that opened the page; later events come over its WebSocket from the same address.
    private readonly string? address = http.HttpContext?.Address();

    public async Task<Actor> GetAsync() => (await state.GetAuthenticationStateAsync()).User.ToActor(address);
}
