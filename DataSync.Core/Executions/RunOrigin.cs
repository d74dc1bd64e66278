namespace DataSync.Core.Executions;

/// <summary>What started a run, from n8n's <c>mode</c>. Stored in snake_case.</summary>
public enum RunOrigin
{
    /// <summary>A schedule, or another trigger node of the workflow's own.</summary>
    Schedule,
    Webhook,

    /// <summary>A person in n8n's editor; tests of a workflow count as this too.</summary>
    Manual,
    Retry,

    /// <summary>Another workflow called it.</summary>
    SubWorkflow,

    /// <summary>The failure of another workflow called it.</summary>
    ErrorWorkflow,
    Other,
}

public static class RunOrigins
{
    /// <summary>Part of another workflow's run; shown apart, for that run counts already.</summary>
    public static bool IsPart(this RunOrigin origin) => origin is RunOrigin.SubWorkflow or RunOrigin.ErrorWorkflow;

    /// <summary>Runs in these of n8n's modes are parts, and no others.</summary>
    internal static readonly IReadOnlyList<string> PartModes = ["integrated", "internal", "error"];

    /// <summary>Runs in these of n8n's modes are manual, and no others.</summary>
    internal static readonly IReadOnlyList<string> ManualModes = ["manual", "evaluation"];

    /// <summary>Started from the editor or for a test: says nothing about the workflow's own running.</summary>
    public static bool IsByHand(string? mode) => Of(mode) == RunOrigin.Manual;

    /// <param name="mode">n8n's word, also one we do not know.</param>
    public static RunOrigin Of(string? mode) =>
        mode switch
        {
            "trigger" => RunOrigin.Schedule,
            "webhook" => RunOrigin.Webhook,
            "manual" or "evaluation" => RunOrigin.Manual,
            "retry" => RunOrigin.Retry,
            "integrated" or "internal" => RunOrigin.SubWorkflow,
            "error" => RunOrigin.ErrorWorkflow,
            _ => RunOrigin.Other,
        };
}
