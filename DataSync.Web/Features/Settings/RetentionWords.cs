using DataSync.Core.Retention;

namespace DataSync.Web.Features.Settings;

/// <summary>How what is kept reads.</summary>
public static class RetentionWords
{
    public const string Nothing = "nothing";

    private sealed record Kind(string Key, string Table, string One, string Many);

    private static readonly IReadOnlyList<Kind> Kinds =
    [
        new("Executions", "workflow_executions", "execution", "executions"),
        new("Executions", "workflow_alerts", "alert about one", "alerts about them"),
        new("Executions", "execution_rollups", "total of an hour", "totals of hours"),
        new("Executions", "quarantined_executions", "row that could not be stored", "rows that could not be stored"),
        new("ExecutionData", "workflow_executions.execution_data", "execution's details", "executions' details"),
        new("Incidents", "incidents", "incident", "incidents"),
        new("Incidents", "incident_workflows", "workflow in one", "workflows in them"),
        new("Incidents", "incident_transitions", "change of one", "changes of them"),
        new("Deliveries", "alert_messages", "message", "messages"),
        new("Deliveries", "alert_deliveries", "delivery", "deliveries"),
        new("Deliveries", "alert_message_incidents", "link to an incident", "links to incidents"),
        new("Reports", "workflow_events", "change of a workflow", "changes of workflows"),
        new("Reports", "reports", "report", "reports"),
        new("Reports", "service_hours", "hour of measurements", "hours of measurements"),
        new("Reports", "triggers", "run asked for here", "runs asked for here"),
        new("Audit", "audit_log", "entry", "entries"),
    ];

    /// <param name="key">Of the setting.</param>
    public static string Name(string key) =>
        Last(key) switch
        {
            "Executions" => "Executions",
            "ExecutionData" => "What their nodes did",
            "Incidents" => "Incidents, after their end",
            "Deliveries" => "Messages and whom they reached",
            "Reports" => "Reports, changes of workflows, runs asked for here",
            "Audit" => "Audit log",
            var other => other,
        };

    /// <summary>What of it goes or went, e.g. "7,200 executions, 12 alerts about them"; "nothing".</summary>
    /// <param name="key">Of the setting.</param>
    public static string Of(string key, IReadOnlyList<RetentionCount> counts)
    {
        var rows = counts.ToDictionary(one => one.Table, one => one.Rows, StringComparer.Ordinal);
        var parts = Kinds
            .Where(kind => Is(kind.Key, Last(key)) && rows.ContainsKey(kind.Table))
            .Select(kind => (kind, Rows: rows[kind.Table]))
            .Select(one => $"{one.Rows:N0} {(one.Rows == 1 ? one.kind.One : one.kind.Many)}")
            .ToList();
        return parts.Count == 0 ? Nothing : string.Join(", ", parts);
    }

    /// <summary>A table has words, so that nothing goes unsaid.</summary>
    public static bool Knows(string table) => Kinds.Any(kind => Is(kind.Table, table));

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    private static string Last(string key) => key[(key.LastIndexOf(':') + 1)..];
}
