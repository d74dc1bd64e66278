using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Core.Polling;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;

namespace DataSync.Web.Components;

/// <summary>The pages: what they need, and where they are served.</summary>
public static class UiSetup
{
    public static IServiceCollection AddDataSyncUi(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LiveBoard>();
        services.TryAddSingleton<RefreshRequests>();
        return services;
    }

    /// <summary>A page for what is not there. Goes before everything that asks for rights, because it is asked for anew.</summary>
    public static void UseNotFoundPage(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(
            async (http, next) =>
            {
                // The page is asked for without it, and would be drawn in another frame.
                if (http.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalQueryString is { } query)
                    http.Request.QueryString = new(query);
                await next(http);
                // Who may see no page keeps the bare status.
                if (http.RequestServices.GetRequiredService<AccessDirectory>().RoleOf(http.GetActor()) is null)
                    http.Features.Get<IStatusCodePagesFeature>()!.Enabled = false;
            }
        );
    }

    public static WebApplication MapDataSyncUi(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous().WithMetadata(new AnswersAlways());
        app.MapGet(
                "/",
                (HttpRequest request) => Results.LocalRedirect(PageFrames.Keep(request.GetEncodedUrl(), "~/data-sync"))
            )
            .ExcludeFromDescription();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
