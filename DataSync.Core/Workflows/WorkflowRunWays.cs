using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataSync.Core.N8n;

namespace DataSync.Core.Workflows;

/// <summary>How a workflow can be run from here, and what to know before doing so; of its published nodes.</summary>
public sealed record WorkflowRunWays
{
    public static readonly WorkflowRunWays None = new();

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters =
        {
            new JsonStringEnumConverter<N8nWebhookAuth>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
        },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public ImmutableArray<N8nWebhook> Webhooks { get; init; } = [];

    /// <summary>Its settings allow n8n's MCP server to run it.</summary>
    public bool AvailableInMcp { get; init; }

    /// <summary>It has the one trigger, a schedule, that n8n's MCP server starts without being told which or with what.</summary>
    public bool McpCanStart { get; init; }

    /// <summary>A guess that errs on the side of caution.</summary>
    public bool SeemsToDelete { get; init; }

    /// <summary>n8n's editor holds something else than what runs.</summary>
    public bool HasUnpublishedDraft { get; init; }

    public static WorkflowRunWays Of(N8nWorkflow workflow) =>
        new()
        {
            Webhooks = [.. workflow.Webhooks],
            AvailableInMcp = workflow.AvailableInMcp,
            McpCanStart = workflow.McpCanStart,
            SeemsToDelete = workflow.SeemsToDelete,
            HasUnpublishedDraft = workflow.HasUnpublishedDraft,
        };

    /// <summary>Null: nothing to tell.</summary>
    public string? ToJson() =>
        Equals(None)
            ? null
            : JsonSerializer.Serialize(this with { Webhooks = Webhooks.IsEmpty ? default : Webhooks }, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote; anything else is no way to run.</summary>
    public static WorkflowRunWays FromJson(string? json)
    {
        if (json is null)
            return None;
        try
        {
            var read = JsonSerializer.Deserialize<WorkflowRunWays>(json, Json);
            if (
                read is not null
                && (read.Webhooks.IsDefault || read.Webhooks.All(hook => hook is { Path: not null, Method: not null }))
            )
                return read.Webhooks.IsDefault ? read with { Webhooks = [] } : read;
        }
        catch (JsonException)
        {
            // Falls through: what nobody can read must not stop the page; the next full pass writes it anew.
        }
        return None;
    }

    public bool Equals(WorkflowRunWays? other) =>
        other is not null && Flags == other.Flags && Webhooks.AsSpan().SequenceEqual(other.Webhooks.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Flags, Webhooks.IsDefault ? 0 : Webhooks.Length);

    private (bool, bool, bool, bool) Flags => (AvailableInMcp, McpCanStart, SeemsToDelete, HasUnpublishedDraft);
}
