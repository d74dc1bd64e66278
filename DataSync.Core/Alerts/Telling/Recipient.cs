using System.Collections.Immutable;

namespace DataSync.Core.Alerts;

/// <summary>Somebody who gets mails.</summary>
public sealed class Recipient
{
    public int Id { get; set; }
    public required string Email { get; set; }
    public string? Name { get; set; }

    /// <summary>JSON of <see cref="Subscription"/>s.</summary>
    public required string Subscriptions { get; set; }
    public DateTime CreatedAt { get; set; }
}

/// <summary>What a recipient gets mails about.</summary>
/// <param name="Value">Provider, type or id of the workflow, by <paramref name="Scope"/>; null for all.</param>
public sealed record Subscription(SubscriptionScope Scope, string? Value, ImmutableArray<AlertEvent> Events);

public enum SubscriptionScope
{
    /// <summary>Everything but unclassified workflows, which have to be named.</summary>
    All,
    Provider,
    Type,
    Workflow,
}

public enum AlertEvent
{
    Failure,
    Recovery,
    Success,
    Late,
    ManualTrigger,
    Digest,
    Report,
}
