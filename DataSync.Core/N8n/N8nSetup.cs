using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DataSync.Core.N8n;

public static class N8nSetup
{
    /// <summary>
    /// Everything that talks to n8n: <see cref="N8nClient"/>, <see cref="N8nActs"/> and their <see cref="RequestBudget"/>. Needs an
    /// <c>IDbContextFactory</c> of the database. A later <c>Configure&lt;N8nOptions&gt;</c> overrides the configuration.
    /// </summary>
    public static IServiceCollection AddN8n(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<N8nOptions>().Bind(configuration.GetSection(N8nOptions.Section)).ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<N8nOptions>, N8nKeyFile>();
        services.AddSingleton<IValidateOptions<N8nOptions>, N8nOptionsValidator>();
        services.AddSingleton<RequestBudget>();
        services.AddMetrics().AddSingleton<N8nMetrics>();
        services.AddSingleton<N8nAbilities>();
        services.AddTransient<N8nInspector>();
        services.AddTransient<BudgetHandler>();
        services.AddTransient<SendOnceHandler>();
        services.AddHttpClient<N8nClient>().WithOwnHandler().AddN8nRetries();
        // Without the retries: what makes something happen is sent once.
        services
            .AddHttpClient<N8nActs>()
            .WithOwnHandler()
            .AddHttpMessageHandler<BudgetHandler>()
            .AddHttpMessageHandler<SendOnceHandler>();
        services.AddHttpClient(N8nClient.HealthClient).WithOwnHandler();
        return services;
    }

    private static IHttpClientBuilder WithOwnHandler(this IHttpClientBuilder client) =>
        client
            // Its log lines can hold request headers, and so the key.
            .RemoveAllLoggers()
            .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    AutomaticDecompression = System.Net.DecompressionMethods.All,
                    UseCookies = false,
                    // A request on a kept connection that turns out dead is sent again by the handler itself: two
                    // arrivals for one permit. At the pace of the budget a new connection each costs nothing.
                    PooledConnectionLifetime = TimeSpan.Zero,
                }
            );
}
