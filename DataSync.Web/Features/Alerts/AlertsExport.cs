using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Trends;

namespace DataSync.Web.Features.Alerts;

/// <summary>Incidents as the page lists them, and what was sent about them to whom.</summary>
internal static class AlertsExport
{
    private const int PerPage = 250;

    private static readonly ExportColumn<IncidentSummary>[] IncidentColumns =
    [
        new("id", "Incident", ExportKind.WholeNumber, row => (long)row.Id),
        new("kind", "Kind", ExportKind.Text, row => ExportWord.Of(row.Kind, AlertWords.Of)),
        new("title", "Title", ExportKind.Text, row => row.Title),
        new("sentence", "Cause", ExportKind.Text, row => row.Sentence),
        new("openedAt", "Began", ExportKind.Time, row => row.OpenedAt),
        new("detectedAt", "Detected", ExportKind.Time, row => row.DetectedAt),
        new("mailedAt", "First mail", ExportKind.Time, row => row.MailedAt),
        new("resolvedAt", "Over", ExportKind.Time, row => row.ResolvedAt),
        new("resolvedBy", "Ended by", ExportKind.Text, row => row.ResolvedBy),
        new("acknowledgedAt", "Acknowledged", ExportKind.Time, row => row.AcknowledgedAt),
        new("acknowledgedBy", "Acknowledged by", ExportKind.Text, row => row.AcknowledgedBy),
        new("silencedUntil", "Silenced until", ExportKind.Time, row => row.SilencedUntil),
        new("note", "Note", ExportKind.Text, row => row.Note),
        new("workflows", "Workflows hit", ExportKind.WholeNumber, row => (long)row.Workflows),
        new("failing", "Workflows still hit", ExportKind.WholeNumber, row => (long)row.Failing),
        new("failures", "Failed runs", ExportKind.WholeNumber, row => (long)row.Failures),
        new("secondsToDetect", "Time to detect", ExportKind.Number, row => row.SecondsToDetect, "s"),
        new("secondsToNotify", "Time to notify", ExportKind.Number, row => row.SecondsToNotify, "s"),
        new("secondsToResolve", "Time to resolve", ExportKind.Number, row => row.SecondsToResolve, "s"),
    ];

    private static readonly ExportColumn<SentMessage>[] AlertColumns =
    [
        new("messageId", "Message", ExportKind.WholeNumber, row => (long)row.MessageId),
        new("kind", "Kind", ExportKind.Text, row => ExportWord.Of(row.Kind, AlertWords.Of)),
        new("title", "Title", ExportKind.Text, row => row.Title),
        new("incidentIds", "Incidents", ExportKind.Text, row => string.Join(' ', row.IncidentIds)),
        new("executionId", "Execution", ExportKind.Text, row => row.ExecutionId),
        new("createdAt", "Decided", ExportKind.Time, row => row.CreatedAt),
        new(
            "channel",
            "Channel",
            ExportKind.Text,
            row => row.Delivery is { } one ? ExportWord.Of(one.Channel, AlertWords.Of) : null
        ),
        new("address", "Recipient", ExportKind.Text, row => row.Delivery?.Address),
        new(
            "state",
            "State",
            ExportKind.Text,
            row => row.Delivery is { } one ? ExportWord.Of(one.State, AlertWords.Of) : null
        ),
        new("attempts", "Attempts", ExportKind.WholeNumber, row => (long?)row.Delivery?.Attempts),
        new("sentAt", "Sent", ExportKind.Time, row => row.Delivery?.SentAt),
        new("problem", "Problem", ExportKind.Text, row => row.Delivery?.Problem),
    ];

    public static ExportTable Incidents(IncidentHistory history, IncidentFilter filter) =>
        ExportTable.Of(
            "incidents",
            "Incidents",
            Role.Viewer,
            IncidentColumns,
            Filters(filter),
            cancellation =>
                ExportTable.PagesAsync(
                    (cursor, token) => history.PageAsync(filter, cursor, PerPage, token),
                    cancellation
                )
        );

    public static ExportTable Alerts(IncidentHistory history, Actor actor, IncidentFilter filter) =>
        ExportTable.Of(
            "alerts",
            "Messages sent",
            Role.Viewer,
            AlertColumns,
            Filters(filter),
            cancellation =>
                ExportTable.PagesAsync(
                    (cursor, token) => history.MessagesAsync(actor, filter, cursor, PerPage, token),
                    cancellation
                )
        );

    private static IEnumerable<ExportFilter?> Filters(IncidentFilter filter) =>
        [
            filter.IsOpen is { } open ? new("open", open ? "true" : "false", "Incident", open ? "open" : "over") : null,
            ExportFilter.Words("kind", "Kind of trouble", filter.Kinds, AlertWords.Of),
            ExportFilter.Text("workflowId", "Workflow id", filter.WorkflowId),
            ExportFilter.Text("search", "Title has", filter.Search),
            ExportFilter.Time("from", "Began at or after", filter.From),
            ExportFilter.Time("to", "Began before", filter.To),
        ];
}
