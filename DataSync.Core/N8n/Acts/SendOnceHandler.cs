namespace DataSync.Core.N8n;

/// <summary>One request that makes something happen.</summary>
/// <param name="patience">How long it may take until its answer begins.</param>
/// <param name="begun">Timestamp of when it began to wait for its permit.</param>
/// <param name="mostWait">After so long a wait it does not leave; null: it always does.</param>
internal sealed class Sending(TimeSpan patience, long begun, TimeSpan? mostWait)
{
    public static readonly HttpRequestOptionsKey<Sending> Key = new("DataSync.Sending");

    public TimeSpan Patience => patience;

    public bool IsTooLate(TimeProvider time) => time.GetElapsedTime(begun) > mostWait;

    /// <summary>It has left, or may have.</summary>
    public bool Sent { get; set; }
}

/// <summary>Innermost: lets a request leave once, and gives it up when its answer does not begin in time.</summary>
internal sealed class SendOnceHandler(TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (!request.Options.TryGetValue(Sending.Key, out var sending) || sending.Sent)
            throw new InvalidOperationException("What makes something happen in n8n is sent once");
        cancellationToken.ThrowIfCancellationRequested();
        if (sending.IsTooLate(time))
            throw N8nActFailures.TooLate();
        sending.Sent = true;
        using var patience = new CancellationTokenSource(sending.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        return await base.SendAsync(request, either.Token);
    }
}
