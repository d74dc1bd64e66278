using DataSync.Core.Access;
using Microsoft.AspNetCore.Authorization;

namespace DataSync.Web.Access;

/// <summary>Names of the rules that endpoints and pages ask for. What is not marked needs <see cref="Viewer"/>.</summary>
public static class AccessPolicies
{
    public const string Viewer = nameof(Role.Viewer);
    public const string Operator = nameof(Role.Operator);
    public const string Admin = nameof(Role.Admin);

    /// <summary>Relay tokens and everybody who may operate: what programs report to us.</summary>
    public const string Relay = "Relay";

    public static void Add(AuthorizationOptions options)
    {
        foreach (var role in Enum.GetValues<Role>())
            options.AddPolicy(role.ToString(), rule => rule.AddRequirements(new RoleRequirement(role)));
        options.AddPolicy(Relay, rule => rule.AddRequirements(new RoleRequirement(null)));
        options.FallbackPolicy = options.DefaultPolicy = options.GetPolicy(Viewer)!;
    }
}

/// <param name="Least">Null: a relay token is enough.</param>
internal sealed record RoleRequirement(Role? Least) : IAuthorizationRequirement;

/// <summary>Asks <see cref="AccessDirectory"/>, not the claims of a cookie that may be older than the right.</summary>
internal sealed class RoleRequirementHandler(AccessDirectory access) : AuthorizationHandler<RoleRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        var actor = context.User.ToActor(null);
        var allowed = requirement.Least is { } least ? access.RoleOf(actor) >= least : access.MayRelay(actor);
        if (allowed)
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
