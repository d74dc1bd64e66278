namespace DataSync.Core.Workflows;

/// <summary>The verdict on a workflow, worst first as the grid sorts it.</summary>
public enum Health
{
    Failing,
    SwitchedOff,
    Stuck,
    Late,
    Stale,
    Suspicious,
    Unknown,
    NeverRan,
    Healthy,
    Paused,
    Inactive,
}
