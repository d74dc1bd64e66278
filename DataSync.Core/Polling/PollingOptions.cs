namespace DataSync.Core.Polling;

/// <summary>Section <c>Polling</c>: when n8n is looked at.</summary>
public sealed class PollingOptions
{
    public const string Section = "Polling";

    /// <summary>Between two full reconciliations (registry and executions).</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Between two live passes while somebody watches or something runs; zero turns them off.</summary>
    public TimeSpan LiveInterval { get; set; } = TimeSpan.FromSeconds(20);
}
