namespace DataSync.Core.Executions;

/// <summary>How executions read, everywhere the same.</summary>
public static class ExecutionWords
{
    /// <summary>One word. n8n's own distinctions are kept where they say more.</summary>
    public static string Of(ExecutionStatus status, string? n8nStatus) =>
        (status, n8nStatus) switch
        {
            (ExecutionStatus.Failure, "crashed") => "Crashed",
            (ExecutionStatus.Running, "waiting") => "Waiting",
            (ExecutionStatus.Running, "new") => "Queued",
            (ExecutionStatus.Cancelled, ExecutionIngestor.Gone) => "Gone",
            _ => Of(status),
        };

    public static string Of(ExecutionStatus status) =>
        status switch
        {
            ExecutionStatus.Success => "Succeeded",
            ExecutionStatus.Failure => "Failed",
            ExecutionStatus.Running => "Running",
            ExecutionStatus.Cancelled => "Cancelled",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A status without a word"),
        };

    /// <summary>What started it, a word or two; n8n's own word where it is a new one.</summary>
    public static string Starter(string? mode) =>
        mode switch
        {
            null => "Not known",
            "trigger" => "Trigger",
            "webhook" => "Webhook",
            "manual" => "By hand",
            "retry" => "Retry",
            "integrated" => "Workflow",
            "error" => "A failure",
            "cli" => "Command line",
            "internal" => "n8n itself",
            "evaluation" => "Evaluation",
            "chat" => "Chat",
            "agent" => "AI agent",
            _ => mode,
        };

    /// <summary>The same as the end of "Started …".</summary>
    public static string StartedBy(string? mode) =>
        mode switch
        {
            null => "by something n8n does not tell",
            "trigger" => "by its schedule or trigger",
            "webhook" => "by a call of its webhook",
            "manual" => "by hand in n8n's editor",
            "retry" => "as a retry",
            "integrated" => "by another workflow",
            "error" => "because another workflow failed",
            "cli" => "from n8n's command line",
            "internal" => "by n8n itself",
            "evaluation" => "by an evaluation",
            "chat" => "by a chat message",
            "agent" => "by an AI agent",
            _ => $"in n8n's mode “{mode}”",
        };
}
