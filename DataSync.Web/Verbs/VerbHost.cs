using DataSync.Core.Access;
using DataSync.Core.Persistence;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Verbs;

/// <summary>The program as it serves, with the same settings and services, but nothing of it running.</summary>
internal sealed class VerbHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private VerbHost(WebApplication app) => this.app = app;

    public IServiceProvider Services => app.Services;

    public IConfiguration Configuration => app.Configuration;

    /// <summary>Who did it, as the audit log shows it: there is no account to name.</summary>
    public static Actor Actor => Actor.Program with { Name = $"{Environment.UserName} (command line)" };

    /// <exception cref="OptionsValidationException">A setting without which nothing can be built is wrong.</exception>
    public static async Task<VerbHost> BuildAsync(IReadOnlyList<string> settings) =>
        new(await DataSyncApp.CreateAsync([.. settings], builder => Quieten(builder.Logging)));

    /// <summary>With all settings valid and the tables as this version needs them.</summary>
    /// <exception cref="OptionsValidationException">They are not.</exception>
    /// <exception cref="DatabaseNotReadyException">They are not.</exception>
    /// <exception cref="RefusedException">The key the audit log is sealed with is not here.</exception>
    public static async Task<VerbHost> OpenAsync(IReadOnlyList<string> settings, CancellationToken cancellation)
    {
        var host = await BuildAsync(settings);
        try
        {
            host.Services.GetRequiredService<IStartupValidator>().Validate();
            await host.Services.GetRequiredService<DatabaseMigrator>().DemandCurrentAsync(cancellation);
            await host.Services.GetRequiredService<AuditChain>().DemandKeyAsync(cancellation);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>What the verb says is its output; the log goes beside it, and only where something is wrong.</summary>
    private static void Quieten(ILoggingBuilder logging)
    {
        logging.ClearProviders().AddConsole();
        logging.Services.PostConfigure<LoggerFilterOptions>(filters =>
        {
            filters.Rules.Clear();
            filters.MinLevel = LogLevel.None;
            filters.Rules.Add(new(null, nameof(DataSync), LogLevel.Error, null));
        });
        logging.Services.Configure<ConsoleLoggerOptions>(options =>
            options.LogToStandardErrorThreshold = LogLevel.Trace
        );
    }
}
