using DataSync.Core.N8n;
using DataSync.Core.Persistence;

namespace DataSync.Core.Executions;

/// <summary>Adds to the transaction that stores executions what follows from them. May run more than once for one commit.</summary>
public interface IExecutionObserver
{
    /// <param name="changes">Executions first stored in this transaction, or whose state changes in it.</param>
    Task ChangedAsync(
        DataSyncDbContext context,
        Checkpoint checkpoint,
        IReadOnlyList<ExecutionChange> changes,
        CancellationToken cancellation
    );

    /// <summary>Their details have been read, or n8n has none.</summary>
    Task ExplainedAsync(
        DataSyncDbContext context,
        Checkpoint checkpoint,
        IReadOnlyList<ExplainedExecution> explained,
        CancellationToken cancellation
    );
}

/// <summary>What an execution was and is, without its detail.</summary>
/// <param name="Before">Null: it was not stored, or still open.</param>
public sealed record ExecutionChange(WorkflowExecution? Before, WorkflowExecution After)
{
    /// <summary>It was not stored as ended before.</summary>
    public bool Ends => After.Status != ExecutionStatus.Running && Before?.Status is null or ExecutionStatus.Running;
}

/// <param name="Error">Null: none, or n8n does not have it any more.</param>
public sealed record ExplainedExecution(WorkflowExecution Execution, ErrorDigest? Error);
