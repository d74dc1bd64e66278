using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Persistence;

/// <summary>
/// Makes the database usable, however long that takes, and after every failure anybody reports tries until it answers
/// again. Pages are served meanwhile.
/// </summary>
internal sealed partial class DatabaseStartup(
    DatabaseMigrator migrator,
    DatabaseState state,
    IOptions<DatabaseOptions> options,
    TimeProvider clock,
    ILogger<DatabaseStartup> logger
) : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = ShortestPause;
        while (true)
        {
            try
            {
                if (await TryAsync(stoppingToken))
                {
                    pause = ShortestPause;
                    await state.WhenNotReadyAsync(stoppingToken);
                }
                else
                {
                    await Task.Delay(pause, clock, stoppingToken);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellation)
    {
        try
        {
            if (options.Value.MigrateOnStart)
                await migrator.RunAsync(state.SetMigrating, cancellation);
            else
                await migrator.DemandCurrentAsync(cancellation);
            state.SetReady();
            Ready(logger);
            return true;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            var message = DatabaseErrors.Describe(failure);
            if (DatabaseErrors.IsUnreachable(failure) || DatabaseErrors.IsTransient(failure))
            {
                state.SetUnreachable(message);
                Away(logger, message);
            }
            else
            {
                state.SetFailed(
                    options.Value.MigrateOnStart
                        ? $"The database's tables could not be brought up to date. {message}"
                        : message
                );
                CannotMigrate(logger, failure);
            }
            return false;
        }
    }

    [LoggerMessage(1201, LogLevel.Information, "The database answers and its tables are up to date")]
    private static partial void Ready(ILogger logger);

    [LoggerMessage(1202, LogLevel.Warning, "The database cannot be used, trying again: {Message}")]
    private static partial void Away(ILogger logger, string message);

    [LoggerMessage(1203, LogLevel.Error, "The database's tables are not those of this version, trying again")]
    private static partial void CannotMigrate(ILogger logger, Exception failure);
}
