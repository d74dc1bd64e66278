using System.Globalization;
using System.Runtime.InteropServices;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.Persistence;

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

    /// <param name="taken">Written durations of it.</param>
    internal void Add(in TrendCell cell, ReadOnlySpan<byte> taken)
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
        durations.Add(taken);
    }

    private long? Told(long count) => Reported == 0 ? null : count;
}

/// <summary>Stored roll-ups as they are summed up: as few objects as can be, for there are tens of thousands. Not thread-safe while it is filled.</summary>
internal sealed class TrendCells
{
    private readonly List<TrendCell> all = [];
    private byte[] durations = new byte[4_096];
    private int used;

    public IReadOnlyList<TrendCell> All => all;

    /// <summary>Of a cell, as <see cref="DurationSketch.ToBytes"/> wrote them.</summary>
    public ReadOnlySpan<byte> Durations(in TrendCell cell) => durations.AsSpan(cell.DurationsAt, cell.DurationsLength);

    /// <param name="written">Its durations.</param>
    public void Add(TrendCell cell, ReadOnlySpan<byte> written)
    {
        if (used + written.Length > durations.Length)
            Array.Resize(ref durations, Math.Max(2 * durations.Length, used + written.Length));
        written.CopyTo(durations.AsSpan(used));
        all.Add(cell with { DurationsAt = used, DurationsLength = written.Length });
        used += written.Length;
    }
}

/// <param name="Bucket">Start of the bucket it belongs to, UTC.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TrendCell(
    DateTime Bucket,
    TrendWorkflow Workflow,
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
    int DurationsAt = 0,
    int DurationsLength = 0
)
{
    /// <param name="row">Origin, counts and the workflow's id, with a space between each.</param>
    /// <returns>Null: none of these workflows.</returns>
    public static TrendCell? Parse(
        DateTime bucket,
        ReadOnlySpan<char> row,
        Dictionary<string, TrendWorkflow>.AlternateLookup<ReadOnlySpan<char>> workflows
    )
    {
        var origin = Word(ref row);
        Span<long> counts = stackalloc long[Counts];
        for (var at = 0; at < Counts; at++)
            counts[at] = long.Parse(Word(ref row), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return workflows.TryGetValue(row, out var workflow)
            ? new(
                bucket,
                workflow,
                EnumWords.Parse<RunOrigin>(origin),
                (int)counts[0],
                (int)counts[1],
                (int)counts[2],
                (int)counts[3],
                (int)counts[4],
                counts[5],
                counts[6],
                counts[7],
                counts[8]
            )
            : null;
    }

    private const int Counts = 9;

    private static ReadOnlySpan<char> Word(ref ReadOnlySpan<char> row)
    {
        var end = row.IndexOf(' ');
        var word = row[..end];
        row = row[(end + 1)..];
        return word;
    }
}
