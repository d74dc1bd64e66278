using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;

namespace DataSync.Web.Observability;

/// <summary>
/// Tells systemd that the program lives, twice in the time its unit grants (<c>WatchdogSec</c>): one whose threads no longer come
/// to anything is silent, and is started again.
/// </summary>
internal sealed class Watchdog(ISystemdNotifier systemd, TimeProvider time) : BackgroundService
{
    /// <summary>systemd's word, in microseconds; not set where nobody watches.</summary>
    internal const string Granted = "WATCHDOG_USEC";

    private static readonly ServiceState Lives = new("WATCHDOG=1");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!long.TryParse(Environment.GetEnvironmentVariable(Granted), CultureInfo.InvariantCulture, out var granted))
            return;
        while (!stoppingToken.IsCancellationRequested)
        {
            systemd.Notify(Lives);
            await Task.Delay(TimeSpan.FromMicroseconds(granted / 2.0), time, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
