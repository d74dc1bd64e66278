using System.Collections.Concurrent;
using System.Net;
using System.Text;
using DataSync.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace DataSync.Tests.Integration.Observability;

public sealed class TraceTests
{
    [Fact]
    public async Task Spans_and_metrics_go_to_the_collector_that_is_set_and_carry_no_secret()
    {
        await using var collector = await Collector.StartAsync();
        await using var n8n = await TestN8n.StartAsync();
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        var workflow = n8n.AddWorkflow("AWS VPC Sync");
        n8n.AddFinished(workflow, TimeProvider.System.GetUtcNow().UtcDateTime, TimeSpan.Zero);

        await using var app = await TestApp.StartAsync(
            null,
            TestApp.For(
                n8n,
                database,
                ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                ("OTEL_BSP_SCHEDULE_DELAY", "100"),
                ("OTEL_METRIC_EXPORT_INTERVAL", "500")
            )
        );

        await collector.UntilAsync("/v1/traces", "pass", "n8n request", "ingest", "/api/v1/executions");
        await collector.UntilAsync("/v1/metrics", "datasync.pass.duration", "DataSync");
        await app.UntilAsync(board => board.Tiles.Length == 1, "the workflow is known");
        await app.SignInAsync();
        using var admin = new ApiCaller(app);
        var asked = await admin.PostAsync($"api/v1/workflows/{workflow}/trigger", new { });
        Assert.True(asked.Status == 202, asked.Text);
        await collector.UntilAsync("/v1/traces", "/webhook/");
        foreach (var secret in new[] { n8n.ApiKey, "aws-vpc-sync", TestApp.AdminToken })
            Assert.DoesNotContain(secret, collector.All, StringComparison.Ordinal);
    }

    /// <summary>What takes OTLP over HTTP, and keeps it as it came: names are plain text in it.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Path, string Body)> taken = [];
        private readonly WebApplication server;

        private Collector(WebApplication server) => this.server = server;

        public string Url => server.Urls.First();

        public string All => string.Concat(taken.Select(one => one.Body));

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var collector = new Collector(builder.Build());
            collector.server.Run(async http =>
            {
                using var reader = new StreamReader(http.Request.Body, Encoding.Latin1);
                collector.taken.Enqueue((http.Request.Path, await reader.ReadToEndAsync()));
            });
            await collector.server.StartAsync();
            return collector;
        }

        public async Task UntilAsync(string path, params string[] named)
        {
            var patience = System.Diagnostics.Stopwatch.StartNew();
            while (true)
            {
                var all = string.Concat(taken.Where(one => one.Path == path).Select(one => one.Body));
                var missing = named.Where(name => !all.Contains(name, StringComparison.Ordinal)).ToList();
                if (missing.Count == 0)
                    return;
                Assert.True(patience.Elapsed.TotalSeconds < 30, $"{path} never told of {string.Join(", ", missing)}");
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }

        public async ValueTask DisposeAsync() => await server.DisposeAsync();
    }
}
