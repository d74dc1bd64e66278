namespace DataSync.Core.Workflows;

/// <summary>The zone a workflow's schedule is meant in.</summary>
/// <param name="IsKnown">False: the configured name is no zone of this machine, UTC stands in for it.</param>
public readonly record struct WorkflowZone(TimeZoneInfo Zone, bool IsKnown)
{
    /// <summary>The workflow's own zone unless null, empty or n8n's <c>DEFAULT</c>; then the instance's.</summary>
    public static WorkflowZone Resolve(string? workflowZone, string instanceZone)
    {
        var name = Own(workflowZone) ?? instanceZone;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? new(zone, IsKnown: true)
            : new(TimeZoneInfo.Utc, IsKnown: false);
    }

    internal static string? Own(string? workflowZone) =>
        string.IsNullOrWhiteSpace(workflowZone)
        || string.Equals(workflowZone, "DEFAULT", StringComparison.OrdinalIgnoreCase)
            ? null
            : workflowZone.Trim();
}
