using System.Text.Json;

namespace DataSync.Core.N8n;

/// <summary>A workflow as it stands in n8n's editor, reduced to what changing its settings needs.</summary>
/// <param name="VersionId">Of what the editor shows.</param>
/// <param name="ActiveVersionId">Of what runs; null: nothing is published, or this n8n does not tell.</param>
public sealed record N8nDraft(
    string WorkflowId,
    string Name,
    string? VersionId,
    string? ActiveVersionId,
    bool AvailableInMcp
)
{
    /// <summary>As it stands in the settings; see <see cref="NamesErrorWorkflow"/>.</summary>
    public string? ErrorWorkflow { get; init; }

    public bool IsArchived { get; init; }

    /// <summary>
    /// n8n 2: what runs is a published version, settings that are not sent stay as they are, and the word DEFAULT takes one
    /// away. Before, what is saved runs, and settings that are not sent are gone.
    /// </summary>
    public bool HasVersions { get; init; }

    /// <summary>Why saving its settings would do more than that, a sentence; null: it would not.</summary>
    public string? Obstacle =>
        ActiveVersionId is null
            ? "The workflow is not published, or this n8n does not say which version is: publish it in n8n first."
        : HasUnpublishedDraft
            ? "The workflow has changes in n8n's editor that are not published, and saving its settings would publish them: "
                + "publish or discard them in n8n first."
        : null;

    public bool HasUnpublishedDraft =>
        ActiveVersionId is not null && !string.Equals(VersionId, ActiveVersionId, StringComparison.Ordinal);

    /// <summary>n8n writes the same absence in three ways.</summary>
    public static bool NamesErrorWorkflow(string? setting) => setting is not (null or "" or "DEFAULT");
}

/// <summary>A setting of a workflow as it is to be.</summary>
/// <param name="Value">Null: it is left out.</param>
internal sealed record N8nSetting(string Name, JsonElement? Value)
{
    public static N8nSetting Of<T>(string name, T value) => new(name, JsonSerializer.SerializeToElement(value));
}
