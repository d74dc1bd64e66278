using DataSync.Core.Executions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Trends;

public static class TrendsSetup
{
    public static IServiceCollection AddTrends(this IServiceCollection services) =>
        services
            .AddSingleton(all => new SiteCalendar(all.GetRequiredService<IOptions<SiteOptions>>().Value.Zone))
            .AddSingleton<RollupKeeper>()
            .AddSingleton<IExecutionObserver>(all => all.GetRequiredService<RollupKeeper>())
            .AddSingleton<TrendReader>()
            .AddSingleton<CauseReader>()
            .AddSingleton<RollupBuilder>()
            .AddHostedService(all => all.GetRequiredService<RollupBuilder>());
}
