using System.Runtime.InteropServices;

namespace DataSync.Web.Demo;

/// <summary>How a run ends.</summary>
internal enum SampleOutcome
{
    Success,

    /// <summary>Success, with one failed node on the way.</summary>
    SuccessWithFailedNode,
    CredentialExpired,
    Throttled,
    AccessDenied,
    CodeError,
    Canceled,
    Crashed,
}

[StructLayout(LayoutKind.Auto)]
internal readonly record struct SampleCounts(int Created, int Updated, int Failed);

/// <summary>
/// One execution, decided as a whole when it starts: what n8n says of it is a function of the time it is asked at, and
/// its payload is written anew each time. Times are UTC with milliseconds, as n8n has them.
/// </summary>
internal sealed record SampleRun(
    long Id,
    SampleWorkflow Workflow,
    string Mode,
    DateTime StartedAt,
    DateTime EndsAt,
    SampleOutcome Outcome,
    SampleCounts Counts
)
{
    /// <summary>Between this and <see cref="WaitTill"/> it waits.</summary>
    public DateTime? WaitsFrom { get; init; }
    public DateTime? WaitTill { get; init; }
    public long? RetryOf { get; init; }

    /// <summary>The retry that succeeded, and when.</summary>
    public (long Id, DateTime At)? RetrySuccess { get; init; }

    public string Status(DateTime now) =>
        now < EndsAt
            ? (now >= WaitsFrom && now < WaitTill ? "waiting" : "running")
            : Outcome switch
            {
                SampleOutcome.Success or SampleOutcome.SuccessWithFailedNode => "success",
                SampleOutcome.Canceled => "canceled",
                SampleOutcome.Crashed => "crashed",
                _ => "error",
            };

    /// <summary>Also set while waiting, as n8n does.</summary>
    public DateTime? StoppedAt(DateTime now) =>
        Status(now) switch
        {
            "running" => null,
            "waiting" => WaitsFrom,
            _ => EndsAt,
        };

    public bool IsFinished(DateTime now) => now >= EndsAt;
}
