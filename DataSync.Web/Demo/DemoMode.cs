using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using DataSync.Core.N8n;

namespace DataSync.Web.Demo;

/// <summary>
/// <c>--demo</c>: the sample n8n, SQLite in a fresh folder, nothing to set up. It has no sign-in, so it listens on
/// loopback only and refuses other Host headers and foreign origins.
/// </summary>
public static class DemoMode
{
    private const string DefaultUrl = "http://localhost:5000";

    /// <summary>Starts the sample n8n and points every setting at it; settings for the real thing are ignored.</summary>
    /// <exception cref="InvalidOperationException">An address other than loopback is configured.</exception>
    public static async Task UseDemoAsync(this WebApplicationBuilder builder)
    {
        var urls = builder.Configuration["urls"] ?? DefaultUrl;
        if (builder.Configuration.GetSection("Kestrel:Endpoints").Exists() || !urls.Split(';').All(IsLoopback))
            throw new InvalidOperationException(
                $"--demo has no sign-in and listens on loopback only, not on '{urls}'. Use --urls {DefaultUrl}, or leave out --demo."
            );
        builder.WebHost.UseUrls(urls.Split(';'));

        var folder = Directory.CreateTempSubdirectory("datasync-demo-").FullName;
        var options = new SampleN8nOptions();
        var sample = await SampleN8n.StartAsync(TimeProvider.System, options, CancellationToken.None);
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Database:Provider"] = "Sqlite",
                ["ConnectionStrings:DataSync"] = $"Data Source={Path.Combine(folder, "datasync.db")}",
                ["N8n:BaseUrl"] = sample.BaseUrl.ToString(),
                ["N8n:ApiKey"] = sample.ApiKey,
                ["N8n:ApiKeyFile"] = null,
                ["N8n:EditorUrl"] = null,
                ["N8n:WebhookBaseUrl"] = null,
                ["N8n:McpKey"] = sample.McpKey,
                ["N8n:TimeZone"] = "UTC",
                ["N8n:RequestsPerMinute"] = options.RequestsPerMinute.ToString(CultureInfo.InvariantCulture),
                ["Polling:LiveInterval"] = "00:00:05",
                ["Audit:Key"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
                ["Auth:Bootstrap:Email"] = "demo@localhost.localdomain",
                ["Auth:Bootstrap:Password"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
                ["Auth:Bootstrap:ApiToken"] = null,
                ["Auth:Oidc:Authority"] = null,
                ["Site:PublicUrl"] = null,
                ["Site:PathBase"] = null,
            }
        );
        builder.Services.PostConfigure<N8nOptions>(n8n =>
        {
            n8n.Secrets.Clear();
            n8n.Secrets["sample-webhook"] = sample.WebhookSecret;
        });
        builder.Services.AddSingleton<IHostedService>(new DemoLife(sample, folder, urls));
    }

    /// <summary>Keeps other hosts' names out of a program without sign-in; other sites' pages are kept out anyway.</summary>
    public static void UseDemoGuard(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                if (!IsLoopbackName(context.Request.Host.Host))
                {
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    await context.Response.WriteAsync("The demo answers only to this machine, as localhost.");
                    return;
                }
                await next(context);
            }
        );

    private static bool IsLoopback(string url) =>
        Uri.TryCreate(url.Trim(), UriKind.Absolute, out var address) && IsLoopbackName(address.Host);

    private static bool IsLoopbackName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>Ends the sample n8n and removes the demo's database with the program.</summary>
    private sealed class DemoLife(SampleN8n sample, string folder, string urls) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            Console.WriteLine($"DataSync demo with a sample n8n: open {urls.Split(';')[0].TrimEnd('/')}/data-sync");
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await sample.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
