using System.Diagnostics.Metrics;
using DataSync.Core.Persistence;

namespace DataSync.Core.Alerts;

/// <summary>Whether people are told, and how soon.</summary>
public sealed class AlertMetrics
{
    private readonly Histogram<double> latencies;
    private readonly TimeProvider time;

    public AlertMetrics(IMeterFactory meters, AlertDesk desk, TimeProvider time)
    {
        this.time = time;
        var meter = meters.Create(Telemetry.Name);
        latencies = meter.CreateHistogram(
            "datasync.alert.latency",
            "s",
            "From when a message was written until its channel took it.",
            tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600],
            }
        );
        meter.CreateObservableGauge(
            "datasync.outbox.waiting",
            () => desk.Mail.Waiting,
            description: "Mails not sent yet, up to 10,000."
        );
        meter.CreateObservableGauge(
            "datasync.outbox.oldest.age",
            () => desk.Mail.OldestWaiting is { } oldest ? Math.Max(0, (time.UtcNow() - oldest).TotalSeconds) : 0,
            "s",
            "Age of the oldest mail not sent yet; 0 without any."
        );
        meter.CreateObservableGauge(
            "datasync.mail.up",
            () => MailIsUp(desk.Mail),
            description: "0 while the mail server fails; absent where none is set."
        );
        meter.CreateObservableGauge(
            "datasync.incidents.open",
            () => desk.Open.Length,
            description: "Incidents that are not over."
        );
    }

    internal void Sent(ClaimedDelivery one) =>
        latencies.Record(
            Math.Max(0, (time.UtcNow() - one.CreatedAt).TotalSeconds),
            new KeyValuePair<string, object?>("channel", EnumWords.Of(one.Channel))
        );

    private static IEnumerable<Measurement<int>> MailIsUp(MailStanding mail) =>
        mail.IsConfigured ? [new(mail.FailingSince is null ? 1 : 0)] : [];
}
