using System.Collections.Immutable;
using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;

namespace DataSync.Tests.Unit.Workflows;

/// <summary>A workflow in good order, to be changed in one point by each case.</summary>
internal static class HealthSample
{
    public static readonly DateTime Now = Utc.At("2026-03-10T12:00");

    /// <summary>Active, daily at 02:00, seen since long, known up to a moment ago.</summary>
    public static readonly HealthInput Daily = new()
    {
        Now = Now,
        KnownUntil = Now.AddSeconds(-10),
        IsActive = true,
        FirstSeenAt = Utc.At("2026-01-01T00:00"),
        Schedule = WorkflowSchedule.FromNodes([Nodes.Every("""{"triggerAtHour":2}""")]),
        Finished = [Run("2026-03-10T02:00:20"), Run("2026-03-09T02:00:20")],
    };
    public static readonly HealthInput Unscheduled = Daily with
    {
        Schedule = null,
        Finished = [Run("2026-03-10T11:00")],
    };
    public static readonly FinishedRun Failed = Run("2026-03-10T02:00:20", ExecutionStatus.Failure, "error");

    public static FinishedRun Run(
        string start,
        ExecutionStatus status = ExecutionStatus.Success,
        string? word = "success",
        string mode = "trigger"
    ) => new(Utc.At(start), Utc.At(start).AddSeconds(2), status, word, mode, 2000, ResourceCounts.None);
}
