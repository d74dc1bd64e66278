using DataSync.Core.N8n;
using DataSync.Core.Persistence;

namespace DataSync.Core.Executions;

/// <summary>Adds to the transaction that stores executions what follows from them. May run more than once for one commit.</summary>
public interface IExecutionObserver
{
    /// <param name="ended">Executions that end in this transaction, or are first stored ended.</param>
    Task EndedAsync(DataSyncDbContext context, IReadOnlyList<WorkflowExecution> ended, CancellationToken cancellation);

    /// <summary>Their details have been read, or n8n has none.</summary>
    Task ExplainedAsync(
        DataSyncDbContext context,
        IReadOnlyList<ExplainedExecution> explained,
        CancellationToken cancellation
    );
}

/// <param name="Error">Null: none, or n8n does not have it any more.</param>
public sealed record ExplainedExecution(WorkflowExecution Execution, ErrorDigest? Error);
