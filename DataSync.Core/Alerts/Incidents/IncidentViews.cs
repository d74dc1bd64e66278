using System.Collections.Immutable;

namespace DataSync.Core.Alerts;

/// <summary>An incident in a list. Times are UTC, lengths in seconds.</summary>
/// <param name="ErrorClass">A word of <see cref="Executions.ErrorClass"/>; null: it is not about an error, or not known yet.</param>
/// <param name="Workflows">Those it hit.</param>
/// <param name="Failing">Of them, those that have not recovered.</param>
/// <param name="SecondsToDetect">From the first failure's end in n8n until we knew.</param>
/// <param name="SecondsToNotify">From then until the first mail had gone out, or until now while none has; null: nobody was to be mailed.</param>
/// <param name="SecondsToResolve">From the first failure's end; null: it is open.</param>
/// <param name="MailedAt">When the first mail had gone out; null: none has.</param>
/// <param name="WorkflowName">Of those it hit the one it has hit for longest; null: it is about none.</param>
public sealed record IncidentSummary(
    int Id,
    IncidentKind Kind,
    string Title,
    string? Sentence,
    string? ErrorClass,
    string? CredentialId,
    DateTime OpenedAt,
    DateTime DetectedAt,
    DateTime? ResolvedAt,
    string? ResolvedBy,
    DateTime? AcknowledgedAt,
    string? AcknowledgedBy,
    DateTime? SilencedUntil,
    string? Note,
    int Workflows,
    int Failing,
    int Failures,
    double SecondsToDetect,
    double? SecondsToNotify,
    double? SecondsToResolve,
    DateTime? MailedAt = null,
    string? WorkflowName = null
);

/// <summary>An incident with all that is known of it.</summary>
public sealed record IncidentDetail(
    IncidentSummary Summary,
    ImmutableArray<IncidentMember> Members,
    ImmutableArray<IncidentTransition> Timeline,
    ImmutableArray<MessageView> Messages
);

/// <summary>A workflow an incident hit, or one that uses the same credential and may be next.</summary>
/// <param name="FailedAt">UTC; null: it was not hit so far.</param>
public sealed record IncidentMember(
    string WorkflowId,
    string WorkflowName,
    DateTime? FailedAt,
    int Failures,
    DateTime? RecoveredAt,
    string? LastExecutionId
)
{
    public bool IsHit => FailedAt is not null;
}

/// <summary>What was said about it, and what became of that for each recipient.</summary>
public sealed record MessageView(
    int Id,
    AlertMessageKind Kind,
    DateTime CreatedAt,
    ImmutableArray<DeliveryView> Deliveries
);

public sealed record DeliveryView(
    AlertChannel Channel,
    string Address,
    DeliveryState State,
    int Attempts,
    DateTime? SentAt,
    string? Problem
);

/// <param name="P95Seconds">Of a hundred, 95 took no longer.</param>
/// <param name="Within">Share of those within <see cref="Target"/>, 0 to 1.</param>
public sealed record ResponseTime(int Count, double P95Seconds, double Within)
{
    public static readonly TimeSpan Target = TimeSpan.FromMinutes(5);
}

/// <summary>A row of the original table of alerts.</summary>
public sealed record AlertRow(
    int Id,
    string ExecutionId,
    AlertType AlertType,
    string Recipients,
    DateTime SentAt,
    DateTime? ResolvedAt
);

/// <summary>Which incidents.</summary>
/// <param name="IsOpen">Null: both.</param>
/// <param name="From">It began then or later; with <paramref name="Lasting"/> also one that was still open then.</param>
/// <param name="Search">Part of the title, in any case.</param>
public sealed record IncidentFilter(
    bool? IsOpen = null,
    IReadOnlyCollection<IncidentKind>? Kinds = null,
    string? WorkflowId = null,
    DateTime? From = null,
    DateTime? To = null,
    string? Search = null,
    bool Lasting = false
);
