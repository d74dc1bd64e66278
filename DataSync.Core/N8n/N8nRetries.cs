using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace DataSync.Core.N8n;

/// <summary>Retries outermost, then the budget, then the attempt's time-out: every attempt costs one permit.</summary>
internal static class N8nRetries
{
    /// <summary>A longer Retry-After is not waited for in place; it postpones the caller's whole pass.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    public static IHttpClientBuilder AddN8nRetries(this IHttpClientBuilder client)
    {
        client.AddResilienceHandler(
            "retries",
            (pipeline, context) =>
            {
                var options = context.ServiceProvider.GetRequiredService<IOptions<N8nOptions>>().Value;
                var time = context.ServiceProvider.GetRequiredService<TimeProvider>();
                pipeline.TimeProvider = time;
                if (options.MaxRetries > 0)
                    pipeline.AddRetry(Retry(options.MaxRetries, time));
            }
        );
        client.AddHttpMessageHandler<BudgetHandler>();
        client.AddResilienceHandler(
            "attempt",
            (pipeline, context) =>
            {
                pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
                pipeline.AddTimeout(
                    context.ServiceProvider.GetRequiredService<IOptions<N8nOptions>>().Value.AttemptTimeout
                );
            }
        );
        return client;
    }

    /// <summary>What an answer asks the next attempt to wait, whatever form it says it in.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage? answer, TimeProvider time)
    {
        var header = answer?.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date - time.GetUtcNow());
        return wait is { } known && known > TimeSpan.Zero ? known : null;
    }

    private static HttpRetryStrategyOptions Retry(int times, TimeProvider time) =>
        new()
        {
            MaxRetryAttempts = times,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromSeconds(1),
            MaxDelay = LongestWait,
            UseJitter = true,
            ShouldRetryAfterHeader = false,
            ShouldHandle = attempt => ValueTask.FromResult(IsWorthAnother(attempt, time)),
            DelayGenerator = attempt => ValueTask.FromResult(RetryAfter(attempt.Outcome.Result, time)),
        };

    private static bool IsWorthAnother(RetryPredicateArguments<HttpResponseMessage> attempt, TimeProvider time)
    {
        if (attempt.Context.GetRequestMessage()?.Method != HttpMethod.Get)
            return false;
        if (attempt.Outcome.Exception is { } failure)
            return failure is HttpRequestException or TimeoutRejectedException;
        return attempt.Outcome.Result is { } answer
            && answer.StatusCode
                is HttpStatusCode.RequestTimeout
                    or HttpStatusCode.TooManyRequests
                    or >= HttpStatusCode.InternalServerError
            && !(RetryAfter(answer, time) > LongestWait);
    }
}
