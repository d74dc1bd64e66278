using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;

namespace DataSync.Core.Triggers;

/// <summary>What n8n offers for running workflows.</summary>
/// <param name="HasMcpKey">The key of its MCP server is set.</param>
/// <param name="McpProblem">Why that does not answer, a sentence with a remedy; null: it does, as far as known.</param>
public sealed record RunMeans(bool HasMcpKey, string? McpProblem = null);

/// <summary>What running a workflow from here would mean, said before it is done.</summary>
/// <param name="Way">Null: there is none at the moment.</param>
/// <param name="WhyNot">Why it cannot be run, and what to do about it; null: it can.</param>
/// <param name="MustTypeName">Whoever runs it types its name.</param>
/// <param name="Running">It runs already, or was asked for.</param>
public sealed record RunOffer(TriggerWay? Way, string? WhyNot, bool MustTypeName, bool Running)
{
    public static RunPolicy PolicyOf(WorkflowTile tile) =>
        tile.Settings.RunPolicy ?? (tile.RunWays.SeemsToDelete ? RunPolicy.OperatorsByName : RunPolicy.Operators);

    public static RunOffer Of(WorkflowTile tile, RunMeans means, Role role)
    {
        var policy = PolicyOf(tile);
        var way = WayOf(tile, means);
        return new(
            way,
            Forbidden(policy, role) ?? (way is null ? Missing(tile, means) : null),
            policy == RunPolicy.OperatorsByName,
            tile.RunningCount > 0
        );
    }

    /// <summary>Of retrying a run of it: that is running it, so the same people may, and no way of its own is needed.</summary>
    public static RunOffer ToRetry(WorkflowTile tile, Role role)
    {
        var policy = PolicyOf(tile);
        return new(TriggerWay.Api, Forbidden(policy, role), policy == RunPolicy.OperatorsByName, tile.RunningCount > 0);
    }

    /// <summary>n8n's MCP server could run it if one setting of the workflow were switched on.</summary>
    public static bool LacksMcpSetting(WorkflowTile tile, RunMeans means) =>
        tile is { IsOn: true, RunWays: { AvailableInMcp: false, McpCanStart: true } }
        && means is { HasMcpKey: true, McpProblem: null };

    /// <summary>The webhook it would be run over: one that asks for nothing, or for the secret that was named for it.</summary>
    public static N8nWebhook? WebhookOf(WorkflowTile tile) =>
        tile.RunWays.Webhooks.FirstOrDefault(hook =>
            hook.Auth == N8nWebhookAuth.None
            || (hook.Auth != N8nWebhookAuth.Other && tile.Settings.WebhookSecret is not null)
        );

    private static TriggerWay? WayOf(WorkflowTile tile, RunMeans means) =>
        !tile.IsOn ? null
        : WebhookOf(tile) is not null ? TriggerWay.Webhook
        : tile.RunWays is { AvailableInMcp: true, McpCanStart: true } && means is { HasMcpKey: true, McpProblem: null }
            ? TriggerWay.Mcp
        : null;

    private static string? Forbidden(RunPolicy policy, Role role) =>
        policy switch
        {
            RunPolicy.Never => "It is never run from here: that is how an administrator set it.",
            RunPolicy.Admins when role < Role.Admin => "Only administrators run it: that is how it was set.",
            _ when role < Role.Operator => "Running a workflow needs the role Operator.",
            _ => null,
        };

    private static string Missing(WorkflowTile tile, RunMeans means) =>
        !tile.IsOn ? "It is not switched on in n8n. Publish it there first."
        : tile.RunWays.Webhooks.Any(hook => hook.Auth is N8nWebhookAuth.Header or N8nWebhookAuth.Basic)
            ? "Its webhook asks for a secret. Put that under N8n:Secrets, and name it in the workflow's settings here."
        : !tile.RunWays.McpCanStart
            ? "n8n offers no way to run it. Add a Webhook node to it and publish it; n8n's MCP server starts only workflows whose one trigger is a schedule."
        : !means.HasMcpKey
            ? "It has no webhook. Set N8n:McpKey, so that n8n's MCP server can run it, or add a Webhook node to it and publish it."
        : means.McpProblem is { } problem ? problem
        : "It has no webhook and is not available to n8n's MCP server. Switch on 'Available in MCP' in its settings, or add a Webhook node to it.";
}
