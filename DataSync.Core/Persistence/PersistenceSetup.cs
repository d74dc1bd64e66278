using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Persistence;

public static class PersistenceSetup
{
    /// <summary>The database. Needs logging.</summary>
    public static IServiceCollection AddPersistence(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<DatabaseOptions>()
            .Configure(options =>
            {
                // Bound by hand: the binder's own complaint would not say what to do.
                var section = configuration.GetSection(DatabaseOptions.Section);
                if (section[nameof(DatabaseOptions.Provider)] is { Length: > 0 } provider)
                {
                    options.Provider = Enum.TryParse<DatabaseProvider>(provider, ignoreCase: true, out var known)
                        ? known
                        : (DatabaseProvider)(-1);
                }
                options.ServerVersion = section[nameof(DatabaseOptions.ServerVersion)];
                options.MigrateOnStart = section.GetValue(nameof(DatabaseOptions.MigrateOnStart), true);
                if (configuration[DatabaseOptions.ConnectionKey] is { Length: > 0 } connection)
                    options.ConnectionString = connection;
            })
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IDbContextFactory<DataSyncDbContext>, DatabaseContextFactory>();
        services.AddSingleton<DatabaseState>();
        services.AddSingleton<DatabaseMigrator>();
        services.AddHostedService<DatabaseStartup>();
        services.AddSingleton<CheckpointReader>();
        services.AddSingleton<WriteTransaction>();
        return services;
    }
}
