using System.ComponentModel;
using System.Text.Json.Serialization;
using DataSync.Core.Access;
using DataSync.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Api;

/// <summary>A token to be made.</summary>
/// <param name="Role">Null: it may post events of n8n and do nothing else.</param>
/// <param name="ExpiresAt">Null: never.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TokenWish(string Name, Role? Role = null, DateTime? ExpiresAt = null);

/// <param name="Token">The token itself, which nobody can see again.</param>
public sealed record TokenAnswer(int Id, string Token);

internal static class TokenEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder api)
    {
        var tokens = api.MapGroup("tokens").WithTags(ApiTags.Access).RequireAuthorization(AccessPolicies.Admin);
        tokens
            .MapGet("", ListAsync)
            .WithName("listTokens")
            .WithSummary("All API tokens, newest first")
            .WithDescription("Revoked and expired ones too. A token itself is shown only when it is made.")
            .WithExample(200, new Page<TokenRow>([ApiExamples.Token]));
        tokens
            .MapPost("", CreateAsync)
            .WithName("createToken")
            .WithSummary("Make an API token")
            .WithDescription("Without a role it may post events of n8n and do nothing else.")
            .WithExample(new TokenWish("Grafana", Role.Viewer, ApiExamples.FarOff))
            .WithExample(201, new TokenAnswer(7, "dsync_…"));
        tokens
            .MapDelete("{id:int}", RevokeAsync)
            .WithName("revokeToken")
            .WithSummary("Revoke an API token")
            .WithDescription("At once. It stays in the list, as revoked.")
            .Refuses(404);
    }

    private static async Task<Ok<Page<TokenRow>>> ListAsync(
        HttpContext http,
        TokenService tokens,
        CancellationToken cancellation
    ) => TypedResults.Ok(new Page<TokenRow>(await tokens.ListAsync(http.GetActor(), cancellation)));

    private static async Task<Created<TokenAnswer>> CreateAsync(
        TokenWish wish,
        HttpContext http,
        TokenService tokens,
        CancellationToken cancellation
    )
    {
        var made = await tokens.CreateAsync(http.GetActor(), wish.Name ?? "", wish.Role, wish.ExpiresAt, cancellation);
        return TypedResults.Created((string?)null, new TokenAnswer(made.Id, made.Secret));
    }

    private static async Task<NoContent> RevokeAsync(
        [Description("Of the token.")] int id,
        HttpContext http,
        TokenService tokens,
        CancellationToken cancellation
    )
    {
        await tokens.RevokeAsync(http.GetActor(), id, cancellation);
        return TypedResults.NoContent();
    }
}
