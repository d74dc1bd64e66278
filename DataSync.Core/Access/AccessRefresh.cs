using DataSync.Core.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataSync.Core.Access;

/// <summary>Keeps <see cref="AccessDirectory"/> current with what other instances changed, and notes when tokens were used.</summary>
internal sealed partial class AccessRefresh(
    AccessDirectory directory,
    TokenService tokens,
    Bootstrap bootstrap,
    DatabaseState database,
    TimeProvider time,
    ILogger<AccessRefresh> logger
) : BackgroundService
{
    /// <summary>Rights are promised to be gone within 10 s.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var prepared = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await database.WhenReadyAsync(stoppingToken);
                if (!prepared)
                    await bootstrap.RunAsync(stoppingToken);
                prepared = true;
                await directory.ReloadAsync(stoppingToken);
                await tokens.NoteUsesAsync(stoppingToken);
                await Task.Delay(Interval, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                database.ReportFailure(failure);
                NotRead(logger, failure);
                await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(1501, LogLevel.Warning, "Accounts and tokens could not be read; those known stay in force")]
    private static partial void NotRead(ILogger logger, Exception failure);
}
