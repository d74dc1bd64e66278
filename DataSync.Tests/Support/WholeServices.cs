using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Polling;
using DataSync.Core.Retention;
using DataSync.Core.Triggers;
using DataSync.Core.Workflows;
using DataSync.Web.Features.Alerts;
using DataSync.Web.Features.Trends;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Support;

/// <summary>All that works on a test's database, with nothing of it running.</summary>
internal static class WholeServices
{
    /// <param name="contexts">Instead of the program's own.</param>
    public static ServiceProvider NewWhole(
        this TestDatabase database,
        IDbContextFactory<DataSyncDbContext> contexts,
        Action<IServiceCollection>? add = null
    )
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(database.Settings).Build();
        return database.NewServices(all =>
        {
            all.AddSingleton<IConfiguration>(settings)
                .AddSingleton(contexts)
                .AddN8n(settings)
                .AddAccess(settings)
                .AddWorkflows()
                .AddLiveBoard()
                .AddPolling(settings)
                .AddTriggers()
                .AddAlertsWeb(settings)
                .AddRetention(settings)
                .AddTrendsWeb();
            add?.Invoke(all);
        });
    }
}
