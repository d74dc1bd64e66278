using DataSync.Core.N8n;
using DataSync.Core.Persistence;

namespace DataSync.Core.Executions;

/// <summary>What becomes of one row n8n sent: at most one of the two is set, and neither when there is nothing to do.</summary>
/// <param name="Write">The row as it is to be, without its change number.</param>
/// <param name="Quarantine">Why it cannot be stored.</param>
internal sealed record IngestVerdict(WorkflowExecution? Write, string? Quarantine)
{
    public static readonly IngestVerdict Nothing = new(null, null);
}

/// <summary>Decides, from what n8n says and what is stored. Pure.</summary>
internal static class IngestDecision
{
    /// <summary>n8n announces 36; <c>@generation</c> still has to fit behind it.</summary>
    private const int LongestId = 200;
    private static readonly DateTime Earliest = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Latest = new(9998, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static string ExecutionId(string n8nId, int generation) => generation == 1 ? n8nId : $"{n8nId}@{generation}";

    /// <summary>Null when it can be stored.</summary>
    public static string? Objection(N8nExecution sent) =>
        !IsId(sent.Id) ? "Its id is empty, too long or holds characters no id has."
        : sent.WorkflowId is not { Length: > 0 } ? "It names no workflow."
        : sent.WorkflowId.Length > StoredText.Id ? "The id of its workflow is too long."
        : sent.RetryOf?.Length > StoredText.Id || sent.RetrySuccessId?.Length > StoredText.Id
            ? "The id of its retry is too long."
        : IsAbsurd(sent.StartedAt) || IsAbsurd(sent.StoppedAt) ? "Its start or stop is no time that can be stored."
        : null;

    /// <param name="known">The stored row of the same execution; of an earlier generation where n8n was restored.</param>
    /// <param name="from">What started before has expired: it was counted already, and is not stored again.</param>
    public static IngestVerdict Decide(
        N8nExecution sent,
        WorkflowExecution? known,
        int generation,
        DateTime now,
        DateTime? from = null
    )
    {
        if (Objection(sent) is { } objection)
            return new IngestVerdict(null, objection);
        // An old n8n's list cannot tell a failure from one cancelled: whoever reads it asks, then sends it with the word.
        if (sent is { Status: null, Finished: false, IsOpen: false })
            return IngestVerdict.Nothing;
        var status = ExecutionStatusMap.Map(sent);
        if (known is null)
        {
            var row = Insert(sent, status, generation, now);
            return row.StartTime < from ? IngestVerdict.Nothing : new IngestVerdict(row, null);
        }
        return known.Status == ExecutionStatus.Running || known.N8nStatus is ExecutionIngestor.Gone
            ? Continue(sent, known, status, generation)
            : Amend(sent, known, status, generation);
    }

    private static WorkflowExecution Insert(N8nExecution sent, ExecutionStatus status, int generation, DateTime now)
    {
        var row = new WorkflowExecution
        {
            ExecutionId = ExecutionId(sent.Id, generation),
            N8nExecutionId = sent.Id,
            Generation = generation,
            WorkflowId = sent.WorkflowId!,
            CreatedAt = now,
            StartTimeEstimated = sent.StartedAt is null,
            // First seen; never after its own end, as with one cancelled long ago while it queued.
            StartTime = UtcTime.Truncate(sent.StartedAt ?? (sent.StoppedAt < now ? sent.StoppedAt.Value : now)),
            RetrySuccessId = sent.RetrySuccessId,
        };
        Report(row, sent, status);
        return row;
    }

    /// <summary>It was open: everything n8n says now holds, but for a start known before.</summary>
    private static IngestVerdict Continue(
        N8nExecution sent,
        WorkflowExecution known,
        ExecutionStatus status,
        int generation
    )
    {
        var row = Copy(known);
        row.Generation = generation;
        if (known.StartTimeEstimated && sent.StartedAt is { } started)
        {
            row.StartTime = UtcTime.Truncate(started);
            row.StartTimeEstimated = false;
        }
        row.RetrySuccessId = sent.RetrySuccessId ?? known.RetrySuccessId;
        Report(row, sent, status);
        return Same(row, known) ? IngestVerdict.Nothing : new IngestVerdict(row, null);
    }

    /// <summary>It had finished: only a later retry is new, and the word an old list had not told.</summary>
    private static IngestVerdict Amend(
        N8nExecution sent,
        WorkflowExecution known,
        ExecutionStatus status,
        int generation
    )
    {
        var row = Copy(known);
        row.Generation = generation;
        row.RetrySuccessId = sent.RetrySuccessId ?? known.RetrySuccessId;
        if (known.N8nStatus is null && sent.Status is not null && status != ExecutionStatus.Running)
        {
            row.Status = status;
            row.N8nStatus = StoredText.Cut(sent.Status, StoredText.Word);
        }
        return Same(row, known) ? IngestVerdict.Nothing : new IngestVerdict(row, null);
    }

    private static void Report(WorkflowExecution row, N8nExecution sent, ExecutionStatus status)
    {
        var finished = status != ExecutionStatus.Running;
        row.Status = status;
        row.N8nStatus = StoredText.Cut(sent.Status, StoredText.Word) ?? row.N8nStatus;
        row.Mode = StoredText.Cut(sent.Mode, StoredText.Word) ?? row.Mode;
        row.RetryOf = sent.RetryOf ?? row.RetryOf;
        row.EndTime = finished && sent.StoppedAt is { } stopped ? UtcTime.Truncate(stopped) : null;
        row.DurationMs =
            row.EndTime is { } end && !row.StartTimeEstimated
                ? Math.Max(0, (long)(end - row.StartTime).TotalMilliseconds)
                : null;
        // Kept when it wakes up: what it takes is counted from then.
        if (sent is { IsWaiting: true, WaitTill: { } till } && !IsAbsurd(till))
            row.WaitTill = UtcTime.Truncate(till);
        row.DetailState = finished ? DetailState.Pending : DetailState.Open;
    }

    private static WorkflowExecution Copy(WorkflowExecution row) =>
        new()
        {
            ExecutionId = row.ExecutionId,
            N8nExecutionId = row.N8nExecutionId,
            Generation = row.Generation,
            WorkflowId = row.WorkflowId,
            CreatedAt = row.CreatedAt,
            Status = row.Status,
            StartTime = row.StartTime,
            StartTimeEstimated = row.StartTimeEstimated,
            EndTime = row.EndTime,
            DurationMs = row.DurationMs,
            N8nStatus = row.N8nStatus,
            Mode = row.Mode,
            RetryOf = row.RetryOf,
            RetrySuccessId = row.RetrySuccessId,
            WaitTill = row.WaitTill,
            DetailState = row.DetailState,
        };

    private static bool Same(WorkflowExecution a, WorkflowExecution b) =>
        (a.Status, a.StartTime, a.StartTimeEstimated, a.EndTime, a.DurationMs, a.DetailState)
            == (b.Status, b.StartTime, b.StartTimeEstimated, b.EndTime, b.DurationMs, b.DetailState)
        && (a.Generation, a.WaitTill) == (b.Generation, b.WaitTill)
        && (a.N8nStatus, a.Mode, a.RetryOf, a.RetrySuccessId) == (b.N8nStatus, b.Mode, b.RetryOf, b.RetrySuccessId);

    private static bool IsId(string? id) =>
        id is { Length: > 0 and <= LongestId } && id.All(sign => sign is > ' ' and <= '~' and not '@');

    private static bool IsAbsurd(DateTime? time) => time < Earliest || time > Latest;
}
