using DataSync.Core.Alerts;

namespace DataSync.Web.Features.Alerts;

public static class AlertsWebSetup
{
    public static IServiceCollection AddAlertsWeb(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton<IMailRenderer, MailRenderer>().AddAlerts(configuration);
}
