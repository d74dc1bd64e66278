namespace DataSync.Core.N8n;

/// <summary>
/// A body that can neither grow without end nor stall: reading throws <see cref="N8nException"/> past
/// <paramref name="maxBytes"/>, and when no byte comes for <paramref name="idle"/>. Read-only, asynchronous only.
/// </summary>
internal sealed class GuardedStream(Stream inner, long maxBytes, TimeSpan idle, TimeProvider time) : Stream
{
    public long BytesRead { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var patience = new CancellationTokenSource(idle, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        int read;
        try
        {
            read = await inner.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException stalled) when (!cancellationToken.IsCancellationRequested)
        {
            throw N8nFailures.Stalled(idle, stalled);
        }
        catch (IOException broken)
        {
            throw N8nFailures.BrokenOff(broken);
        }
        BytesRead += read;
        return BytesRead <= maxBytes ? read : throw N8nFailures.TooLarge(maxBytes);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
