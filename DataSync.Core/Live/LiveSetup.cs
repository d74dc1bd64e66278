using DataSync.Core.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Core.Live;

public static class LiveSetup
{
    public static IServiceCollection AddLiveBoard(this IServiceCollection services) =>
        services
            .AddSingleton<LiveBoard>()
            .AddSingleton<BoardMetrics>()
            .AddSingleton<UnobservedTime>()
            .AddSingleton<ICheckpointObserver>(all => all.GetRequiredService<UnobservedTime>())
            .AddHostedService<BoardFeeder>();
}
