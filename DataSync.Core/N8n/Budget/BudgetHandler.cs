using System.Diagnostics;
using DataSync.Core.Persistence;

namespace DataSync.Core.N8n;

/// <summary>One permit for each attempt; sits inside the retries and outside the attempt's time-out.</summary>
internal sealed class BudgetHandler(RequestBudget budget, N8nMetrics metrics) : DelegatingHandler
{
    /// <summary>Who the request is made for.</summary>
    public static readonly HttpRequestOptionsKey<RequestPriority> Priority = new("DataSync.Priority");

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (!request.Options.TryGetValue(Priority, out var priority))
            throw new InvalidOperationException("A request to n8n must say its priority");
        var permit = await budget.TakeAsync(priority, cancellationToken);
        try
        {
            return await Telemetry.TraceAsync(
                "n8n request",
                span => MeasuredAsync(request, priority, span, cancellationToken),
                ActivityKind.Client
            );
        }
        finally
        {
            await budget.AnsweredAsync(permit);
        }
    }

    private async Task<HttpResponseMessage> MeasuredAsync(
        HttpRequestMessage request,
        RequestPriority priority,
        Activity? span,
        CancellationToken cancellation
    )
    {
        int? status = null;
        try
        {
            var answer = await base.SendAsync(request, cancellation);
            status = (int)answer.StatusCode;
            return answer;
        }
        finally
        {
            metrics.Asked(status);
            // Without the query, whose cursors and filters say little, and without anything of the headers.
            span?.SetTag("http.request.method", request.Method.Method)
                .SetTag("url.path", PathOf(request.RequestUri))
                .SetTag("http.response.status_code", status)
                .SetTag("datasync.priority", EnumWords.Of(priority));
        }
    }

    /// <summary>Without what lies below <c>/webhook</c>: of an open one it is all that keeps others from calling it.</summary>
    private static string? PathOf(Uri? address)
    {
        const string webhooks = "/webhook/";
        var path = address?.AbsolutePath;
        return path?.IndexOf(webhooks, StringComparison.Ordinal) is >= 0 and var at
            ? path[..(at + webhooks.Length)]
            : path;
    }
}
