using System.Diagnostics;
using DataSync.Core.Persistence;

namespace DataSync.Web.Api;

/// <summary>
/// Stands before everything a program asks for: whatever goes wrong behind it, and every status without a body, is answered
/// with a problem, never with a page or a stack trace.
/// </summary>
internal sealed partial class ApiProblems(RequestDelegate next, DatabaseState database, ILogger<ApiProblems> logger)
{
    private const int RetryAfterSeconds = 5;

    /// <summary>Answers hold names and secrets; those that may be kept say so themselves.</summary>
    private const string NotStored = "no-store";

    public async Task InvokeAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = NotStored;
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure) when (!http.Response.HasStarted)
        {
            await AnswerAsync(http, failure);
            return;
        }
        var response = http.Response;
        if (response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
        {
            if (response.StatusCode == StatusCodes.Status401Unauthorized)
                response.Headers.WWWAuthenticate = "Bearer";
            await Problems.Of(response.StatusCode).Answer().ExecuteAsync(http);
        }
    }

    private async Task AnswerAsync(HttpContext http, Exception failure)
    {
        database.ReportFailure(failure);
        var problem = Problems.Of(failure, database);
        if (problem is null)
        {
            var traceId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
            problem = Problems.Of(StatusCodes.Status500InternalServerError) with { TraceId = traceId };
            Failed(logger, failure, http.Request.Method, http.Request.Path, traceId);
        }
        http.Response.Clear();
        http.Response.Headers.CacheControl = NotStored;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = $"{RetryAfterSeconds}";
        await problem.Answer().ExecuteAsync(http);
    }

    [LoggerMessage(1601, LogLevel.Error, "{Method} {Path} failed ({TraceId})")]
    private static partial void Failed(ILogger logger, Exception failure, string method, string path, string traceId);
}
