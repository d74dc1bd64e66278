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
                o => o.Interval > TimeSpan.Zero && o.Interval <= TimeSpan.FromDays(1),
                "Polling:Interval must be longer than zero and a day at most, e.g. 01:00:00 for an hour; 20 alone would be twenty days."
            )
            .Validate(
                o => o.LiveInterval >= TimeSpan.Zero && o.LiveInterval <= TimeSpan.FromHours(1),
                "Polling:LiveInterval must be 00:00:00 to 01:00:00; 00:00:20 is twenty seconds, 20 alone would be twenty days, 00:00:00 turns live passes off."
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
