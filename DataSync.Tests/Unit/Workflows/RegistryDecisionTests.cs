using DataSync.Core.N8n;
using DataSync.Core.Workflows;

namespace DataSync.Tests.Unit.Workflows;

public sealed class RegistryDecisionTests
{
    private static readonly DateTime Before = Utc.At("2026-03-01T00:00");
    private static readonly DateTime Now = Utc.At("2026-03-10T12:00");
    private static readonly N8nWorkflow Listed = new(
        "w1",
        "AWS VPC Sync",
        Active: true,
        IsArchived: false,
        Tags: ["prod"],
        TimeZone: "DEFAULT",
        ErrorWorkflow: null,
        VersionId: "v1",
        VersionAuthor: "Ada",
        UpdatedAt: Before.AddDays(-3),
        Nodes: [Nodes.Every("""{"field":"hours"}""")]
    );

    [Fact]
    public void A_new_workflow_is_inserted_with_all_that_is_known()
    {
        var changes = RegistryDecision.Decide([], [Listed], complete: false, Now);
        Assert.Empty(changes.Updates);
        var row = Assert.Single(changes.Inserts);
        Assert.Equal(("w1", "AWS VPC Sync", true), (row.WorkflowId, row.WorkflowName, row.IsActive));
        Assert.Equal((CloudProvider.Aws, WorkflowType.Vpc), (row.Provider, row.WorkflowType));
        Assert.Equal((ClassificationSource.Name, "prod", (string?)null), (row.ClassifiedBy, row.Tags, row.TimeZone));
        Assert.Equal("hourly at :00", WorkflowSchedule.FromJson(row.Schedule!).Describe());
        Assert.Equal((Now, Listed.UpdatedAt), (row.CreatedAt, row.UpdatedAt));
        Assert.Equal(("v1", "Ada"), (row.VersionId, row.VersionAuthor));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_is_written_for_what_did_not_change(bool complete)
    {
        var row = Row();
        var changes = RegistryDecision.Decide([row], [Listed, Listed], complete, Now);
        Assert.Empty(changes.Inserts);
        Assert.Empty(changes.Updates);
        Assert.NotEqual(Now, row.UpdatedAt);
    }

    public static TheoryData<string, N8nWorkflow, Func<WorkflowRegistry, object?>, object?> Changes =>
        new()
        {
            { "name", Listed with { Name = "Renamed" }, row => row.WorkflowName, "Renamed" },
            { "active", Listed with { Active = false }, row => row.IsActive, false },
            { "archived", Listed with { IsArchived = true }, row => row.IsArchived, true },
            { "tags", Listed with { Tags = [] }, row => row.Tags, null },
            { "schedule", Listed with { Nodes = [] }, row => row.Schedule, null },
            { "zone", Listed with { TimeZone = "Asia/Shanghai" }, row => row.TimeZone, "Asia/Shanghai" },
            { "version", Listed with { VersionId = "v2" }, row => row.VersionId, "v2" },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_updates_the_row(
        string what,
        N8nWorkflow listed,
        Func<WorkflowRegistry, object?> field,
        object? expected
    )
    {
        var row = Row();
        var changes = RegistryDecision.Decide([row], [listed], complete: true, Now);
        Assert.Same(row, Assert.Single(changes.Updates));
        Assert.True(Equals(expected, field(row)), what);
        Assert.Equal((Now, CloudProvider.Aws, WorkflowType.Vpc), (row.UpdatedAt, row.Provider, row.WorkflowType));
    }

    [Fact]
    public void What_it_signs_in_with_is_followed_and_says_nothing_of_when_it_is_due()
    {
        var row = Row();
        var touched = row.UpdatedAt;
        foreach (
            var ids in (string[][])
                [
                    ["a", "b"],
                    ["b", "c"],
                    ["b"],
                    [],
                ]
        )
        {
            var listed = Listed with { CredentialIds = ids };
            var changes = RegistryDecision.Decide([row], [listed], complete: true, Now);
            Assert.Same(row, Assert.Single(changes.Updates));
            Assert.Equal(ids, row.Credentials.Select(one => one.CredentialId));
            Assert.Equal(touched, row.UpdatedAt);
            Assert.Empty(RegistryDecision.Decide([row], [listed], complete: true, Now).Updates);
        }
    }

    [Fact]
    public void How_it_can_be_run_is_kept_and_says_nothing_of_when_it_is_due()
    {
        var row = Row();
        var before = row.UpdatedAt;
        var available = Listed with { AvailableInMcp = true, Webhooks = [new("vpc", "POST", N8nWebhookAuth.Header)] };

        var changes = RegistryDecision.Decide([row], [available], complete: true, Now);

        Assert.Same(row, Assert.Single(changes.Updates));
        Assert.Equal(WorkflowRunWays.Of(available), WorkflowRunWays.FromJson(row.RunWays));
        Assert.Equal(before, row.UpdatedAt);
        Assert.Empty(changes.Events);
        Assert.Empty(RegistryDecision.Decide([row], [available], complete: true, Now).Updates);
        RegistryDecision.Decide([row], [Listed], complete: true, Now);
        Assert.Null(row.RunWays);
    }

    [Fact]
    public void The_time_of_a_change_is_n8ns_where_it_tells_one()
    {
        var row = Row();
        var changed = Now.AddHours(-2);
        RegistryDecision.Decide([row], [Listed with { Name = "X", UpdatedAt = changed }], complete: true, Now);
        Assert.Equal(changed, row.UpdatedAt);
    }

    [Fact]
    public void Only_a_complete_list_makes_a_workflow_vanish_and_it_can_return()
    {
        var row = Row();
        Assert.Empty(RegistryDecision.Decide([row], [], complete: false, Now).Updates);
        Assert.Null(row.VanishedAt);

        Assert.Same(row, Assert.Single(RegistryDecision.Decide([row], [], complete: true, Now).Updates));
        Assert.Equal(Now, row.VanishedAt);
        Assert.Empty(RegistryDecision.Decide([row], [], complete: true, Now.AddHours(1)).Updates);
        Assert.Equal(Now, row.VanishedAt);

        Assert.Single(RegistryDecision.Decide([row], [Listed], complete: false, Now.AddHours(2)).Updates);
        Assert.Equal((null, Now.AddHours(2)), (row.VanishedAt, row.UpdatedAt));
    }

    [Fact]
    public void A_placeholder_becomes_the_real_one()
    {
        var row = new WorkflowRegistry
        {
            WorkflowId = "w1",
            WorkflowName = "w1",
            IsPlaceholder = true,
            CreatedAt = Before,
        };
        Assert.Single(RegistryDecision.Decide([row], [Listed], complete: false, Now).Updates);
        Assert.False(row.IsPlaceholder);
        Assert.Equal(("AWS VPC Sync", CloudProvider.Aws, Before), (row.WorkflowName, row.Provider, row.CreatedAt));
    }

    [Theory]
    // A person's word stands, whatever n8n says.
    [InlineData(ClassificationSource.Person, "Azure VPN", "azure,vpn", CloudProvider.Oci, WorkflowType.Other)]
    // What was known survives a rename, what was not is filled in.
    [InlineData(ClassificationSource.Name, "Azure VPN", "prod", CloudProvider.Oci, WorkflowType.Vpn)]
    [InlineData(ClassificationSource.Name, "Nightly", "prod", CloudProvider.Oci, WorkflowType.Other)]
    // A changed tag is somebody's word.
    [InlineData(ClassificationSource.Name, "Azure VPN", "gcp", CloudProvider.Gcp, WorkflowType.Vpn)]
    [InlineData(ClassificationSource.Tag, "Azure VPN", "", CloudProvider.Oci, WorkflowType.Vpn)]
    public void A_classification_gives_way_only_to_better_knowledge(
        ClassificationSource source,
        string name,
        string tags,
        CloudProvider provider,
        WorkflowType type
    )
    {
        var row = Row();
        (row.Provider, row.WorkflowType, row.ClassifiedBy) = (CloudProvider.Oci, WorkflowType.Other, source);
        var listed = Listed with { Name = name, Tags = tags.Split(',', StringSplitOptions.RemoveEmptyEntries) };
        RegistryDecision.Decide([row], [listed], complete: true, Now);
        Assert.Equal((provider, type), (row.Provider, row.WorkflowType));
    }

    [Fact]
    public void A_long_name_is_cut_between_characters()
    {
        var name = new string('a', 254) + "😀 and more";
        var row = Assert.Single(RegistryDecision.Decide([], [Listed with { Name = name }], true, Now).Inserts);
        Assert.Equal(new string('a', 254), row.WorkflowName);
        Assert.Empty(RegistryDecision.Decide([row], [Listed with { Name = name }], true, Now).Updates);
    }

    [Fact]
    public void Ids_differing_in_case_are_two_workflows() =>
        Assert.Equal(
            "W1",
            Assert.Single(RegistryDecision.Decide([Row()], [Listed with { Id = "W1" }], false, Now).Inserts).WorkflowId
        );

    private static WorkflowRegistry Row() => RegistryDecision.Decide([], [Listed], complete: false, Before).Inserts[0];
}
