using DataSync.Core.Trends;

namespace DataSync.Web.Features.Trends;

public static class TrendsWebSetup
{
    public static IServiceCollection AddTrendsWeb(this IServiceCollection services) =>
        services.AddSingleton<IReportWriter, ReportWriter>().AddTrends();
}
