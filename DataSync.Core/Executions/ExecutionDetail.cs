using DataSync.Core.N8n;

namespace DataSync.Core.Executions;

/// <summary>One execution with all that is known of it.</summary>
/// <param name="StartTimeEstimated">n8n told no start; the time is when the execution was first seen.</param>
/// <param name="IsInN8n">False where n8n certainly no longer has it: it said so, lost the workflow, or was rebuilt since.</param>
/// <param name="RetrySuccessId">n8n's id of the retry that succeeded, also where that is not in <paramref name="Retries"/>.</param>
/// <param name="Digest">Null unless the state is <see cref="DetailState.Stored"/>, and then once it has expired.</param>
/// <param name="Retries">The chain of retries it belongs to with itself, oldest first, bounded; empty without one.</param>
/// <param name="SameError">Null without an error.</param>
public sealed record ExecutionDetail(
    ExecutionSummary Summary,
    string N8nExecutionId,
    bool StartTimeEstimated,
    bool IsInN8n,
    string? RetrySuccessId,
    DetailState State,
    ExecutionDigest? Digest,
    IReadOnlyList<ExecutionSummary> Retries,
    ErrorOccurrences? SameError
);

/// <summary>Where else an error occurred, in any workflow.</summary>
/// <param name="FirstAt">Start of the first execution that failed with it.</param>
/// <param name="Earlier">The last ones before the execution in question, newest first.</param>
public sealed record ErrorOccurrences(string Fingerprint, DateTime FirstAt, IReadOnlyList<ExecutionSummary> Earlier);
