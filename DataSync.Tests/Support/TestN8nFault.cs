using System.Text;
using Microsoft.AspNetCore.Http;

namespace DataSync.Tests.Support;

/// <summary>A way for n8n to misbehave. <c>Answer</c> returns false when the ordinary answer shall follow.</summary>
public sealed class TestN8nFault
{
    private TestN8nFault(
        Func<HttpContext, TimeProvider, Task<bool>> answer,
        bool alsoHealth = false,
        bool isAfterActing = false
    )
    {
        Answer = answer;
        AlsoHealth = alsoHealth;
        IsAfterActing = isAfterActing;
    }

    public Func<HttpContext, TimeProvider, Task<bool>> Answer { get; }

    /// <summary>Whether <c>/healthz</c> meets it too.</summary>
    public bool AlsoHealth { get; }

    /// <summary>n8n does what it is asked first.</summary>
    public bool IsAfterActing { get; }

    /// <summary>The same, but n8n has done what it was asked by then: its answer is what goes wrong.</summary>
    public TestN8nFault AfterActing() => new(Answer, AlsoHealth, isAfterActing: true);

    /// <summary>The same, so much later by the clock the server was started with.</summary>
    public TestN8nFault After(TimeSpan delay) =>
        new(
            async (http, time) =>
            {
                await Task.Delay(delay, time, http.RequestAborted)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return await Answer(http, time);
            },
            AlsoHealth,
            IsAfterActing
        );

    /// <summary>The connection breaks without an answer. (For a refused one: <see cref="TestN8n.StopAsync"/>.)</summary>
    public static readonly TestN8nFault Down = new(
        (http, _) =>
        {
            http.Abort();
            return Task.FromResult(true);
        },
        alsoHealth: true
    );

    /// <summary>No answer until the caller gives up.</summary>
    public static readonly TestN8nFault Silent = new(
        async (http, _) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        },
        alsoHealth: true
    );

    /// <summary>Headers and half a body, then nothing until the caller gives up.</summary>
    public static readonly TestN8nFault Stalled = new(
        async (http, _) =>
        {
            http.Response.ContentType = "application/json; charset=utf-8";
            await http.Response.WriteAsync("""{"data":[{"id":"1","fini""", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        }
    );

    public static readonly TestN8nFault Html = Body(200, "text/html", "<!DOCTYPE html><html><title>n8n</title></html>");
    public static readonly TestN8nFault Unauthorized = Json(401, """{"message":"Unauthorized"}""");
    public static readonly TestN8nFault Forbidden = Json(403, """{"message":"Forbidden"}""");
    public static readonly TestN8nFault ServerError = Json(500, """{"message":"Internal server error"}""");
    public static readonly TestN8nFault Truncated = Json(200, """{"data":[{"id":"1","finished":tr""");

    public static TestN8nFault Redirect(string target) =>
        new(
            (http, _) =>
            {
                http.Response.Redirect(target);
                return Task.FromResult(true);
            }
        );

    public static TestN8nFault RateLimited(TimeSpan? retryAfter = null) =>
        new(
            async (http, _) =>
            {
                if (retryAfter is { } wait)
                    http.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString();
                await Write(http, 429, "application/json", """{"message":"Too many requests"}""");
                return true;
            }
        );

    private static readonly TestN8nFault None = new((_, _) => Task.FromResult(false));

    /// <summary>The ordinary answer, but late by the clock the server was started with.</summary>
    public static TestN8nFault Slow(TimeSpan delay) => None.After(delay);

    public static TestN8nFault Json(int status, string body) => Body(status, "application/json; charset=utf-8", body);

    private static TestN8nFault Body(int status, string type, string body) =>
        new(
            async (http, _) =>
            {
                await Write(http, status, type, body);
                return true;
            }
        );

    private static async Task Write(HttpContext http, int status, string type, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), http.RequestAborted);
    }
}
