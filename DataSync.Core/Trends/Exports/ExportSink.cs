using System.Buffers;
using System.Security.Cryptography;

namespace DataSync.Core.Trends;

/// <summary>
/// Between writers, which write synchronously, and where the file goes, which is written to asynchronously: it holds what was
/// written since it was last drained, and counts and hashes all of it.
/// </summary>
internal sealed class ExportSink(Stream target) : Stream
{
    /// <summary>Bytes, from which on it is worth sending.</summary>
    private const int Enough = 64 * 1024;

    private readonly ArrayBufferWriter<byte> waiting = new(2 * Enough);
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public bool IsFull => waiting.WrittenCount >= Enough;

    /// <summary>Bytes sent.</summary>
    public long Sent { get; private set; }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Sent + waiting.WrittenCount;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => waiting.Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => waiting.Write(buffer);

    /// <summary>Sending is <see cref="DrainAsync"/>'s.</summary>
    public override void Flush() { }

    public async Task DrainAsync(CancellationToken cancellation)
    {
        hash.AppendData(waiting.WrittenSpan);
        await target.WriteAsync(waiting.WrittenMemory, cancellation);
        Sent += waiting.WrittenCount;
        waiting.ResetWrittenCount();
    }

    /// <summary>Of all that was sent, lower-case hex.</summary>
    public string Sha256() => Convert.ToHexStringLower(hash.GetCurrentHash());

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            hash.Dispose();
        base.Dispose(disposing);
    }
}
