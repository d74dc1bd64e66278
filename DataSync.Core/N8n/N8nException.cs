using System.Net;

namespace DataSync.Core.N8n;

/// <summary>A request to n8n that brought no usable answer. The message is fit for a page: no key, no body, no stack.</summary>
public sealed class N8nException(
    N8nCondition condition,
    string message,
    HttpStatusCode? status = null,
    TimeSpan? retryAfter = null,
    Exception? inner = null
) : Exception(message, inner)
{
    public N8nCondition Condition { get; } = condition;

    public HttpStatusCode? Status { get; } = status;

    /// <summary>How long n8n asked to be left alone; the next pass waits at least as long.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
