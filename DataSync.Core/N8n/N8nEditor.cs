namespace DataSync.Core.N8n;

/// <summary>Addresses of n8n's own pages.</summary>
public static class N8nEditor
{
    /// <summary>Where n8n shows an execution; null while no n8n is configured.</summary>
    /// <param name="n8nExecutionId">n8n's own, of its present life.</param>
    public static string? Execution(N8nOptions options, string workflowId, string n8nExecutionId)
    {
        var editor = options.EditorUrl is { Length: > 0 } set ? set.Trim().TrimEnd('/') : Origin(options.BaseUrl);
        return editor is null
            ? null
            : $"{editor}/workflow/{Uri.EscapeDataString(workflowId)}/executions/{Uri.EscapeDataString(n8nExecutionId)}";
    }

    private static string? Origin(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : null;
}
