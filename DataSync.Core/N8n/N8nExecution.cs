namespace DataSync.Core.N8n;

/// <summary>One row of n8n's list of executions, as n8n words it. Times are UTC.</summary>
/// <param name="Id">A number or a UUID, at most 36 characters.</param>
/// <param name="Status">n8n's word; null where the list has none (before 1.113).</param>
/// <param name="StartedAt">Null while queued.</param>
/// <param name="StoppedAt">Also set while waiting.</param>
public sealed record N8nExecution(
    string Id,
    string? WorkflowId,
    string? Status,
    bool Finished,
    string? Mode,
    string? RetryOf,
    string? RetrySuccessId,
    DateTime? StartedAt,
    DateTime? StoppedAt,
    DateTime? WaitTill
)
{
    /// <summary>Parked by a wait; such a row has a <see cref="StoppedAt"/> although it is not over.</summary>
    public bool IsWaiting => Status is null ? !Finished && WaitTill is not null : Status is "waiting";

    /// <summary>Not over yet: one of n8n's open words, or an unknown or missing word without an end.</summary>
    public bool IsOpen =>
        IsOver(Status) is { } over ? !over
        : Status is null ? !Finished && (StoppedAt is null || IsWaiting)
        : StoppedAt is null;

    /// <summary>Null: not one of n8n's words known here.</summary>
    public static bool? IsOver(string? status) =>
        status switch
        {
            "success" or "error" or "crashed" or "canceled" => true,
            "new" or "running" or "waiting" => false,
            _ => null,
        };
}

/// <summary>A page of executions, newest id first; <paramref name="NextCursor"/> is opaque and null at the end.</summary>
/// <param name="Unreadable">Rows that could not be understood, for quarantine: id (if any) and reason.</param>
public sealed record N8nExecutionPage(
    IReadOnlyList<N8nExecution> Executions,
    string? NextCursor,
    IReadOnlyList<N8nUnreadableRow> Unreadable
);

/// <summary>A row of a list that n8n sent and we could not understand.</summary>
public sealed record N8nUnreadableRow(string? Id, string Reason);

/// <summary>What to list. <paramref name="Cursor"/> needs the same filters as the page it came with.</summary>
/// <param name="Status">One of n8n's words, or null for the unfiltered list (which hides running ones).</param>
/// <param name="Limit">1 to 250.</param>
public sealed record N8nExecutionQuery(
    string? Status = null,
    string? WorkflowId = null,
    int Limit = 100,
    string? Cursor = null
);

/// <summary>An execution with what its payload boils down to; the payload itself is never kept.</summary>
/// <param name="Digest">Null where n8n sent no data (too large, not saved, or not asked for).</param>
public sealed record N8nExecutionDetail(N8nExecution Execution, ExecutionDigest? Digest);
