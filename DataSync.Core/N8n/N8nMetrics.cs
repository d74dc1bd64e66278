using System.Diagnostics.Metrics;

namespace DataSync.Core.N8n;

/// <summary>What is asked of n8n, and how much of the budget that takes.</summary>
public sealed class N8nMetrics
{
    private readonly Counter<long> requests;

    public N8nMetrics(IMeterFactory meters, RequestBudget budget)
    {
        var meter = meters.Create(Telemetry.Name);
        requests = meter.CreateCounter<long>(
            "datasync.n8n.requests",
            description: "Requests sent to n8n by the status of the answer; none: there was none."
        );
        meter.CreateObservableGauge(
            "datasync.n8n.budget.used",
            () => budget.Status.UsedLast60s,
            description: "Requests to n8n that count in the last 60 seconds."
        );
        meter.CreateObservableGauge(
            "datasync.n8n.budget.limit",
            () => budget.Status.Limit,
            description: "Requests to n8n allowed in any 60 seconds."
        );
    }

    /// <param name="status">Null: there was no answer.</param>
    internal void Asked(int? status) =>
        requests.Add(1, new KeyValuePair<string, object?>("status", status?.ToString() ?? "none"));
}
