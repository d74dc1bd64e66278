using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Polling;
using DataSync.Core.Retention;
using DataSync.Core.Trends;
using DataSync.Core.Triggers;
using DataSync.Core.Workflows;
using DataSync.Web.Access;
using DataSync.Web.Api;
using DataSync.Web.Components;
using DataSync.Web.Demo;
using DataSync.Web.Features.Account;
using DataSync.Web.Features.Alerts;
using DataSync.Web.Features.Exports;
using DataSync.Web.Features.Trends;
using DataSync.Web.Observability;

namespace DataSync.Web;

/// <summary>Puts the program together: one line per feature. Tests start the same program on a port of their own.</summary>
public static class DataSyncApp
{
    /// <param name="configure">Last word on the builder, for hosts other than the command line.</param>
    public static async Task<WebApplication> CreateAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var demo = args.Contains("--demo", StringComparer.Ordinal);
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = [.. args.Where(a => a is not "--demo")],
                // appsettings.json lies beside the program, wherever it is started from.
                ContentRootPath = AppContext.BaseDirectory,
                ApplicationName = typeof(DataSyncApp).Assembly.GetName().Name,
            }
        );
        // Without it a page under `dotnet run` in Production has neither script nor style.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSingleton(TimeProvider.System);
        configure?.Invoke(builder);
        if (demo)
            await builder.UseDemoAsync();

        builder.Services.AddPersistence(builder.Configuration);
        builder.Services.AddExecutions();
        builder.Services.AddN8n(builder.Configuration);
        builder.Services.AddWorkflows();
        builder.Services.AddPolling(builder.Configuration);
        builder.Services.AddTriggers();
        builder.Services.AddAlertsWeb(builder.Configuration);
        builder.Services.AddTrendsWeb();
        builder.Services.AddRetention(builder.Configuration);
        builder.Services.AddLiveBoard();
        builder.Services.AddAccessWeb(builder.Configuration, demo);
        builder.Services.AddExports();
        builder.Services.AddSite(builder.Configuration);
        builder.Services.AddApi(builder.Configuration);
        builder.Services.AddDataSyncUi();
        builder.Services.AddObservability(builder.Configuration);
        builder.Services.RemoveKeyPreload();

        var app = builder.Build();
        app.UseSite();
        if (demo)
            app.UseDemoGuard();
        app.UseNotFoundPage();
        app.UseApiProblems();
        app.UseAccess();
        app.MapAccount();
        app.MapApi();
        app.MapMetrics();
        app.MapMeasured();
        app.MapExportFiles();
        app.MapDataSyncUi();
        app.AnnounceSetUp();
        return app;
    }
}
