using DataSync.Core.Executions;
using DataSync.Core.Polling;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Alerts;

public static class AlertsSetup
{
    /// <summary>Needs an <see cref="IMailRenderer"/>.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SmtpOptions>().Bind(configuration.GetSection(SmtpOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SmtpOptions>, SmtpOptionsValidator>();
        services.AddOptions<AlertOptions>().Bind(configuration.GetSection(AlertOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AlertOptions>, AlertOptionsValidator>();
        // Only to addresses of the configuration, and not wherever these lead on to.
        services
            .AddHttpClient(WebhookDispatcher.Client)
            .RemoveAllLoggers()
            .ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(10))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        return services
            .AddSingleton<IncidentKeeper>()
            .AddSingleton<IExecutionObserver>(all => all.GetRequiredService<IncidentKeeper>())
            .AddSingleton<AlertDesk>()
            .AddSingleton<AlertMetrics>()
            .AddSingleton<IWatch>(all => all.GetRequiredService<AlertDesk>())
            .AddSingleton<AlertComposer>()
            .AddSingleton<AlertNews>()
            .AddSingleton<BoardIncidents>()
            .AddSingleton<TriggerIncidents>()
            .AddSingleton<KeyIncidents>()
            .AddSingleton<AlertService>()
            .AddSingleton<RecipientService>()
            .AddSingleton<IncidentHistory>()
            .AddSingleton<AlertOutbox>()
            .AddSingleton<MailSender>()
            .AddSingleton<TestMail>()
            .AddSingleton<AlertEvaluator>()
            .AddHostedService(all => all.GetRequiredService<AlertEvaluator>())
            .AddSingleton<AlertDispatcher>()
            .AddHostedService(all => all.GetRequiredService<AlertDispatcher>())
            .AddSingleton<WebhookDispatcher>()
            .AddHostedService(all => all.GetRequiredService<WebhookDispatcher>())
            .AddSingleton<PushRelayStore>()
            .AddSingleton<PushRelayService>()
            .AddSingleton<PushRelayDispatcher>()
            .AddHostedService(all => all.GetRequiredService<PushRelayDispatcher>())
            .AddSingleton<Heartbeat>()
            .AddSingleton<IWatch>(all => all.GetRequiredService<Heartbeat>())
            .AddHostedService(all => all.GetRequiredService<Heartbeat>());
    }
}
