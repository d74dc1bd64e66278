using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Web.Components;
using DataSync.Web.Features.Account;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Access;

/// <summary>Who is let in: the schemes, the rules, and what stands before every page.</summary>
public static class AccessWeb
{
    internal static readonly RequestLimit SignInLimit = new(
        http => http.Address() ?? "",
        services => services.GetRequiredService<IOptions<AuthOptions>>().Value.AttemptsPerMinute
    );

    private static readonly string[] ForPrograms = ["/api", "/openapi", "/metrics", "/health", "/_blazor"];
    private static readonly TimeSpan CookieLife = TimeSpan.FromHours(12);

    /// <param name="demo">Everybody is the demo's administrator.</param>
    public static IServiceCollection AddAccessWeb(
        this IServiceCollection services,
        IConfiguration configuration,
        bool demo
    )
    {
        services.AddAccess(configuration);
        // Data protection reads its keys through a context of its own scope.
        services.AddScoped(all => all.GetRequiredService<IDbContextFactory<DataSyncDbContext>>().CreateDbContext());
        services.AddDataProtection().SetApplicationName("DataSync").PersistKeysToDbContext<DataSyncDbContext>();
        services
            .AddAuthentication("Caller")
            .AddPolicyScheme(
                "Caller",
                null,
                options =>
                    // What a program says of itself wins over a cookie that happens to come along.
                    options.ForwardDefaultSelector = http =>
                        http.Request.Headers.Authorization.Count > 0 ? Principals.TokenScheme
                        : demo ? Principals.DemoScheme
                        : Principals.CookieScheme
            )
            .AddCookie(Principals.CookieScheme, UseCookie)
            .AddScheme<AuthenticationSchemeOptions, TokenSignIn>(Principals.TokenScheme, null)
            .AddScheme<AuthenticationSchemeOptions, DemoSignIn>(Principals.DemoScheme, null)
            .AddOidc(services, configuration);
        services.AddAuthorization(AccessPolicies.Add);
        services.AddSingleton<IAuthorizationHandler, RoleRequirementHandler>();
        services.AddSingleton<KnownDevice>();
        services.AddHttpContextAccessor();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitSignIn>();
        services.AddScoped<CurrentActor>();
        services.AddOptions<AuthOptions>().Bind(configuration.GetSection(AuthOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuthOptions>, AuthOptionsValidator>();
        services.AddSingleton<RequestLimits>();
        return services;
    }

    /// <summary>Order matters: nothing behind it is reached by somebody who may not.</summary>
    public static void UseAccess(this WebApplication app)
    {
        app.UseMiddleware<StartingUp>();
        app.UseAuthentication();
        app.UseMiddleware<OwnOrigin>();
        app.UseMiddleware<RequestLimits>();
        app.UseAuthorization();
    }

    /// <summary>
    /// What would read the keys of cookies while the host starts, when their table may not be there yet. Razor components register
    /// it again, so this comes last.
    /// </summary>
    public static void RemoveKeyPreload(this IServiceCollection services)
    {
        foreach (var eager in services.Where(IsKeyPreload).ToList())
            services.Remove(eager);
    }

    private static bool IsKeyPreload(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && service.ImplementationType?.Assembly == typeof(IDataProtectionBuilder).Assembly;

    private static void UseCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "datasync";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.ExpireTimeSpan = CookieLife;
        options.LoginPath = "/sign-in";
        options.AccessDeniedPath = "/not-allowed";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = context =>
        {
            var access = context.HttpContext.RequestServices.GetRequiredService<AccessDirectory>();
            if (context.Principal?.Standing(access) is { } account)
                context.ReplacePrincipal(Principals.Of(account));
            else
                context.RejectPrincipal();
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToLogin = context => AnswerAsync(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => AnswerAsync(context, StatusCodes.Status403Forbidden);
    }

    /// <summary>Programs get a status, people a page. A form that was sent is not sent again after signing in.</summary>
    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        var (request, target) = (context.Request, context.RedirectUri);
        if (request.HasFormContentType)
            target = target.Split('?')[0];
        if (!IsForPrograms(request.Path) && (HttpMethods.IsGet(request.Method) || request.HasFormContentType))
            context.Response.Redirect(PageFrames.Keep(request.GetEncodedUrl(), target));
        else
            context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>Answered with a status and problem details, never with a page.</summary>
    internal static bool IsForPrograms(PathString path) =>
        Array.Exists(ForPrograms, start => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase));
}
