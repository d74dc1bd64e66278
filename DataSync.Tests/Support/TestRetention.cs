using DataSync.Core;
using DataSync.Core.Access;
using DataSync.Core.Retention;
using DataSync.Core.Trends;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Support;

/// <summary>Roll-ups, the audit log and what lets old rows go, over a test's database.</summary>
internal static class TestRetention
{
    public static ServiceProvider NewRetention(
        this TestDatabase database,
        string zone = "UTC",
        Action<RetentionOptions>? options = null
    )
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(database.Settings).Build();
        var services = database.NewServices(all =>
            all.AddRollups()
                .AddAccess(settings)
                .AddRetention(settings)
                .Configure<SiteOptions>(site => site.TimeZone = zone)
                .Configure<RetentionOptions>(kept => options?.Invoke(kept))
        );
        // Nobody else waits in the line, but where a test says so.
        services.GetRequiredService<RetentionService>().Pause = TimeSpan.Zero;
        return services;
    }
}
