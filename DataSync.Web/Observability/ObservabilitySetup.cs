using System.Diagnostics.Metrics;
using System.Reflection;
using DataSync.Core;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Polling;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DataSync.Web.Observability;

/// <summary>How the program is watched: metrics to be fetched, and metrics and traces sent to a collector where one is set.</summary>
public static class ObservabilitySetup
{
    /// <summary>The standard's own name; its other settings hold as well.</summary>
    internal const string CollectorKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>.NET's own: memory, collections, threads.</summary>
    private const string Runtime = "System.Runtime";

    /// <summary>As the build wrote it, without the commit.</summary>
    public static readonly string Version = typeof(ObservabilitySetup)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Split('+')[0];

    public static IServiceCollection AddObservability(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MetricsOptions>().Bind(configuration.GetSection(MetricsOptions.Section)).ValidateOnStart();
        services.AddSingleton<CircuitMetrics>();
        services.AddSingleton<ScrapeWatch>().AddSingleton<IWatch>(all => all.GetRequiredService<ScrapeWatch>());
        services.AddSingleton<CircuitHandler>(all => all.GetRequiredService<CircuitMetrics>());
        // As a service of systemd: says when it serves, logs in the journal's form.
        services.AddSystemd();
        if (SystemdHelpers.IsSystemdService())
            services.AddHostedService<Watchdog>();
        var telemetry = services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(Telemetry.Name, serviceVersion: Version))
            .WithMetrics(metrics =>
                metrics
                    .AddMeter(Telemetry.Name, Runtime)
                    .AddPrometheusExporter(scrape =>
                    {
                        // There is one scope, and the version has a metric of its own.
                        (scrape.ScopeInfoEnabled, scrape.TargetInfoEnabled) = (false, false);
                    })
            );
        services.ConfigureOpenTelemetryMeterProvider(OnlyOfThisProgram);
        if (configuration[CollectorKey] is { Length: > 0 })
            telemetry
                .WithMetrics(metrics => metrics.AddOtlpExporter())
                .WithTracing(traces => traces.AddSource(Telemetry.Name).AddOtlpExporter());
        return services;
    }

    public static void MapMetrics(this WebApplication app)
    {
        var all = app.Services;
        // Whatever nobody else asks for would else not be measured.
        _ = all.GetRequiredService<BoardMetrics>();
        _ = all.GetRequiredService<N8nMetrics>();
        _ = all.GetRequiredService<CircuitMetrics>();
        all.GetRequiredService<IMeterFactory>()
            .Create(Telemetry.Name)
            .CreateObservableGauge(
                "datasync.build.info",
                () => new Measurement<int>(1, new KeyValuePair<string, object?>("version", Version)),
                description: "1, with the version of DataSync."
            );
        var watch = all.GetRequiredService<ScrapeWatch>();
        var metrics = app.MapPrometheusScrapingEndpoint("/metrics").WithMetadata(new HttpMethodMetadata(["GET"]));
        metrics.Finally(endpoint =>
        {
            var answer = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = http =>
            {
                watch.Note();
                return answer(http);
            };
        });
        if (all.GetRequiredService<IOptions<MetricsOptions>>().Value.Anonymous)
            metrics.AllowAnonymous().WithMetadata(new AnswersAlways());
        else
            metrics.RequireAuthorization(AccessPolicies.Viewer);
    }

    /// <summary>Memory is taken for all of them at the start. Of workflows there are many, and each new name is one more.</summary>
    private static int MostSeries(string instrument) =>
        instrument.StartsWith("datasync.workflow.", StringComparison.Ordinal) ? 2_000 : 100;

    /// <summary>Several programs may run in one process, and each is asked about itself.</summary>
    private static void OnlyOfThisProgram(IServiceProvider all, MeterProviderBuilder metrics)
    {
        var own = all.GetRequiredService<IMeterFactory>();
        metrics.AddView(instrument =>
            instrument.Meter.Scope == own || string.Equals(instrument.Meter.Name, Runtime, StringComparison.Ordinal)
                ? new() { CardinalityLimit = MostSeries(instrument.Name) }
                : MetricStreamConfiguration.Drop
        );
    }
}
