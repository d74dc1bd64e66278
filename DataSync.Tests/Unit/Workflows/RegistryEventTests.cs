using DataSync.Core.N8n;
using DataSync.Core.Workflows;
using static DataSync.Core.Workflows.WorkflowEventKind;

namespace DataSync.Tests.Unit.Workflows;

public sealed class RegistryEventTests
{
    private static readonly DateTime Before = Utc.At("2026-03-01T00:00");
    private static readonly DateTime Now = Utc.At("2026-03-10T12:00");
    private static readonly N8nWorkflow Listed = new(
        "w1",
        "AWS VPC Sync",
        Active: true,
        IsArchived: false,
        Tags: [],
        TimeZone: null,
        ErrorWorkflow: null,
        VersionId: "v1",
        VersionAuthor: "Ada",
        UpdatedAt: Before.AddDays(-3),
        Nodes: [Nodes.Every("""{"field":"hours"}""")]
    );

    public static TheoryData<N8nWorkflow, WorkflowEventKind, string?, string?, string?> Changes =>
        new()
        {
            { Listed with { Name = "AWS VPC prod" }, Renamed, "AWS VPC Sync", "AWS VPC prod", null },
            { Listed with { Active = false }, Deactivated, null, null, null },
            { Listed with { IsArchived = true }, Archived, null, null, null },
            { Listed with { Nodes = [] }, ScheduleChanged, "hourly at :00", null, null },
            {
                Listed with
                {
                    TimeZone = "Asia/Shanghai",
                },
                ScheduleChanged,
                "hourly at :00",
                "hourly at :00 (Asia/Shanghai)",
                null
            },
            { Listed with { VersionId = "v2", VersionAuthor = "Bob" }, VersionChanged, "v1", "v2", "Bob" },
            { Listed with { Tags = ["cloud:azure"] }, ClassificationChanged, "aws vpc", "azure vpc", null },
        };

    [Theory, MemberData(nameof(Changes))]
    public void Each_change_is_one_event_that_says_what_was_and_is(
        N8nWorkflow listed,
        WorkflowEventKind kind,
        string? from,
        string? to,
        string? author
    )
    {
        var told = Assert.Single(RegistryDecision.Decide([Row()], [listed], complete: true, Now).Events);

        Assert.Equal((kind, from, to, author), (told.Kind, told.Before, told.After, told.Author));
        Assert.Equal(("w1", Now), (told.WorkflowId, told.At));
    }

    [Fact]
    public void A_new_schedule_in_a_new_version_carries_its_author_on_both()
    {
        var listed = Listed with { Nodes = [], VersionId = "v2", VersionAuthor = "Bob" };

        var told = RegistryDecision.Decide([Row()], [listed], complete: true, Now).Events;

        Assert.Equal([(ScheduleChanged, "Bob"), (VersionChanged, "Bob")], told.Select(e => (e.Kind, e.Author)));
    }

    [Fact]
    public void It_appears_vanishes_and_returns()
    {
        var first = RegistryDecision.Decide([], [Listed], complete: true, Now);
        var row = Assert.Single(first.Inserts);
        Assert.Equal((Registered, "aws vpc", Now), Only(first, e => (e.Kind, e.After, e.At)));

        Assert.Empty(RegistryDecision.Decide([row], [], complete: false, Now).Events);
        Assert.Equal(Vanished, Only(RegistryDecision.Decide([row], [], complete: true, Now), e => e.Kind));
        Assert.Empty(RegistryDecision.Decide([row], [], complete: true, Now).Events);
        Assert.Equal(Returned, Only(RegistryDecision.Decide([row], [Listed], complete: true, Now), e => e.Kind));
        Assert.Empty(RegistryDecision.Decide([row], [Listed], complete: true, Now).Events);
    }

    [Fact]
    public void A_placeholder_that_n8n_lists_is_registered_then()
    {
        var row = new WorkflowRegistry
        {
            WorkflowId = "w1",
            WorkflowName = "w1",
            IsPlaceholder = true,
        };
        Assert.Equal(Registered, Only(RegistryDecision.Decide([row], [Listed], complete: true, Now), e => e.Kind));
    }

    [Fact]
    public void A_rename_keeps_the_known_kind_and_only_proposes_another_once()
    {
        var row = Row();
        var renamed = Listed with { Name = "Azure subnets" };

        var told = RegistryDecision.Decide([row], [renamed], complete: true, Now).Events;

        Assert.Equal([Renamed, ClassificationProposed], told.Select(e => e.Kind));
        Assert.Equal(("aws vpc", "azure subnet"), (told[1].Before, told[1].After));
        Assert.Equal((CloudProvider.Aws, WorkflowType.Vpc), (row.Provider, row.WorkflowType));
        Assert.Empty(RegistryDecision.Decide([row], [renamed], complete: true, Now).Events);
    }

    [Fact]
    public void The_installations_own_tags_outrank_known_words_and_hold_for_old_rows_but_not_against_a_person()
    {
        TagRule[] rules = [new("Team-Net", CloudProvider.Huawei, null), new("edge", null, WorkflowType.Vpn)];
        var tagged = Listed with { Tags = ["team-net", "edge", "cloud:azure"] };
        Assert.Equal(
            new(CloudProvider.Huawei, WorkflowType.Vpn, ClassificationSource.Tag),
            Classifier.Classify("AWS VPC Sync", tagged.Tags, rules)
        );

        // The row knew these tags before the rules were written.
        var row = RegistryDecision.Decide([], [tagged], complete: false, Before).Inserts[0];
        Assert.Equal(CloudProvider.Azure, row.Provider);
        RegistryDecision.Decide([row], [tagged], complete: true, Now, rules);
        Assert.Equal((CloudProvider.Huawei, WorkflowType.Vpn), (row.Provider, row.WorkflowType));

        row.ClassifiedBy = ClassificationSource.Person;
        row.Provider = CloudProvider.Gcp;
        Assert.Empty(RegistryDecision.Decide([row], [tagged], complete: true, Now, rules).Events);
        Assert.Equal(CloudProvider.Gcp, row.Provider);
    }

    private static WorkflowRegistry Row() => RegistryDecision.Decide([], [Listed], complete: false, Before).Inserts[0];

    private static T Only<T>(RegistryChanges changes, Func<WorkflowEvent, T> what) =>
        what(Assert.Single(changes.Events));
}
