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
    private readonly Dictionary<int, int> buckets = [];

    public long Count { get; private set; }

    /// <summary>Nothing is in it, and nothing is to be taken out.</summary>
    public bool IsEmpty => buckets.Count == 0;

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
        Put(milliseconds == 0 ? 0 : 1 + (int)Math.Ceiling(Math.Log(milliseconds) / LogGrowth), count);
    }

    public void Add(DurationSketch other)
    {
        foreach (var (bucket, count) in other.buckets)
            Put(bucket, count);
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
        var bucket = 0;
        foreach (var (next, count) in buckets.OrderBy(one => one.Key))
        {
            bucket = next;
            rank -= count;
            if (rank < 0)
                break;
        }
        return bucket == 0 ? 0 : 2 * Math.Pow(Growth, bucket - 1) / (Growth + 1);
    }

    /// <summary>Equal sketches give equal bytes: the distance to the bucket before and the count, as numbers of 7 bits a byte.</summary>
    public byte[] ToBytes()
    {
        var written = new List<byte>(buckets.Count * 3);
        var before = 0;
        foreach (var (bucket, count) in buckets.OrderBy(one => one.Key))
        {
            Write(written, bucket - before);
            Write(written, count);
            before = bucket;
        }
        return [.. written];
    }

    public bool Equals(DurationSketch? other) => other is not null && ToBytes().AsSpan().SequenceEqual(other.ToBytes());

    public override bool Equals(object? obj) => Equals(obj as DurationSketch);

    public override int GetHashCode() => Count.GetHashCode();

    private void Put(int bucket, int count)
    {
        Count += count;
        var sum = buckets.GetValueOrDefault(bucket) + count;
        if (sum == 0)
            buckets.Remove(bucket);
        else
            buckets[bucket] = sum;
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
