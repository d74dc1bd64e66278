using System.Text.RegularExpressions;
using DataSync.Core.Access;
using DataSync.Tests.Integration.Api;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Observability;

/// <summary>A program of which everything has happened that is measured; shared by tests that only look.</summary>
public sealed partial class WatchedHost : IAsyncLifetime
{
    public const string Name = "Watched";

    private ApiHost? host;
    private TestSmtp? smtp;

    public ApiHost Host => host!;

    /// <summary>Lines of samples as scraped, without comments.</summary>
    public IReadOnlyList<string> Samples { get; private set; } = [];

    /// <summary>Requests n8n had met when that was answered.</summary>
    public int Arrivals { get; private set; }

    /// <summary>The metrics as they are called in comments, without what a histogram is made of.</summary>
    public IReadOnlyList<string> Metrics { get; private set; } = [];

    public async Task InitializeAsync()
    {
        smtp = TestSmtp.Start();
        host = await ApiHost.StartAsync(Provider.Sqlite, [.. smtp.Settings]);
        var added = await host.Admin.PostAsync(
            "api/v1/recipients",
            new
            {
                email = "ada@example.org",
                subscriptions = new[]
                {
                    new
                    {
                        scope = "all",
                        value = (string?)null,
                        events = new[] { "failure" },
                    },
                },
            }
        );
        Assert.True(added.Status == 201, added.Text);
        host.N8n.AddFinished(
            host.Vpc,
            TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-1),
            TimeSpan.FromSeconds(1),
            "error",
            error: "AccessDenied: describe VPCs"
        );
        await smtp.UntilAsync(mails => mails.Count > 0, "a mail about the failure");
        using var viewer = new ApiCaller(host.App, await host.App.Services.AddTokenAsync(Role.Viewer));
        for (var patience = System.Diagnostics.Stopwatch.StartNew(); ; )
        {
            var text = (await viewer.GetAsync("metrics")).Text;
            Arrivals = host.N8n.Arrivals.Count;
            var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Samples = [.. lines.Where(line => line[0] != '#')];
            Metrics = [.. Kinds().Matches(text).Select(found => found.Groups["name"].Value)];
            // The mail is taken a moment before it is counted.
            if (Value("datasync_alert_latency_seconds_count") > 0)
                return;
            Assert.True(patience.Elapsed.TotalSeconds < 30, text);
            await Task.Delay(TimeSpan.FromMilliseconds(400), TimeProvider.System);
        }
    }

    /// <summary>Of all samples of a name that have these labels; null: there is none.</summary>
    /// <param name="labels">As they are written, e.g. <c>kind="full"</c>.</param>
    public double? Value(string name, params string[] labels)
    {
        var found = Samples
            .Where(line =>
                line.StartsWith($"{name}{{", StringComparison.Ordinal)
                && labels.All(label => line.Contains(label, StringComparison.Ordinal))
            )
            .Select(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..]))
            .ToList();
        return found.Count == 0 ? null : found.Sum();
    }

    public async Task DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        if (smtp is not null)
            await smtp.DisposeAsync();
    }

    [GeneratedRegex(
        "^# TYPE (?<name>\\S+) ",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Kinds();
}

[CollectionDefinition(WatchedHost.Name)]
public sealed class WatchedCollection : ICollectionFixture<WatchedHost>;
