using System.Threading.RateLimiting;
using DataSync.Web.Features.Account;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Access;

/// <summary>On endpoints: how often one caller may ask for any of those with this limit.</summary>
/// <param name="Caller">Whoever is the same counts together.</param>
public sealed record RequestLimit(Func<HttpContext, string> Caller, Func<IServiceProvider, int> PerMinute);

/// <summary>
/// Refuses who asks too often. ASP.NET's own middleware does the same, but its timer cannot be stopped: a program that has ended
/// stays in memory, which in a process of tests is hundreds of them.
/// </summary>
internal sealed class RequestLimits : IMiddleware, IDisposable
{
    private readonly PartitionedRateLimiter<(RequestLimit Limit, HttpContext Http)> limiter =
        PartitionedRateLimiter.Create<(RequestLimit Limit, HttpContext Http), (RequestLimit, string)>(asked =>
            RateLimitPartition.GetFixedWindowLimiter(
                (asked.Limit, asked.Limit.Caller(asked.Http)),
                _ =>
                    new()
                    {
                        PermitLimit = asked.Limit.PerMinute(asked.Http.RequestServices),
                        Window = TimeSpan.FromMinutes(1),
                    }
            )
        );

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RequestLimit>() is not { } limit)
        {
            await next(context);
            return;
        }
        using var lease = limiter.AttemptAcquire((limit, context));
        if (lease.IsAcquired)
        {
            await next(context);
            return;
        }
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        if (lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            context.Response.Headers.RetryAfter = $"{Math.Ceiling(wait.TotalSeconds)}";
        if (!AccessWeb.IsForPrograms(context.Request.Path))
            await new RazorComponentResult<TooManyPage>
            {
                StatusCode = StatusCodes.Status429TooManyRequests,
            }.ExecuteAsync(context);
    }

    public void Dispose() => limiter.Dispose();
}
