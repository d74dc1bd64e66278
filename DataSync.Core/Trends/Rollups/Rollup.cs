using DataSync.Core.Executions;

namespace DataSync.Core.Trends;

/// <summary>
/// The ended runs of one workflow and origin that started within one hour or day. It always equals the executions it was
/// counted from, and stays when these expire.
/// </summary>
public sealed class Rollup
{
    public RollupGrain Grain { get; set; }

    /// <summary>UTC, of an hour or day of the site's zone.</summary>
    public DateTime StartsAt { get; set; }
    public required string WorkflowId { get; set; }
    public RunOrigin Origin { get; set; }

    public int Success { get; set; }
    public int Failure { get; set; }
    public int Cancelled { get; set; }

    /// <summary>Failures among them whose retry succeeded.</summary>
    public int Retried { get; set; }

    /// <summary>Runs that told at least one of the four counts; of the others these are not known.</summary>
    public int Reported { get; set; }
    public long ResourcesCreated { get; set; }
    public long ResourcesUpdated { get; set; }
    public long ResourcesDeleted { get; set; }
    public long ResourcesFailed { get; set; }

    /// <summary>Of all ended runs whose duration is known.</summary>
    public DurationSketch Durations { get; set; } = new();

    internal RollupKey Key => new(Grain, StartsAt, WorkflowId, Origin);

    /// <summary>No run is counted in it.</summary>
    internal bool IsEmpty => (Success, Failure, Cancelled) is (0, 0, 0);

    /// <summary>As a change of counts it changes none.</summary>
    internal bool IsNothing =>
        IsEmpty
        && (Retried, Reported) is (0, 0)
        && (ResourcesCreated, ResourcesUpdated, ResourcesDeleted, ResourcesFailed) is (0, 0, 0, 0)
        && Durations.IsEmpty;

    /// <summary>Counts a run without its resources.</summary>
    /// <param name="sign">-1 takes it out.</param>
    internal void Count(WorkflowExecution run, int sign)
    {
        switch (run.Status)
        {
            case ExecutionStatus.Success:
                Success += sign;
                break;
            case ExecutionStatus.Failure:
                Failure += sign;
                Retried += run.RetrySuccessId is null ? 0 : sign;
                break;
            case ExecutionStatus.Cancelled:
                Cancelled += sign;
                break;
            case ExecutionStatus.Running:
                return;
        }
        if (run.DurationMs is { } duration)
            Durations.Add(duration, sign);
    }

    internal void CountResources(WorkflowExecution run)
    {
        if (
            (run.ResourcesCreated, run.ResourcesUpdated, run.ResourcesDeleted, run.ResourcesFailed) is
            (null, null, null, null)
        )
            return;
        Reported++;
        ResourcesCreated += run.ResourcesCreated ?? 0;
        ResourcesUpdated += run.ResourcesUpdated ?? 0;
        ResourcesDeleted += run.ResourcesDeleted ?? 0;
        ResourcesFailed += run.ResourcesFailed ?? 0;
    }

    internal void Add(Rollup other)
    {
        Success += other.Success;
        Failure += other.Failure;
        Cancelled += other.Cancelled;
        Retried += other.Retried;
        Reported += other.Reported;
        ResourcesCreated += other.ResourcesCreated;
        ResourcesUpdated += other.ResourcesUpdated;
        ResourcesDeleted += other.ResourcesDeleted;
        ResourcesFailed += other.ResourcesFailed;
        Durations.Add(other.Durations);
    }
}

/// <summary>Stored in snake_case.</summary>
public enum RollupGrain
{
    Hour,
    Day,
}

internal readonly record struct RollupKey(RollupGrain Grain, DateTime StartsAt, string WorkflowId, RunOrigin Origin);
