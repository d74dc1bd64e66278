using System.Text.Json;

namespace DataSync.Core.N8n;

/// <summary>A workflow as n8n lists it, reduced to what DataSync uses.</summary>
/// <param name="Nodes">What runs: the published version's nodes where n8n tells it, else the top-level ones.</param>
/// <param name="TimeZone">IANA name from the workflow's settings; null or <c>DEFAULT</c> means the instance's.</param>
/// <param name="VersionId">The published version where n8n tells it, else the draft's.</param>
/// <param name="VersionAuthor">Who published that version, where n8n tells it.</param>
public sealed record N8nWorkflow(
    string Id,
    string Name,
    bool Active,
    bool IsArchived,
    IReadOnlyList<string> Tags,
    string? TimeZone,
    string? ErrorWorkflow,
    string? VersionId,
    string? VersionAuthor,
    DateTime? UpdatedAt,
    IReadOnlyList<N8nNode> Nodes
)
{
    /// <summary>The enabled webhooks among <see cref="Nodes"/> that can be called as they are.</summary>
    public IReadOnlyList<N8nWebhook> Webhooks { get; init; } = [];

    /// <summary>Its settings allow n8n's MCP server to run it.</summary>
    public bool AvailableInMcp { get; init; }

    /// <summary>It has the one trigger, a schedule, that n8n's MCP server starts without being told which or with what.</summary>
    public bool McpCanStart { get; init; }

    /// <summary>A node's operation, SQL text or HTTP method says so; a guess that errs on the side of caution.</summary>
    public bool SeemsToDelete { get; init; }

    /// <summary>n8n's ids of the credentials its enabled nodes use, each once.</summary>
    public IReadOnlyList<string> CredentialIds { get; init; } = [];

    /// <summary>The editor holds something else than what runs.</summary>
    public bool HasUnpublishedDraft { get; init; }
}

/// <param name="Type">Full type, e.g. <c>n8n-nodes-base.scheduleTrigger</c>.</param>
/// <param name="Parameters">As n8n sent them; defaults are omitted there. Kept only for trigger nodes.</param>
public sealed record N8nNode(string Name, string Type, bool Disabled, JsonElement Parameters);

/// <summary>A page of workflows; pages are by offset, so rows can shift between two of them.</summary>
public sealed record N8nWorkflowPage(IReadOnlyList<N8nWorkflow> Workflows, string? NextCursor);
