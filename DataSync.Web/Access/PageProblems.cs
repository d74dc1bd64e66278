using DataSync.Core.Persistence;
using DataSync.Web.Features.Account;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Access;

/// <summary>
/// Stands before every page: whatever goes wrong behind it is answered with a page that says so, never with an empty one.
/// </summary>
internal sealed partial class PageProblems(RequestDelegate next, DatabaseState database, ILogger<PageProblems> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for it.
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            // What cannot be bound is no failure of ours.
            http.Response.StatusCode = bad.StatusCode;
        }
        catch (Exception failure) when (!http.Response.HasStarted)
        {
            database.ReportFailure(failure);
            Failed(logger, failure, http.Request.Method, http.Request.Path);
            await AnswerAsync(http, DatabaseState.IsUnreachable(failure));
        }
    }

    private async Task AnswerAsync(HttpContext http, bool isAway)
    {
        http.Response.Clear();
        http.Response.Headers.CacheControl = "no-store";
        // A page may have begun to be drawn with the request's own.
        var services = http.RequestServices;
        await using var scope = services.CreateAsyncScope();
        http.RequestServices = scope.ServiceProvider;
        await new RazorComponentResult<FailedPage>(new { Cause = isAway ? database.Message : null })
        {
            StatusCode = isAway ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
        }.ExecuteAsync(http);
        http.RequestServices = services;
    }

    [LoggerMessage(1513, LogLevel.Error, "The page {Method} {Path} failed")]
    private static partial void Failed(ILogger logger, Exception failure, string method, string path);
}
