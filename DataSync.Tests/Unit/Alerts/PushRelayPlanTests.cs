using System.Text.Json;
using DataSync.Core.Alerts;
using DataSync.Core.N8n;

namespace DataSync.Tests.Unit.Alerts;

/// <summary>Which workflows would be given the relay, which are left alone and why, and how long it takes.</summary>
public sealed class PushRelayPlanTests
{
    private const string Relay = "relay";

    public static TheoryData<string, N8nWorkflow, string?> Workflows =>
        new()
        {
            { "published, none named", One(), null },
            { "none named, in n8n's other words", One(errorWorkflow: "DEFAULT"), null },
            { "emptied by hand", One(errorWorkflow: ""), null },
            { "its own error workflow", One(errorWorkflow: "pager"), "It has an error workflow of its own." },
            {
                "unpublished changes",
                One(draft: true),
                "It has unpublished changes in n8n's editor, which saving a setting would publish."
            },
            { "not published", One(active: false), "It is not published." },
            { "archived", One(active: false, archived: true), "It is archived." },
        };

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Only_what_is_published_as_it_stands_and_names_none_is_changed(
        string what,
        N8nWorkflow workflow,
        string? reason
    )
    {
        var plan = PushRelayPlan.Of([workflow], relayId: null, perMinute: 2);

        var line = Assert.Single(plan.Changes.Concat(plan.Left));
        Assert.Equal((what, reason), (what, line.Reason));
        Assert.Equal(reason is null, plan.Changes.Contains(line));
        Assert.Equal(workflow.ErrorWorkflow, line.Before);
    }

    [Fact]
    public void The_relay_itself_and_what_names_it_already_are_no_part_of_it()
    {
        var plan = PushRelayPlan.Of([One(Relay), One("done", errorWorkflow: Relay), One("new")], Relay, perMinute: 2);

        Assert.Equal("new", Assert.Single(plan.Changes).WorkflowId);
        Assert.Empty(plan.Left);
        // Nothing to create any more.
        Assert.Equal((3, TimeSpan.FromMinutes(1.5)), (plan.Requests, plan.Takes));
    }

    [Fact]
    public void What_it_takes_follows_from_the_requests_that_are_left()
    {
        var plan = PushRelayPlan.Of([One("b"), One("a"), One("c", active: false)], relayId: null, perMinute: 2);

        Assert.Equal(["a", "b"], plan.Changes.Select(line => line.WorkflowId));
        Assert.Equal((8, TimeSpan.FromMinutes(4)), (plan.Requests, plan.Takes));
    }

    [Theory]
    [InlineData("v1", "v1", true)]
    [InlineData("v1", null, true)]
    [InlineData("v2", "v1", false)]
    public void A_draft_keeps_the_relay_until_it_is_published_or_discarded(string? draft, string? runs, bool mayRestore)
    {
        var now = new N8nDraft("w", "W", draft, runs, AvailableInMcp: false) { ErrorWorkflow = Relay };

        Assert.Equal(mayRestore, PushRelayPlan.WhyKept(now) is null);
    }

    [Fact]
    public void The_relay_posts_the_item_of_its_trigger_with_its_token()
    {
        var body = JsonElement.Parse(RelayWorkflow.Body("Relay", "https://cmdb.example.org/x", "dsync_1"));

        var (trigger, tell) = (body.GetProperty("nodes")[0], body.GetProperty("nodes")[1]);
        Assert.Equal("n8n-nodes-base.errorTrigger", trigger.GetProperty("type").GetString());
        var parameters = tell.GetProperty("parameters");
        Assert.Equal("https://cmdb.example.org/x", parameters.GetProperty("url").GetString());
        Assert.Contains("\"Bearer dsync_1\"", parameters.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(
            tell.GetProperty("name").GetString(),
            body.GetProperty("connections")
                .GetProperty(trigger.GetProperty("name").GetString()!)
                .GetProperty("main")[0][0]
                .GetProperty("node")
                .GetString()
        );
    }

    private static N8nWorkflow One(
        string id = "w",
        bool active = true,
        bool archived = false,
        string? errorWorkflow = null,
        bool draft = false
    ) => new(id, id, active, archived, [], null, errorWorkflow, "v1", null, null, []) { HasUnpublishedDraft = draft };
}
