using System.Diagnostics.Metrics;

namespace DataSync.Core.Executions;

/// <summary>What came of the executions n8n listed.</summary>
public sealed class IngestMetrics(IMeterFactory meters)
{
    private readonly Counter<long> rows = meters
        .Create(Telemetry.Name)
        .CreateCounter<long>("datasync.ingest.rows", description: "Executions stored, changed or put aside.");

    /// <param name="result">Of a transaction that was committed.</param>
    internal void Add(IngestResult result)
    {
        Add(result.Inserted, "inserted");
        Add(result.Updated, "updated");
        Add(result.Quarantined, "quarantined");
    }

    private void Add(int count, string outcome) =>
        rows.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
}
