using DataSync.Core.Access;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Support;

/// <summary>Everybody who may knock.</summary>
public enum Caller
{
    Anonymous,
    RevokedToken,
    RelayToken,
    Viewer,
    Operator,
    Admin,
}

/// <summary>What a route or a method asks for at least.</summary>
public enum Least
{
    Anonymous,
    Relay,
    Viewer,
    Operator,
    Admin,
}

/// <summary>One of each caller at a running program, people by cookie and programs by token.</summary>
public sealed class Callers(IReadOnlyDictionary<Caller, (string Header, string Value)?> headers)
{
    public const string Password = "a password of the tests";

    public static bool May(Caller caller, Least least) =>
        caller switch
        {
            Caller.Anonymous or Caller.RevokedToken => least == Least.Anonymous,
            Caller.RelayToken => least is Least.Anonymous or Least.Relay,
            Caller.Viewer => least is Least.Anonymous or Least.Viewer,
            Caller.Operator => least != Least.Admin,
            Caller.Admin => true,
            _ => throw new ArgumentOutOfRangeException(nameof(caller), caller, "nobody"),
        };

    public static async Task<Callers> AddAsync(TestApp app)
    {
        await app.SignInAsync();
        var tokens = app.Services.GetRequiredService<TokenService>();
        var relay = await tokens.CreateAsync(Actor.Program, "relay", null, null, default);
        var revoked = await tokens.CreateAsync(Actor.Program, "revoked", Role.Admin, null, default);
        await tokens.RevokeAsync(Actor.Program, revoked.Id, default);
        return new Callers(
            new Dictionary<Caller, (string, string)?>
            {
                [Caller.Anonymous] = null,
                [Caller.RevokedToken] = ("Authorization", $"Bearer {revoked.Secret}"),
                [Caller.RelayToken] = ("Authorization", $"Bearer {relay.Secret}"),
                [Caller.Viewer] = await CookieAsync(app, Role.Viewer),
                [Caller.Operator] = await CookieAsync(app, Role.Operator),
                [Caller.Admin] = await CookieAsync(app, Role.Admin),
            }
        );
    }

    /// <summary>As a browser of ours would send it: with our own origin.</summary>
    public HttpRequestMessage Request(Caller caller, string method, Uri url)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), url);
        request.Headers.Add("Origin", url.GetLeftPart(UriPartial.Authority));
        if (headers[caller] is { } header)
            request.Headers.Add(header.Header, header.Value);
        return request;
    }

    private static async Task<(string, string)> CookieAsync(TestApp app, Role role)
    {
        var accounts = app.Services.GetRequiredService<AccountService>();
        var email = $"{role}@example.org".ToLowerInvariant();
        if (role != Role.Admin)
        {
            var link = await accounts.CreateAsync(Actor.Program, email, role, default);
            await accounts.UseLinkAsync(link.AccountId, link.Secret, Password, null, default);
        }
        var cookies = await app.SignInAsync(email, role == Role.Admin ? TestApp.AdminPassword : Password);
        return ("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")));
    }
}
