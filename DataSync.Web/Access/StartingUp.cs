using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Web.Api;
using DataSync.Web.Features.Account;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Access;

/// <summary>
/// Until the accounts have been read nobody can be let in: pages say what is being waited for and look again by themselves.
/// Files and health answer all the while.
/// </summary>
internal sealed class StartingUp(RequestDelegate next, AccessDirectory access, DatabaseState database)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (access.IsLoaded || http.GetEndpoint()?.Metadata.GetMetadata<IAnswersAlways>() is not null)
            return next(http);
        http.Response.Headers.RetryAfter = "5";
        http.Response.Headers.CacheControl = "no-store";
        if (!AccessWeb.IsForPrograms(http.Request.Path))
            return new RazorComponentResult<StartingPage>(new { Message = database.Message })
            {
                StatusCode = StatusCodes.Status503ServiceUnavailable,
            }.ExecuteAsync(http);
        return Problems.Of(StatusCodes.Status503ServiceUnavailable, database.Message).Answer().ExecuteAsync(http);
    }
}

/// <summary>Marks what answers without anything having been read.</summary>
internal interface IAnswersAlways;

internal sealed class AnswersAlways : IAnswersAlways;
