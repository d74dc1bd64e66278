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
    /// <summary>Why saving its settings would do more than that, a sentence; null: it would not.</summary>
    public string? Obstacle =>
        ActiveVersionId is null
            ? "The workflow is not published, or this n8n does not say which version is: publish it in n8n first."
        : string.Equals(VersionId, ActiveVersionId, StringComparison.Ordinal) ? null
        : "The workflow has changes in n8n's editor that are not published, and saving its settings would publish them: "
            + "publish or discard them in n8n first.";
}
