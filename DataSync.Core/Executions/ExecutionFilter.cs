using DataSync.Core.Access;
using DataSync.Core.Workflows;

namespace DataSync.Core.Executions;

/// <summary>Which executions are wanted. An empty list or null asks for all.</summary>
public sealed record ExecutionFilter
{
    public const int LongestSearch = 200;

    public static readonly ExecutionFilter None = new();

    public string? WorkflowId { get; init; }
    public IReadOnlyCollection<CloudProvider> Providers { get; init; } = [];
    public IReadOnlyCollection<WorkflowType> Types { get; init; } = [];
    public IReadOnlyCollection<ExecutionStatus> Statuses { get; init; } = [];

    /// <summary>Started at this time or later, UTC.</summary>
    public DateTime? From { get; init; }

    /// <summary>Started before this time, UTC.</summary>
    public DateTime? To { get; init; }

    /// <summary>Part of the error or of the failed node's name, or an execution's whole id.</summary>
    public string? Search { get; init; }

    /// <summary>All with this <see cref="WorkflowExecution.ErrorFingerprint"/>.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>None that ran as a part of another workflow's run.</summary>
    public bool WithoutParts { get; init; }

    /// <summary>Whether a workflow that covers the cell is wanted.</summary>
    internal bool Covers(WorkflowCell cell) =>
        (Providers.Count == 0 || Providers.Contains(cell.Provider))
        && (Types.Count == 0 || Types.Contains(cell.WorkflowType));

    /// <exception cref="RefusedException">It cannot be answered.</exception>
    internal void Check()
    {
        if (Search?.Length > LongestSearch)
            throw RefusedException.Invalid("search", $"It may have at most {LongestSearch} characters.");
        if (From >= To)
            throw RefusedException.Invalid("from", "It must be before the end of the period.");
    }
}
