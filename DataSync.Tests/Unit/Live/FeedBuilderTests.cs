using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Core.Workflows;

namespace DataSync.Tests.Unit.Live;

public sealed class FeedBuilderTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 10, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Runs_and_events_are_newest_first_with_what_went_wrong()
    {
        var workflow = Workflow("AWS VPC");
        workflow.Apply(
            Of(workflow, "1", ExecutionStatus.Failure, -30) with
            {
                FailedNode = "List",
                ErrorMessage = "Denied",
            }
        );
        workflow.Apply(Of(workflow, "2", ExecutionStatus.Success, -10) with { NodesFailed = 1, FailedNode = "Tag" });
        workflow.Apply(Of(workflow, "3", ExecutionStatus.Running, -1));
        var news = new FeedFacts();
        news.Apply([Event(1, WorkflowEventKind.Renamed, -20, "old", "AWS VPC")]);
        news.Apply([Interval(1, -50, -40)]);

        var feed = FeedBuilder.Build([workflow], news, []);

        Assert.Equal(
            [
                (FeedKind.Started, "AWS VPC", "started", null),
                (FeedKind.Succeeded, "AWS VPC", "succeeded, but a node failed inside", "Tag"),
                (FeedKind.Registry, "AWS VPC", "renamed", "old → AWS VPC"),
                (FeedKind.Failed, "AWS VPC", "failed", "List: Denied"),
                (
                    FeedKind.Unobserved,
                    "Not observed for 10 min",
                    "n8n did not answer",
                    "Runs of that time were read afterwards; nothing was judged while it lasted."
                ),
            ],
            feed.Select(entry => (entry.Kind, entry.Title, entry.Text, entry.Detail))
        );
    }

    [Fact]
    public void The_first_registration_of_an_estate_and_repeated_successes_are_one_line_each()
    {
        var workflow = Workflow("AWS VPC");
        var other = Workflow("OCI VPN");
        for (var run = 0; run < 7; run++)
            workflow.Apply(
                Of(workflow, $"{run}", run == 4 ? ExecutionStatus.Failure : ExecutionStatus.Success, -2 * run)
            );
        other.Apply(Of(other, "between", ExecutionStatus.Success, -1));
        var news = new FeedFacts();
        news.Apply([
            .. Enumerable.Range(1, 300).Select(id => Event(id, WorkflowEventKind.Registered, -60, null, "aws vpc")),
        ]);

        var feed = FeedBuilder.Build([workflow, other], news, []);

        Assert.Equal(
            [
                ("AWS VPC", "succeeded", 4),
                ("OCI VPN", "succeeded in 1.2 s", 1),
                ("AWS VPC", "failed", 1),
                ("AWS VPC", "succeeded", 2),
                ("300 workflows", "seen for the first time", 300),
            ],
            feed.Select(entry => (entry.Title, entry.Text, entry.Count))
        );
    }

    [Fact]
    public void It_is_bounded_and_the_same_array_while_it_says_the_same()
    {
        var workflows = Enumerable.Range(0, 50).Select(i => Workflow($"w{i}")).ToList();
        foreach (var one in workflows)
            one.Apply(Of(one, one.Registry.WorkflowId, ExecutionStatus.Failure, -5));

        var feed = FeedBuilder.Build(workflows, new FeedFacts(), []);

        Assert.Equal(FeedBuilder.MostEntries, feed.Length);
        Assert.True(feed == FeedBuilder.Build(workflows, new FeedFacts(), feed));
        workflows[0].Apply(Of(workflows[0], "new", ExecutionStatus.Failure, 0));
        Assert.Equal("rnew", FeedBuilder.Build(workflows, new FeedFacts(), feed)[0].Key);
    }

    private static WorkflowFacts Workflow(string name) =>
        new(new WorkflowRegistry { WorkflowId = name, WorkflowName = name });

    private static Run Of(WorkflowFacts workflow, string id, ExecutionStatus status, int minute) =>
        new(
            workflow.Registry.WorkflowId,
            id,
            status,
            null,
            "trigger",
            Now.AddMinutes(minute),
            status == ExecutionStatus.Running ? null : Now.AddMinutes(minute),
            null,
            1200,
            ResourceCounts.None,
            null,
            null,
            null,
            1
        );

    private static WorkflowEvent Event(long id, WorkflowEventKind kind, int minute, string? before, string? after) =>
        new()
        {
            Id = id,
            WorkflowId = "AWS VPC",
            Kind = kind,
            At = Now.AddMinutes(minute),
            Before = before,
            After = after,
        };

    private static UnobservedInterval Interval(long id, int from, int to) =>
        new()
        {
            Id = id,
            StartedAt = Now.AddMinutes(from),
            EndedAt = Now.AddMinutes(to),
            Reason = "unreachable",
        };
}
