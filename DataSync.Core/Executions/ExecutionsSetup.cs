using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Core.Executions;

public static class ExecutionsSetup
{
    /// <summary>Storing what n8n ran, and reading it. Needs the database.</summary>
    public static IServiceCollection AddExecutions(this IServiceCollection services) =>
        services
            .AddMetrics()
            .AddSingleton<IngestMetrics>()
            .AddSingleton<ExecutionIngestor>()
            .AddSingleton<PendingDetails>()
            .AddSingleton<StoredExecutions>()
            .AddSingleton<ExecutionHistory>();
}
