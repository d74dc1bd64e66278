using System.Diagnostics.Metrics;
using DataSync.Core.Persistence;

namespace DataSync.Core.Polling;

/// <summary>How long looks at n8n take.</summary>
public sealed class PassMetrics(IMeterFactory meters, TimeProvider time)
{
    private readonly Histogram<double> durations = meters
        .Create(Telemetry.Name)
        .CreateHistogram(
            "datasync.pass.duration",
            "s",
            "How long a look at n8n took, waits for the request budget included.",
            tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
            }
        );

    public Task MeasureAsync(PassKind kind, Func<Task> pass) =>
        Telemetry.TraceAsync(
            "pass",
            async span =>
            {
                var (begun, word) = (time.GetTimestamp(), EnumWords.Of(kind));
                span?.SetTag("datasync.pass.kind", word);
                var outcome = "failed";
                try
                {
                    await pass();
                    outcome = "complete";
                }
                finally
                {
                    durations.Record(
                        time.GetElapsedTime(begun).TotalSeconds,
                        new("kind", word),
                        new KeyValuePair<string, object?>("outcome", outcome)
                    );
                }
            }
        );
}
