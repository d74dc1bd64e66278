namespace DataSync.Core.Executions;

/// <summary>One run of a workflow. Finished rows never change but for <see cref="RetrySuccessId"/> and their detail.</summary>
public sealed class WorkflowExecution
{
    public int Id { get; set; }
    public required string WorkflowId { get; set; }

    /// <summary>n8n's id, with <c>@2</c>, <c>@3</c> … for later generations of the instance.</summary>
    public required string ExecutionId { get; set; }
    public ExecutionStatus Status { get; set; }
    public DateTime StartTime { get; set; }
    public DateTime? EndTime { get; set; }
    public long? DurationMs { get; set; }
    public int? ResourcesCreated { get; set; }
    public int? ResourcesUpdated { get; set; }
    public int? ResourcesFailed { get; set; }
    public int? ResourcesDeleted { get; set; }
    public string? ErrorMessage { get; set; }

    /// <summary>Of <see cref="Executions.ErrorFingerprint"/>; null without an error, and where it was read before this was kept.</summary>
    public string? ErrorFingerprint { get; set; }

    /// <summary>JSON of <see cref="N8n.ExecutionDigest"/>, never n8n's raw payload.</summary>
    public string? ExecutionData { get; set; }
    public DateTime CreatedAt { get; set; }

    public required string N8nExecutionId { get; set; }

    /// <summary>1, and one more each time n8n was rebuilt or restored and its ids began again.</summary>
    public int Generation { get; set; } = 1;

    /// <summary>n8n's own word, also one we do not know.</summary>
    public string? N8nStatus { get; set; }
    public string? Mode { get; set; }
    public string? RetryOf { get; set; }
    public string? RetrySuccessId { get; set; }

    /// <summary>n8n gave no start; <see cref="StartTime"/> is when it was first seen.</summary>
    public bool StartTimeEstimated { get; set; }

    /// <summary>Until when it sleeps, or slept last, while it is open; null: it never did, or n8n did not say.</summary>
    public DateTime? WaitTill { get; set; }
    public string? FailedNode { get; set; }

    /// <summary>Nodes that failed, also where the run went on and succeeded; null: not known.</summary>
    public int? NodesFailed { get; set; }
    public DetailState DetailState { get; set; }

    /// <summary>Position in the sequence of changes; the live board reads what is above its own.</summary>
    public long ChangeSeq { get; set; }
}

/// <summary>The four words of the schema; n8n's own is kept beside them.</summary>
public enum ExecutionStatus
{
    Success,
    Failure,
    Running,
    Cancelled,
}

/// <summary>Whether an execution's digest was read from n8n.</summary>
public enum DetailState
{
    /// <summary>Still running or waiting: there is nothing final to read.</summary>
    Open,

    /// <summary>Finished, digest to be read.</summary>
    Pending,
    Stored,

    /// <summary>n8n no longer has it, or has it without data.</summary>
    Unavailable,
}
