using DataSync.Core.Access;
using DataSync.Core.Executions;

namespace DataSync.Core.Trends;

/// <summary>Which runs are to be summed up, and by what. An empty list or null asks for all.</summary>
/// <param name="From">UTC; taken back to the start of its hour.</param>
/// <param name="To">UTC, not included; taken on to the end of its hour.</param>
public sealed record TrendQuery(DateTime From, DateTime To)
{
    /// <summary>Of each group in the answer.</summary>
    public const int MostBuckets = 2_400;

    public TrendBucket Bucket { get; init; } = TrendBucket.Day;

    /// <summary>Which workflows; its times, statuses and search do not count here.</summary>
    public ExecutionFilter Workflows { get; init; } = ExecutionFilter.None;

    /// <exception cref="RefusedException">It cannot be answered.</exception>
    internal void Check()
    {
        if (From >= To)
            throw RefusedException.Invalid("from", "It must be before the end of the period.");
        var length = Bucket switch
        {
            TrendBucket.Hour => TimeSpan.FromHours(1),
            TrendBucket.Day => TimeSpan.FromDays(1),
            _ => TimeSpan.FromDays(7),
        };
        if ((To - From) / length > MostBuckets)
            throw RefusedException.Invalid(
                "bucket",
                $"The period has more than {MostBuckets} of them. Ask for a shorter period or longer buckets."
            );
    }
}

/// <summary>Days and weeks of the site's zone.</summary>
public enum TrendBucket
{
    Hour,
    Day,

    /// <summary>From Monday on.</summary>
    Week,
}

public enum TrendGroup
{
    None,
    Workflow,
    Provider,
    Type,
}
