using System.Collections.Immutable;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;

namespace DataSync.Core.Alerts;

/// <summary>A recipient with what they asked for.</summary>
public sealed record RecipientView(int Id, string Email, string? Name, ImmutableArray<Subscription> Subscriptions)
{
    public static RecipientView Of(Recipient row) =>
        new(row.Id, row.Email, row.Name, AlertJson.Read<ImmutableArray<Subscription>>(row.Subscriptions));

    public static string Write(ImmutableArray<Subscription> subscriptions) => AlertJson.Write(subscriptions);
}

/// <summary>Who is told. Pure.</summary>
public static class Audience
{
    /// <param name="workflows">Those it is about. Nobody is told of one whose monitoring is paused.</param>
    /// <param name="isOfSystem">It is about the system as a whole, and no workflow.</param>
    public static ImmutableArray<RecipientView> Of(
        IEnumerable<RecipientView> recipients,
        AlertEvent happening,
        IReadOnlyCollection<WorkflowTile> workflows,
        bool isOfSystem = false
    ) => [.. recipients.Where(one => one.Subscriptions.Any(wish => Wants(wish, happening, workflows, isOfSystem)))];

    public static AlertEvent EventOf(AlertMessageKind kind, IncidentKind? incident) =>
        kind switch
        {
            AlertMessageKind.Recovery => AlertEvent.Recovery,
            AlertMessageKind.Success => AlertEvent.Success,
            AlertMessageKind.ManualTrigger => AlertEvent.ManualTrigger,
            AlertMessageKind.Digest => AlertEvent.Digest,
            AlertMessageKind.Report => AlertEvent.Report,
            _ => incident is IncidentKind.Late or IncidentKind.Stale ? AlertEvent.Late : AlertEvent.Failure,
        };

    private static bool Wants(
        Subscription wish,
        AlertEvent happening,
        IReadOnlyCollection<WorkflowTile> workflows,
        bool isOfSystem
    ) =>
        wish.Events.Contains(happening)
        && (
            isOfSystem
                ? wish.Scope == SubscriptionScope.All
                : workflows.Any(workflow => workflow.Health != Health.Paused && Covers(wish, workflow))
        );

    private static bool Covers(Subscription wish, WorkflowTile workflow) =>
        wish.Scope switch
        {
            // Our own relay is one of the unclassified.
            SubscriptionScope.All => !workflow.IsUnclassified,
            SubscriptionScope.Provider => workflow.Cells.Any(cell => Is(EnumWords.Of(cell.Provider), wish.Value)),
            SubscriptionScope.Type => workflow.Cells.Any(cell => Is(EnumWords.Of(cell.WorkflowType), wish.Value)),
            _ => Is(workflow.WorkflowId, wish.Value),
        };

    private static bool Is(string word, string? value) => string.Equals(word, value, StringComparison.Ordinal);
}
