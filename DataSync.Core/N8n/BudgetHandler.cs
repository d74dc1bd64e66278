namespace DataSync.Core.N8n;

/// <summary>One permit for each attempt; sits inside the retries and outside the attempt's time-out.</summary>
internal sealed class BudgetHandler(RequestBudget budget) : DelegatingHandler
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
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            await budget.AnsweredAsync(permit);
        }
    }
}
