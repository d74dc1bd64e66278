using DataSync.Core.Live;
using DataSync.Core.Polling;
using DataSync.Web.Access;
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

    public static WebApplication MapDataSyncUi(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous().WithMetadata(new AnswersAlways());
        app.MapGet("/", () => Results.LocalRedirect("~/data-sync")).ExcludeFromDescription();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
