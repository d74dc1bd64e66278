using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Core.Trends;

public static class ExportsSetup
{
    public static IServiceCollection AddExports(this IServiceCollection services) =>
        services
            .AddSingleton<Exporter>()
            .AddSingleton<ExportDesk>()
            .AddHostedService(all => all.GetRequiredService<ExportDesk>());
}
