namespace DataSync.Core.Trends;

/// <summary>
/// How durations are distributed, in few bytes: counts in buckets whose bounds grow by a constant factor, so that every
/// quantile is within 1 % of the exact one. Sketches add up, and what was added can be taken out again, without loss.
/// Not thread-safe. After Masson, Rim and Lee, "DDSketch: a fast and fully-mergeable quantile sketch with relative-error
/// guarantees", VLDB 2019.
/// </summary>
public sealed class DurationSketch : IEquatable<DurationSketch>
{
    /// <summary>A little below 1 %, so that rounding does not lead beyond it.</summary>
    private const double Error = 0.0099;
    private const double Growth = (1 + Error) / (1 - Error);
    private static readonly double LogGrowth = Math.Log(Growth);

    /// <summary>More than a workflow's runs of a day can fill.</summary>
    internal const int MostBytes = 8_192;

    /// <summary>Bucket 0 holds what took no time, bucket <c>n</c> what took over <c>Growth^(n-2)</c> to <c>Growth^(n-1)</c> ms.</summary>
    private int[] counts = [];

    /// <summary>The bucket that <c>counts[0]</c> is of.</summary>
    private int first;

    public long Count { get; private set; }

    /// <summary>Nothing is in it, and nothing is to be taken out.</summary>
    public bool IsEmpty => counts.All(count => count == 0);

    /// <exception cref="FormatException">It is none that <see cref="ToBytes"/> wrote.</exception>
    public static DurationSketch Parse(ReadOnlySpan<byte> written)
    {
        var sketch = new DurationSketch();
        sketch.Add(written);
        return sketch;
    }

    /// <param name="milliseconds">0 or more.</param>
    /// <param name="count">Negative takes out.</param>
    public void Add(long milliseconds, int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds);
        Put(BucketOf(milliseconds), count);
    }

    public void Add(DurationSketch other)
    {
        for (var at = 0; at < other.counts.Length; at++)
        {
            if (other.counts[at] != 0)
                Put(other.first + at, other.counts[at]);
        }
    }

    /// <summary>Adds one written by <see cref="ToBytes"/>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public void Add(ReadOnlySpan<byte> written)
    {
        var bucket = 0;
        while (written.Length > 0)
        {
            bucket += Number(ref written);
            Put(bucket, Number(ref written));
        }
    }

    /// <summary>In milliseconds: the duration of rank ⌊<paramref name="share"/> × (count − 1)⌋ from the shortest; null of none.</summary>
    /// <param name="share">0 to 1.</param>
    public double? Quantile(double share)
    {
        if (Count <= 0)
            return null;
        var rank = (long)(share * (Count - 1));
        var at = 0;
        for (rank -= counts[0]; rank >= 0; rank -= counts[at])
            at++;
        var bucket = first + at;
        return bucket == 0 ? 0 : 2 * Math.Pow(Growth, bucket - 1) / (Growth + 1);
    }

    /// <summary>How many took no longer, within 1 % of that time.</summary>
    public long CountUpTo(long milliseconds)
    {
        var last = BucketOf(milliseconds) - first;
        var count = 0L;
        for (var at = 0; at < counts.Length && at <= last; at++)
            count += counts[at];
        return count;
    }

    public static DurationSketch Sum(DurationSketch a, DurationSketch b)
    {
        var sum = new DurationSketch();
        sum.Add(a);
        sum.Add(b);
        return sum;
    }

    /// <summary>Equal sketches give equal bytes: the distance to the bucket before and the count, as numbers of 7 bits a byte.</summary>
    public byte[] ToBytes()
    {
        var written = new List<byte>();
        var before = 0;
        for (var at = 0; at < counts.Length; at++)
        {
            if (counts[at] == 0)
                continue;
            Write(written, first + at - before);
            Write(written, counts[at]);
            before = first + at;
        }
        return [.. written];
    }

    public bool Equals(DurationSketch? other) => other is not null && ToBytes().AsSpan().SequenceEqual(other.ToBytes());

    public override bool Equals(object? obj) => Equals(obj as DurationSketch);

    public override int GetHashCode() => Count.GetHashCode();

    private static int BucketOf(long milliseconds) =>
        milliseconds <= 0 ? 0 : 1 + (int)Math.Ceiling(Math.Log(milliseconds) / LogGrowth);

    private void Put(int bucket, int count)
    {
        if (counts.Length == 0)
            (first, counts) = (bucket, new int[8]);
        else if (bucket < first)
        {
            var wider = new int[counts.Length + first - bucket];
            counts.CopyTo(wider, first - bucket);
            (first, counts) = (bucket, wider);
        }
        else if (bucket >= first + counts.Length)
            Array.Resize(ref counts, Math.Max(2 * counts.Length, bucket - first + 1));
        counts[bucket - first] += count;
        Count += count;
    }

    private static void Write(List<byte> written, int number)
    {
        for (var rest = (uint)number; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                written.Add((byte)rest);
                return;
            }
            written.Add((byte)(rest | 0x80));
        }
    }

    private static int Number(ref ReadOnlySpan<byte> written)
    {
        uint number = 0;
        for (var (at, shift) = (0, 0); at < written.Length && shift < 32; at++, shift += 7)
        {
            number |= (uint)(written[at] & 0x7f) << shift;
            if (written[at] < 0x80)
            {
                written = written[(at + 1)..];
                return (int)number;
            }
        }
        throw new FormatException("The durations of a roll-up are cut off.");
    }
}
