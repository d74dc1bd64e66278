using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;

namespace DataSync.Core.Trends;

/// <summary>The runs of a period, to be summed up in any way without reading again. Immutable; thread-safe.</summary>
public sealed class Trend
{
    private readonly TrendCells cells;

    private readonly Lazy<Dictionary<DateTime, DateTime>> ends;
    private readonly Lazy<Dictionary<DateTime, TimeSpan>> unseen;

    internal Trend(TrendCells cells)
    {
        this.cells = cells;
        (ends, unseen) = (new(Ends), new(UnseenTimes));
    }

    /// <summary>As it was counted: from the start of an hour, where hours are no longer kept of a day.</summary>
    public required DateTime From { get; init; }

    /// <summary>Not included.</summary>
    public required DateTime To { get; init; }

    /// <summary>Days where hours were asked for that are no longer kept.</summary>
    public required TrendBucket Bucket { get; init; }

    /// <summary>Starts of all buckets, oldest first, UTC.</summary>
    public required IReadOnlyList<DateTime> Buckets { get; init; }

    /// <summary>Runs that started before are still being counted; null: all are.</summary>
    public DateTime? CountedFrom { get; init; }

    /// <summary>Names and cells of the workflows that ran.</summary>
    public required IReadOnlyDictionary<string, TrendWorkflow> Workflows { get; init; }

    /// <summary>Times in which nobody looked, cut to the period.</summary>
    public required IReadOnlyList<Unseen> Unseen { get; init; }

    /// <summary>For numbers that leave the program: nobody could see later that they were not whole.</summary>
    /// <exception cref="RefusedException">Runs of the period are still being counted, or hours of it are not kept.</exception>
    public void RequireWhole(TrendBucket asked)
    {
        if (Bucket != asked)
            throw RefusedException.Invalid(
                "bucket",
                "Hours are kept only as long as executions are. Ask for days, or for a later time."
            );
        if (CountedFrom > From)
            throw RefusedException.Conflict(
                "Runs of this time are still being counted, so the numbers are not whole yet. Try again in a few minutes."
            );
    }

    public TrendNumbers Total() => Sum<int>(_ => [0]).GetValueOrDefault(0) ?? new();

    /// <summary>One for each bucket, also where nothing ran.</summary>
    public IReadOnlyList<TrendRow> ByBucket()
    {
        var sums = Sum<DateTime>(cell => [cell.Bucket]);
        return [.. Buckets.Select(bucket => new TrendRow(bucket, null, sums.GetValueOrDefault(bucket) ?? new()))];
    }

    /// <summary>Buckets in which something ran, oldest first.</summary>
    public IReadOnlyList<TrendRow> ByBucketAnd(TrendGroup group) =>
        [
            .. Sum(cell => Names(cell, group).Select(name => (cell.Bucket, Group: name)))
                .OrderBy(one => one.Key.Bucket)
                .ThenBy(one => one.Key.Group, StringComparer.Ordinal)
                .Select(one => new TrendRow(one.Key.Bucket, one.Key.Group, one.Value)),
        ];

    /// <summary>Of the whole period.</summary>
    public IReadOnlyList<TrendRow> By(TrendGroup group) =>
        [
            .. Sum(cell => Names(cell, group))
                .OrderBy(one => one.Key, StringComparer.Ordinal)
                .Select(one => new TrendRow(From, one.Key, one.Value)),
        ];

    /// <summary>Where a bucket ends, or the period within it.</summary>
    public DateTime EndOf(DateTime bucket) => ends.Value[bucket];

    /// <summary>How much of a bucket nobody looked at n8n in.</summary>
    public TimeSpan UnseenIn(DateTime bucket) => unseen.Value[bucket];

    private Dictionary<DateTime, DateTime> Ends() =>
        Buckets.Zip(Buckets.Skip(1).Append(To)).ToDictionary(one => one.First, one => one.Second);

    private Dictionary<DateTime, TimeSpan> UnseenTimes() =>
        Buckets.ToDictionary(
            bucket => bucket,
            bucket =>
                TimeSpan.FromTicks(
                    Unseen.Sum(one => Math.Max(0, (Min(one.To, EndOf(bucket)) - Max(one.From, bucket)).Ticks))
                )
        );

    /// <param name="keys">Of the sums a cell is added to.</param>
    private Dictionary<TKey, TrendNumbers> Sum<TKey>(Func<TrendCell, IEnumerable<TKey>> keys)
        where TKey : notnull
    {
        var sums = new Dictionary<TKey, TrendNumbers>();
        foreach (var cell in cells.All)
        {
            foreach (var at in keys(cell))
            {
                if (!sums.TryGetValue(at, out var numbers))
                    sums[at] = numbers = new();
                numbers.Add(cell, cells.Durations(cell));
            }
        }
        return sums;
    }

    private static IEnumerable<string> Names(TrendCell cell, TrendGroup group) =>
        group switch
        {
            TrendGroup.Provider => cell
                .Workflow.Cells.Select(one => EnumWords.Of(one.Provider))
                .Distinct(StringComparer.Ordinal),
            TrendGroup.Type => cell
                .Workflow.Cells.Select(one => EnumWords.Of(one.WorkflowType))
                .Distinct(StringComparer.Ordinal),
            _ => [cell.Workflow.Id],
        };

    private static DateTime Min(DateTime a, DateTime b) => a < b ? a : b;

    private static DateTime Max(DateTime a, DateTime b) => a > b ? a : b;
}

/// <param name="Bucket">Its start, UTC.</param>
/// <param name="Group">A workflow's id, or the word of a provider or type; null: of all.</param>
public sealed record TrendRow(DateTime Bucket, string? Group, TrendNumbers Numbers);

/// <param name="Cells">Those that were asked for: with several it counts in each, as it does where runs are listed.</param>
public sealed record TrendWorkflow(string Id, string Name, IReadOnlyList<WorkflowCell> Cells);

/// <summary>A time in which nobody looked at n8n although somebody should have, UTC.</summary>
/// <param name="Reason">As of <see cref="Live.UnobservedInterval.Reason"/>.</param>
public sealed record Unseen(DateTime From, DateTime To, string Reason);
