using System.Text.Json.Serialization;

namespace DataSync.Core.N8n;

/// <summary>What is kept of an execution's payload: enough to see what happened, nothing that could be a secret.</summary>
/// <param name="Nodes">In the order they ran, at most 200.</param>
/// <param name="Resources">Counts the workflow reported; each null where it reported none, which is not 0.</param>
public sealed record ExecutionDigest(
    IReadOnlyList<NodeDigest> Nodes,
    string? LastNode,
    ErrorDigest? Error,
    ResourceCounts Resources
);

/// <summary>All runs of one node in one execution.</summary>
/// <param name="Status">n8n's word of the last run: success, error, …</param>
/// <param name="StartedAt">Start of the first run, UTC.</param>
/// <param name="Items">Output items, summed over runs and outputs.</param>
/// <param name="Error">Message of a failed run, also when the execution went on and succeeded.</param>
public sealed record NodeDigest(
    string Name,
    string? Status,
    DateTime? StartedAt,
    long DurationMs,
    int Runs,
    long Items,
    string? Error
);

/// <summary>Why an execution failed. Texts are cut to a bounded length.</summary>
public sealed record ErrorDigest(
    string? Name,
    string Message,
    string? Description,
    string? Node,
    string? NodeType,
    string? HttpCode,
    CredentialReference? Credential
);

/// <summary>The credential a failing node used: its name and id in n8n, never its value.</summary>
public sealed record CredentialReference(string Type, string? Id, string Name);

/// <summary>Resources a sync says it touched; null is "not reported".</summary>
public sealed record ResourceCounts(int? Created, int? Updated, int? Deleted, int? Failed)
{
    public static readonly ResourceCounts None = new(null, null, null, null);

    [JsonIgnore]
    public bool Any => (Created ?? Updated ?? Deleted ?? Failed) is not null;
}
