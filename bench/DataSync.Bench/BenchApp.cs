using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataSync.Bench;

/// <summary>The whole program in this process, on a random loopback port, over a database that is there. It has no n8n.</summary>
internal static class BenchApp
{
    public const string Email = "bench@example.org";
    public const string Password = "correct horse battery";

    /// <param name="settings">Configuration keys that lead to the database, unless the environment does.</param>
    /// <param name="configure">Of services that come beside the program's own.</param>
    /// <returns>Not started.</returns>
    public static Task<WebApplication> CreateAsync(
        IEnumerable<KeyValuePair<string, string?>> settings,
        Action<IServiceCollection> configure
    ) =>
        DataSyncApp.CreateAsync(
            [],
            builder =>
            {
                builder.WebHost.UseUrls("http://127.0.0.1:0");
                // Standard output is for figures, and for what a parent process is told.
                builder.Logging.ClearProviders();
                builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
                builder.Configuration.AddInMemoryCollection(settings);
                builder.Configuration.AddInMemoryCollection([
                    new("Logging:LogLevel:Default", nameof(LogLevel.Error)),
                    new("Logging:LogLevel:Microsoft.Hosting.Lifetime", nameof(LogLevel.Error)),
                    new("Auth:Bootstrap:Email", Email),
                    new("Auth:Bootstrap:Password", Password),
                ]);
                configure(builder.Services);
            }
        );

    /// <summary>Waits until there is a picture and somebody can sign in.</summary>
    public static async Task WhenUsableAsync(WebApplication app)
    {
        var board = app.Services.GetRequiredService<LiveBoard>();
        var access = app.Services.GetRequiredService<AccessDirectory>();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!board.Current.System.Loaded || !access.HasAccounts)
            await look.WaitForNextTickAsync(patience.Token);
    }
}
