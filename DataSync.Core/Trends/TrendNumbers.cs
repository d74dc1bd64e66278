using DataSync.Core.Executions;
using DataSync.Core.Live;

namespace DataSync.Core.Trends;

/// <summary>What runs come to. Runs that are part of another workflow's are apart. Not thread-safe while it is added to.</summary>
public sealed class TrendNumbers
{
    private readonly DurationSketch durations = new();

    public int Success { get; private set; }
    public int Failure { get; private set; }
    public int Cancelled { get; private set; }
    public int Runs => Success + Failure + Cancelled;

    /// <summary>Failures whose retry succeeded.</summary>
    public int Retried { get; private set; }

    /// <summary>Started by a person in n8n's editor.</summary>
    public int ByHand { get; private set; }

    /// <summary>Runs as a part of another workflow's, in none of the other numbers.</summary>
    public int Parts { get; private set; }

    /// <summary>What the success rate is of: neither by hand nor cancelled.</summary>
    public RunRate Rate { get; private set; }

    /// <summary>Runs that told at least one of the counts of resources.</summary>
    public int Reported { get; private set; }

    /// <summary>Null: no run told any, which is not 0.</summary>
    public long? ResourcesCreated => Told(created);
    public long? ResourcesUpdated => Told(updated);
    public long? ResourcesDeleted => Told(deleted);
    public long? ResourcesFailed => Told(failed);

    private long created;
    private long updated;
    private long deleted;
    private long failed;

    /// <summary>In milliseconds, within 1 %; null without a run whose duration is known.</summary>
    /// <param name="share">0.5 is the median.</param>
    public double? Duration(double share) => durations.Quantile(share);

    internal void Add(TrendCell cell)
    {
        if (cell.Origin.IsPart())
        {
            Parts += cell.Success + cell.Failure + cell.Cancelled;
            return;
        }
        Success += cell.Success;
        Failure += cell.Failure;
        Cancelled += cell.Cancelled;
        Retried += cell.Retried;
        if (cell.Origin == RunOrigin.Manual)
            ByHand += cell.Success + cell.Failure + cell.Cancelled;
        else
            Rate += new RunRate(cell.Success, cell.Failure);
        Reported += cell.Reported;
        created += cell.Created;
        updated += cell.Updated;
        deleted += cell.Deleted;
        failed += cell.Failed;
        durations.Add(cell.Durations);
    }

    private long? Told(long count) => Reported == 0 ? null : count;
}

/// <summary>A stored roll-up as it is summed up.</summary>
/// <param name="Bucket">Start of the bucket it belongs to, UTC.</param>
/// <param name="Durations">Of <see cref="DurationSketch"/>.</param>
internal sealed record TrendCell(
    DateTime Bucket,
    string WorkflowId,
    RunOrigin Origin,
    int Success,
    int Failure,
    int Cancelled,
    int Retried,
    int Reported,
    long Created,
    long Updated,
    long Deleted,
    long Failed,
    byte[] Durations
);
