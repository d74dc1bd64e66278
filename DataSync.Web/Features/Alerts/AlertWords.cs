using DataSync.Core.Alerts;

namespace DataSync.Web.Features.Alerts;

/// <summary>The words of incidents and of what is sent about them.</summary>
public static class AlertWords
{
    /// <summary>Which workflows it hits, e.g. “AWS VPC Sync and 2 more”; empty: none.</summary>
    public static string Hit(string? first, int workflows) =>
        first is null ? ""
        : workflows > 1 ? $"{first} and {workflows - 1:N0} more"
        : first;

    public static string Of(IncidentKind kind) =>
        kind switch
        {
            IncidentKind.Failure => "Failing",
            IncidentKind.Late => "Late",
            IncidentKind.Stale => "Stale",
            IncidentKind.Stuck => "Stuck",
            IncidentKind.Suspicious => "Suspicious",
            IncidentKind.SwitchedOff => "Switched off",
            IncidentKind.Trigger => "Could not be run",
            IncidentKind.N8nUnreachable => "n8n does not answer",
            IncidentKind.N8nKeyRejected => "n8n rejects the key",
            IncidentKind.ServiceLevel => "Service level missed",
            IncidentKind.N8nKeyExpiring => "A key runs out",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without a word"),
        };

    /// <summary>The symbol of <c>IconSprite</c>.</summary>
    public static string Icon(IncidentKind kind) =>
        kind switch
        {
            IncidentKind.Failure or IncidentKind.Trigger => "failing",
            IncidentKind.Late => "late",
            IncidentKind.Stale => "stale",
            IncidentKind.Stuck => "stuck",
            IncidentKind.Suspicious => "suspicious",
            IncidentKind.SwitchedOff => "switchedoff",
            IncidentKind.N8nKeyRejected or IncidentKind.N8nKeyExpiring => "key",
            _ => "unknown",
        };

    public static string Of(IncidentChange change) =>
        change switch
        {
            IncidentChange.Opened => "Began",
            IncidentChange.CauseFound => "Cause found",
            IncidentChange.Joined => "Hit also",
            IncidentChange.Recovered => "Recovered",
            IncidentChange.Reopened => "Came back",
            IncidentChange.Resolved => "Over",
            IncidentChange.Acknowledged => "Acknowledged",
            IncidentChange.Silenced => "Silenced",
            IncidentChange.Told => "Told",
            _ => throw new ArgumentOutOfRangeException(nameof(change), change, "A change without a word"),
        };

    public static string Of(AlertMessageKind kind) =>
        kind switch
        {
            AlertMessageKind.Opened => "Alert",
            AlertMessageKind.FollowUp => "Follow-up",
            AlertMessageKind.Reminder => "Reminder",
            AlertMessageKind.Recovery => "Recovery",
            AlertMessageKind.Summary => "Summary",
            AlertMessageKind.Success => "Success",
            AlertMessageKind.ManualTrigger => "Run by hand",
            AlertMessageKind.Digest => "Digest",
            AlertMessageKind.Test => "Test",
            AlertMessageKind.Report => "Report",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A message without a word"),
        };

    public static string Of(AlertChannel channel) =>
        channel switch
        {
            AlertChannel.Email => "E-mail",
            AlertChannel.Webhook => "Webhook",
            _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "A channel without a word"),
        };

    public static string Of(DeliveryState state) =>
        state switch
        {
            DeliveryState.Pending => "Waiting",
            DeliveryState.Sent => "Sent",
            DeliveryState.Failed => "Refused",
            DeliveryState.Summarized => "Told in a summary",
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A state without a word"),
        };

    public static string Of(AlertEvent happening) =>
        happening switch
        {
            AlertEvent.Failure => "Failure",
            AlertEvent.Recovery => "Recovery",
            AlertEvent.Success => "Success",
            AlertEvent.Late => "Late",
            AlertEvent.ManualTrigger => "Run by hand",
            AlertEvent.Digest => "Daily digest",
            AlertEvent.Report => "Reports",
            _ => throw new ArgumentOutOfRangeException(nameof(happening), happening, "An event without a word"),
        };
}
