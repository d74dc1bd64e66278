using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Polling;

public static class PollingSetup
{
    public static IServiceCollection AddPolling(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<PollingOptions>()
            .Bind(configuration.GetSection(PollingOptions.Section))
            .Validate(
                o => o.Interval > TimeSpan.Zero,
                "Polling:Interval must be longer than zero, e.g. 01:00:00 for an hour."
            )
            .Validate(
                o => o.LiveInterval >= TimeSpan.Zero,
                "Polling:LiveInterval must not be negative; 00:00:20 is twenty seconds, 00:00:00 turns live passes off."
            )
            .ValidateOnStart();
        return services
            .AddSingleton<RefreshRequests>()
            .AddSingleton<RefreshService>()
            .AddSingleton<ExecutionPages>()
            .AddSingleton<PassMetrics>()
            .AddSingleton<PollPass>()
            .AddSingleton<HistoryReader>()
            .AddSingleton<DetailReader>()
            .AddSingleton<FailureReader>()
            .AddSingleton<AbilityReader>()
            .AddHostedService<PollingService>();
    }
}
