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

    /// <exception cref="HistoryRequestException">It cannot be answered.</exception>
    internal void Check()
    {
        if (Search?.Length > LongestSearch)
            throw new HistoryRequestException("search", $"It may have at most {LongestSearch} characters.");
        if (From >= To)
            throw new HistoryRequestException("from", "It must be before the end of the period.");
    }
}

/// <summary>A question to the history that cannot be answered.</summary>
/// <param name="field">The part at fault, in camelCase.</param>
/// <param name="message">What is wrong with it, a sentence.</param>
public sealed class HistoryRequestException(string field, string message) : Exception(message)
{
    public string Field { get; } = field;
}
