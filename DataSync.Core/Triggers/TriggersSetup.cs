using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Core.Triggers;

public static class TriggersSetup
{
    public static IServiceCollection AddTriggers(this IServiceCollection services) =>
        services
            .AddSingleton<TriggerDesk>()
            .AddSingleton<TriggerService>()
            .AddSingleton<McpSwitch>()
            .AddSingleton<TriggerFollower>()
            .AddSingleton<TriggerDispatcher>()
            .AddHostedService(all => all.GetRequiredService<TriggerDispatcher>());
}
