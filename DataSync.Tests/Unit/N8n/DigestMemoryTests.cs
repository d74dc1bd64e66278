using System.Text;
using DataSync.Core.N8n;
using DataSync.Tests.Support;

namespace DataSync.Tests.Unit.N8n;

/// <summary>Payloads of tens of MB pass through in bounded memory: the live heap is measured while they are read.</summary>
[Collection(Alone.Name)]
public sealed class DigestMemoryTests
{
    private const long Megabyte = 1 << 20;

    [Theory]
    [InlineData("items")]
    [InlineData("one text")]
    [InlineData("blanks")]
    [InlineData("names")]
    public async Task Fifty_megabytes_take_less_than_two(string kind)
    {
        using var json = new Generated(Parts(kind, 50 * Megabyte));

        var detail = await ExecutionReader.ReadOneAsync(json, default);

        Assert.True(json.BytesRead > 50 * Megabyte);
        Assert.True(json.PeakHeap < 2 * Megabyte, $"{json.PeakHeap / 1024} KB on top");
        Assert.Equal("Write", detail.Digest!.LastNode);
        Assert.Equal(3, detail.Digest.Resources.Created);
        if (kind is "items")
            Assert.True(detail.Digest.Nodes[0].Items > 100_000);
    }

    private static IEnumerable<string> Parts(string kind, long size)
    {
        yield return """{"id":"1","finished":true,"data":{"resultData":{"runData":{"Fetch":[{"startTime":1,"data":{"main":[[""";
        var filler = kind switch
        {
            "items" =>
                """{"json":{"vpc":"vpc-0a1b2c3d","tags":["a","b"],"cidr":"10.0.0.0/16","note":"\u00e9 \" x"}},""",
            "one text" => "lorem ipsum \\u00e9 \\\" ",
            "names" => "{\"json\":{\"" + new string('n', 100_000) + "\":1}},",
            _ => "    \n",
        };
        yield return kind is "one text" ? "{\"json\":{\"text\":\"" : "";
        for (long written = 0; written <= size; written += filler.Length)
            yield return filler;
        yield return kind is "one text" ? "\"}}" : "{}";
        yield return """]]}}],"Write":[{"data":{"main":[[{"json":{"resources_created":3}}]]}}]},"lastNodeExecuted":"Write"}}}""";
    }

    /// <summary>A stream made while it is read, so that only the reader's memory is seen.</summary>
    private sealed class Generated(IEnumerable<string> parts) : MemoryStream
    {
        private readonly IEnumerator<string> rest = parts.GetEnumerator();
        private readonly long before = GC.GetTotalMemory(forceFullCollection: true);
        private byte[] current = [];
        private int position;
        private long nextSample;

        public long BytesRead { get; private set; }
        public long PeakHeap { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (BytesRead >= nextSample)
            {
                nextSample += 5 * Megabyte;
                // Once: asked to force it, the runtime collects up to twenty times, of all that a thousand tests hold.
                GC.Collect();
                PeakHeap = Math.Max(PeakHeap, GC.GetTotalMemory(forceFullCollection: false) - before);
            }
            var filled = 0;
            while (filled < buffer.Length)
            {
                if (position == current.Length)
                {
                    if (!rest.MoveNext())
                        break;
                    (current, position) = (Encoding.UTF8.GetBytes(rest.Current), 0);
                }
                var take = Math.Min(buffer.Length - filled, current.Length - position);
                current.AsMemory(position, take).CopyTo(buffer[filled..]);
                (filled, position) = (filled + take, position + take);
            }
            BytesRead += filled;
            return ValueTask.FromResult(filled);
        }
    }
}
