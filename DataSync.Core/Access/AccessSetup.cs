using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Access;

public static class AccessSetup
{
    /// <summary>Accounts, tokens, roles and the audit log. Needs the database.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AuditOptions>().Bind(configuration.GetSection(AuditOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuditOptions>, AuditOptionsValidator>();
        services
            .AddOptions<BootstrapOptions>()
            .Bind(configuration.GetSection(BootstrapOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<BootstrapOptions>, BootstrapOptionsValidator>();
        return services
            .AddSingleton<AuditKeys>()
            .AddSingleton<AuditTrail>()
            .AddSingleton<AuditChain>()
            .AddSingleton<AuditExpiry>()
            .AddSingleton<AuditLog>()
            .AddSingleton<AccessDirectory>()
            .AddSingleton<AccountManagers>()
            .AddSingleton<AccountService>()
            .AddSingleton<TokenService>()
            .AddSingleton<Bootstrap>()
            .AddHostedService<AccessRefresh>();
    }
}
