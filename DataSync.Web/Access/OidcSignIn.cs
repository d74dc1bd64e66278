using System.Security.Claims;
using DataSync.Core;
using DataSync.Core.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Access;

/// <summary>Sign-in at an OpenID provider, which also says the role.</summary>
internal static partial class OidcSignIn
{
    public static AuthenticationBuilder AddOidc(
        this AuthenticationBuilder builder,
        IServiceCollection services,
        IConfiguration configuration
    )
    {
        var section = configuration.GetSection(OidcOptions.Section);
        services.AddOptions<OidcOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OidcOptions>, OidcOptionsValidator>();
        var settings = section.Get<OidcOptions>() ?? new OidcOptions();
        return settings.IsConfigured
            ? builder.AddOpenIdConnect(Principals.OidcScheme, options => Use(options, settings))
            : builder;
    }

    private static void Use(OpenIdConnectOptions options, OidcOptions settings)
    {
        options.SignInScheme = Principals.CookieScheme;
        options.Authority = settings.Authority;
        options.RequireHttpsMetadata = settings.Authority!.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecretFile is { } file ? SecretFile.Read(file) : settings.ClientSecret;
        options.ResponseType = "code";
        options.ResponseMode = "query";
        // The answer comes by a plain redirect, so these need not travel with other sites' requests.
        options.CorrelationCookie.SameSite = SameSiteMode.Lax;
        options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        // One claim for each member of a list, as the ID token's own are.
        foreach (var claim in new[] { "email", "email_verified", settings.RoleClaim })
            options.ClaimActions.MapJsonKey(claim, claim);
        options.Scope.Add("email");
        foreach (var scope in settings.Scopes?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
            options.Scope.Add(scope);
        options.Events.OnTicketReceived = context => LetInAsync(context, settings);
        options.Events.OnRemoteFailure = context =>
        {
            Failed(Log(context.HttpContext), context.Failure);
            return RefuseAsync(context, SignInRefusal.Provider);
        };
    }

    private static async Task LetInAsync(TicketReceivedContext context, OidcOptions settings)
    {
        var user = context.Principal!;
        var key = user.FindFirstValue("sub");
        var email = user.FindFirstValue("email");
        if (key is null || email is null || user.FindFirstValue("email_verified") is "false" or "False")
        {
            await RefuseAsync(context, SignInRefusal.NoAddress);
            return;
        }
        if (RoleOf(user, settings) is not { } role)
        {
            await RefuseAsync(context, SignInRefusal.NoRole);
            return;
        }
        var accounts = context.HttpContext.RequestServices.GetRequiredService<AccountService>();
        try
        {
            var account = await accounts.SignInExternallyAsync(
                settings.Authority!,
                key,
                email,
                role,
                context.HttpContext.Address(),
                context.HttpContext.RequestAborted
            );
            if (account is not null)
                context.Principal = Principals.Of(account);
            else
                await RefuseAsync(context, SignInRefusal.Disabled);
        }
        catch (RefusedException refused)
        {
            NotAccepted(Log(context.HttpContext), refused.Message);
            await RefuseAsync(context, SignInRefusal.OtherAccount);
        }
    }

    private static Role? RoleOf(ClaimsPrincipal user, OidcOptions settings)
    {
        var said = user.FindAll(settings.RoleClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal);
        return said.Contains(settings.Admin) ? Role.Admin
            : said.Contains(settings.Operator) ? Role.Operator
            : said.Contains(settings.Viewer) ? Role.Viewer
            : null;
    }

    private static Task RefuseAsync<T>(HandleRequestContext<T> context, SignInRefusal why)
        where T : AuthenticationSchemeOptions
    {
        context.Response.Redirect($"{context.Request.PathBase}/sign-in?refused={why}");
        context.HandleResponse();
        return Task.CompletedTask;
    }

    private static ILogger Log(HttpContext http) =>
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OidcSignIn));

    [LoggerMessage(1511, LogLevel.Warning, "The OpenID provider's answer could not be used")]
    private static partial void Failed(ILogger logger, Exception? failure);

    [LoggerMessage(1512, LogLevel.Warning, "Somebody signed in at the OpenID provider was not let in: {Reason}")]
    private static partial void NotAccepted(ILogger logger, string reason);
}

/// <summary>Why somebody the provider knows is not let in; part of an address, so a word and no text.</summary>
internal enum SignInRefusal
{
    Provider,
    NoAddress,
    NoRole,
    Disabled,
    OtherAccount,
}
