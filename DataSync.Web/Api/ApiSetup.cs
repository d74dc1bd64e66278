using DataSync.Core.Access;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Api;

/// <summary>The REST API: what it needs, and where it is served.</summary>
public static class ApiSetup
{
    private static readonly RequestLimit CallerLimit = new(
        CallerOf,
        services => services.GetRequiredService<IOptions<ApiOptions>>().Value.RequestsPerMinute
    );

    /// <summary>Bytes; far above any body of ours.</summary>
    private const long LargestBody = 64 * 1024;

    public static IServiceCollection AddApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ApiOptions>().Bind(configuration.GetSection(ApiOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        // What cannot be bound is told by ApiProblems, and not passed over with an empty answer.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddOpenApi(ApiDocument.Name, ApiDocument.Configure);
        return services;
    }

    /// <summary>Goes before everything that may refuse a request.</summary>
    public static void UseApiProblems(this WebApplication app)
    {
        app.UseWhen(IsForPrograms, programs => programs.UseMiddleware<ApiProblems>());
        app.UseWhen(http => !IsForPrograms(http), pages => pages.UseMiddleware<PageProblems>());
    }

    public static void MapApi(this WebApplication app)
    {
        app.Use(QueryCheck.InvokeAsync);
        var api = app.MapGroup("/api/v1")
            .WithMetadata(CallerLimit, new CheckedQuery(), new RequestSizeLimitAttribute(LargestBody));
        api.MapStatus();
        api.MapWorkflows();
        api.MapExecutions();
        api.MapTriggers();
        api.MapAlerts();
        api.MapTrends();
        api.MapReports();
        api.MapWhoIsTold();
        api.MapEvents();
        api.MapUsers();
        api.MapTokens();
        api.MapAudit();
        api.MapExports();
        api.MapRetention();
        app.MapHealth();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalar();
    }

    private static bool IsForPrograms(HttpContext http) => AccessWeb.IsForPrograms(http.Request.Path);

    private static string CallerOf(HttpContext http)
    {
        var actor = http.GetActor();
        return actor.Kind == ActorKind.Anonymous ? $"address {actor.Address}" : $"{actor.Kind} {actor.Id}";
    }
}
