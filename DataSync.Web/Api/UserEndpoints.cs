using System.ComponentModel;
using System.Text.Json.Serialization;
using DataSync.Core;
using DataSync.Core.Access;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace DataSync.Web.Api;

/// <summary>An account to be made.</summary>
/// <param name="Email">With which its owner signs in.</param>
/// <param name="Role">Viewer when it is not given.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NewUser(string Email, Role Role = Role.Viewer);

/// <summary>What is to change; what is not given stays.</summary>
/// <param name="Disabled">Ends everything signed in with the account, too.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record UserChange(Role? Role = null, bool? Disabled = null);

/// <summary>Where the owner of an account sets a password. It is shown once: hand it over yourself.</summary>
/// <param name="Id">Of the account.</param>
/// <param name="Link">Works once.</param>
public sealed record UserLink(string Id, string Link, DateTime ExpiresAt);

internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("users").WithTags(ApiTags.Access).RequireAuthorization(AccessPolicies.Admin);
        users
            .MapGet("", ListAsync)
            .WithName("listUsers")
            .WithSummary("All accounts")
            .WithExample(200, new Page<AccountRow>([ApiExamples.User]));
        users
            .MapPost("", CreateAsync)
            .WithName("createUser")
            .WithSummary("Make an account")
            .WithDescription("The answer has the link by which its owner sets a password.")
            .WithExample(new NewUser("ada@example.org", Role.Operator))
            .WithExample(201, ApiExamples.Link);
        users
            .MapPatch("{id}", ChangeAsync)
            .WithName("changeUser")
            .WithSummary("Change an account's role, disable or enable it")
            .WithDescription("Takes effect within seconds, on open pages too. The last administrator stays one.")
            .Refuses(404, 409)
            .WithExample(new UserChange(Role.Viewer, Disabled: false));
        users
            .MapPost("{id}/link", LinkAsync)
            .WithName("createUserLink")
            .WithSummary("A link to set a new password with")
            .WithDescription("An earlier one no longer works. The present password holds until the link is used.")
            .Refuses(404)
            .WithExample(200, ApiExamples.Link);
    }

    private static async Task<Ok<Page<AccountRow>>> ListAsync(
        HttpContext http,
        AccountService accounts,
        CancellationToken cancellation
    ) => TypedResults.Ok(new Page<AccountRow>(await accounts.ListAsync(http.GetActor(), cancellation)));

    private static async Task<Created<UserLink>> CreateAsync(
        NewUser user,
        HttpContext http,
        AccountService accounts,
        IOptions<SiteOptions> site,
        CancellationToken cancellation
    )
    {
        var link = await accounts.CreateAsync(http.GetActor(), user.Email ?? "", user.Role, cancellation);
        return TypedResults.Created((string?)null, Answer(http.Request, site.Value, link));
    }

    private static async Task<NoContent> ChangeAsync(
        [Description("Of the account.")] string id,
        UserChange change,
        HttpContext http,
        AccountService accounts,
        CancellationToken cancellation
    )
    {
        await accounts.SetAsync(http.GetActor(), id, change.Role, change.Disabled, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<UserLink>> LinkAsync(
        [Description("Of the account.")] string id,
        HttpContext http,
        AccountService accounts,
        IOptions<SiteOptions> site,
        CancellationToken cancellation
    ) =>
        TypedResults.Ok(
            Answer(http.Request, site.Value, await accounts.NewLinkAsync(http.GetActor(), id, cancellation))
        );

    private static UserLink Answer(HttpRequest request, SiteOptions site, PasswordLink link)
    {
        var root = site.Root($"{request.Scheme}://{request.Host}{request.PathBase}");
        return new(link.AccountId, AccountLinks.SetPassword(root, link), link.ExpiresAt);
    }
}
