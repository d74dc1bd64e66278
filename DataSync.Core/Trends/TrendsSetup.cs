using DataSync.Core.Executions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Trends;

public static class TrendsSetup
{
    /// <summary>Needs the board, incidents and an <see cref="IReportWriter"/>.</summary>
    public static IServiceCollection AddTrends(this IServiceCollection services) =>
        services
            .AddRollups()
            .AddSingleton<ServiceMeter>()
            .AddSingleton<ServiceLevelReader>()
            .AddSingleton<ServiceTargetService>()
            .AddSingleton<ServiceSampler>()
            .AddHostedService(all => all.GetRequiredService<ServiceSampler>())
            .AddSingleton<ReportReader>()
            .AddSingleton<ReportService>()
            .AddHostedService<ReportSchedule>();

    /// <summary>The roll-ups alone, kept and read.</summary>
    public static IServiceCollection AddRollups(this IServiceCollection services) =>
        services
            .AddSingleton(all => new SiteCalendar(all.GetRequiredService<IOptions<SiteOptions>>().Value.Zone))
            .AddSingleton<RollupKeeper>()
            .AddSingleton<IExecutionObserver>(all => all.GetRequiredService<RollupKeeper>())
            .AddSingleton<TrendReader>()
            .AddSingleton<CauseReader>()
            .AddSingleton<RollupBuilder>()
            .AddHostedService(all => all.GetRequiredService<RollupBuilder>());
}
