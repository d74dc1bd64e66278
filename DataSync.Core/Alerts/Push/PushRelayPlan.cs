using System.Collections.Immutable;
using DataSync.Core.N8n;

namespace DataSync.Core.Alerts;

/// <param name="Reason">Why it is left alone; null: it is changed.</param>
/// <param name="Before">Its setting as it is, where it is changed.</param>
public sealed record PushLine(string WorkflowId, string Name, string? Reason, string? Before = null);

/// <summary>What connecting would change in n8n: a function of what n8n shows.</summary>
/// <param name="Changes">Those that would name the relay; by name.</param>
/// <param name="Left">The others, with the reason; by name.</param>
/// <param name="Requests">To n8n, for all of it.</param>
/// <param name="Takes">About so long within the budget.</param>
public sealed record PushRelayPlan(
    ImmutableArray<PushLine> Changes,
    ImmutableArray<PushLine> Left,
    int Requests,
    TimeSpan Takes
)
{
    /// <summary>Read, save, read again.</summary>
    private const int PerWorkflow = 3;

    /// <summary>Create and publish.</summary>
    private const int ForRelay = 2;

    public const string Gone = "n8n does not have it (any more).";

    /// <param name="relayId">Null: there is no relay yet.</param>
    /// <param name="perMinute">Requests a minute that are left for it.</param>
    public static PushRelayPlan Of(IEnumerable<N8nWorkflow> workflows, string? relayId, double perMinute)
    {
        var lines = workflows
            .Where(one => !IsSame(one.Id, relayId) && !IsSame(one.ErrorWorkflow, relayId))
            .OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(one => one.Id, StringComparer.Ordinal)
            .Select(one => new PushLine(
                one.Id,
                one.Name,
                WhyLeft(one.IsArchived, one.Active, one.ErrorWorkflow, one.HasUnpublishedDraft),
                one.ErrorWorkflow
            ))
            .ToLookup(line => line.Reason is null);
        var requests = lines[true].Count() * PerWorkflow + (relayId is null ? ForRelay : 0);
        return new([.. lines[true]], [.. lines[false]], requests, TimeSpan.FromMinutes(requests / perMinute));
    }

    /// <summary>Null: it may be given the relay.</summary>
    public static string? WhyLeft(N8nDraft now) =>
        WhyLeft(now.IsArchived, now.ActiveVersionId is not null, now.ErrorWorkflow, now.HasUnpublishedDraft);

    /// <summary>Null: the relay may be taken from it. Of one that is not published saving publishes nothing.</summary>
    public static string? WhyKept(N8nDraft now) =>
        now.HasUnpublishedDraft
            ? "It has changes in n8n's editor that are not published, and taking the relay out would publish them: publish or discard them."
            : null;

    private static string? WhyLeft(bool isArchived, bool isPublished, string? errorWorkflow, bool hasDraft) =>
        isArchived ? "It is archived."
        : !isPublished ? "It is not published."
        : N8nDraft.NamesErrorWorkflow(errorWorkflow) ? "It has an error workflow of its own."
        : hasDraft ? "It has unpublished changes in n8n's editor, which saving a setting would publish."
        : null;

    internal static bool IsSame(string? one, string? other) =>
        one is not null && string.Equals(one, other, StringComparison.Ordinal);
}

/// <summary>How far connecting or undoing has come.</summary>
/// <param name="State">Null: not connected, and not on the way.</param>
/// <param name="Url">Where it tells us.</param>
/// <param name="Set">Workflows that name the relay.</param>
/// <param name="Waiting">Workflows that are to name it.</param>
/// <param name="Left">With the reason.</param>
/// <param name="Problem">Why nothing goes on at the moment; it is tried again.</param>
public sealed record PushStanding(
    PushState? State,
    string? Name,
    string? Url,
    int Set,
    int Waiting,
    ImmutableArray<PushLine> Left,
    string? Problem
)
{
    public static readonly PushStanding None = new(null, null, null, 0, 0, [], null);

    public bool IsLike(PushStanding other) =>
        this with { Left = [] } == other with { Left = [] } && Left.SequenceEqual(other.Left);

    internal static PushStanding Of(PushRelay? relay, IReadOnlyCollection<PushTarget> targets, string? problem) =>
        relay is null
            ? None
            : new(
                relay.State,
                relay.Name,
                relay.Url,
                targets.Count(one => one.State is PushTargetState.Set),
                targets.Count(one => one.State is PushTargetState.Waiting or PushTargetState.Sending),
                [
                    .. targets
                        .Where(one => one.Reason is not null)
                        .Select(one => new PushLine(one.WorkflowId, one.WorkflowName, one.Reason)),
                ],
                problem
            );
}
