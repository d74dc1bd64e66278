using DataSync.Core.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataSync.Core.Retention;

/// <summary>Runs <see cref="RetentionService"/> at its time, and makes up for a time at which the program did not run.</summary>
internal sealed partial class RetentionNights(
    RetentionService retention,
    DatabaseState database,
    TimeProvider time,
    ILogger<RetentionNights> logger
) : BackgroundService
{
    /// <summary>Another program may have done it, and clocks may be set.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await database.WhenReadyAsync(stoppingToken);
                var wait = await retention.RunIfDueAsync(stoppingToken) - time.UtcNow();
                await Task.Delay(
                    wait < TimeSpan.Zero ? TimeSpan.Zero
                        : wait < LongestWait ? wait
                        : LongestWait,
                    time,
                    stoppingToken
                );
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                database.ReportFailure(failure);
                Failed(logger, failure);
                await Task.Delay(AfterTrouble, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(1853, LogLevel.Error, "Removing what has expired failed; it is tried again within an hour")]
    private static partial void Failed(ILogger logger, Exception failure);
}
