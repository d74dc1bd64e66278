using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Triggers;
using DataSync.Core.Workflows;
using DataSync.Tests.Components;

namespace DataSync.Tests.Unit.Triggers;

/// <summary>What is said before a workflow is run.</summary>
public sealed class RunOfferTests
{
    private static readonly N8nWebhook Hook = new("sync", "POST", N8nWebhookAuth.None);

    [Theory]
    [InlineData(true, true, true, TriggerWay.Webhook)]
    [InlineData(false, true, true, TriggerWay.Mcp)]
    [InlineData(false, true, false, null)]
    [InlineData(false, false, true, null)]
    public void Its_own_webhook_comes_first_then_MCP(bool webhook, bool available, bool key, TriggerWay? way)
    {
        var offer = RunOffer.Of(Tile(webhook, available), new(key), Role.Operator);

        Assert.Equal(way, offer.Way);
        Assert.Equal(way is null, offer.WhyNot is not null);
    }

    [Fact]
    public void One_that_is_off_cannot_be_run()
    {
        var offer = RunOffer.Of(Tile(webhook: true) with { IsActive = false }, new(true), Role.Admin);

        Assert.Contains("not switched on", offer.WhyNot, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false, Role.Operator, true, false)]
    [InlineData(null, false, Role.Viewer, false, false)]
    [InlineData(null, true, Role.Operator, true, true)]
    [InlineData(RunPolicy.Operators, true, Role.Operator, true, false)]
    [InlineData(RunPolicy.Admins, false, Role.Operator, false, false)]
    [InlineData(RunPolicy.Admins, false, Role.Admin, true, false)]
    [InlineData(RunPolicy.Never, false, Role.Admin, false, false)]
    public void Its_policy_says_who_may(RunPolicy? policy, bool deletes, Role role, bool may, bool byName)
    {
        var tile = Tile(webhook: true, deletes: deletes) with { Settings = new() { RunPolicy = policy } };

        var offer = RunOffer.Of(tile, new(true), role);

        Assert.Equal((may, byName), (offer.WhyNot is null, offer.MustTypeName));
    }

    private static WorkflowTile Tile(bool webhook, bool available = false, bool deletes = false) =>
        Tiles.One() with
        {
            RunWays = new()
            {
                Webhooks = webhook ? [Hook] : [],
                AvailableInMcp = available,
                McpCanStart = true,
                SeemsToDelete = deletes,
            },
        };
}
