using DataSync.Core.Executions;
using DataSync.Core.Workflows;
using static DataSync.Tests.Unit.Workflows.HealthSample;

namespace DataSync.Tests.Unit.Workflows;

public sealed class ChangeBeforeFailureTests
{
    private const WorkflowEventKind Edited = WorkflowEventKind.VersionChanged;

    /// <summary>Succeeded at 08:00, failed at 09:00 and 10:00.</summary>
    private static readonly HealthInput Failing = Daily with
    {
        Finished = [Failure("10:00"), Failure("09:00"), Run("2026-03-10T08:00")],
    };

    [Theory]
    [InlineData("08:40", Edited, "Ada", "It was edited by Ada 20 min before the first failure.")]
    [InlineData("08:40", WorkflowEventKind.ScheduleChanged, null, "It was edited 20 min before the first failure.")]
    [InlineData("08:59", WorkflowEventKind.Activated, null, "It was switched on 60 s before the first failure.")]
    // A success came after it, or it came after the failure.
    [InlineData("07:59", Edited, "Ada", null)]
    [InlineData("09:30", Edited, "Ada", null)]
    public void Only_what_lies_between_the_last_success_and_the_first_failure_is_named(
        string at,
        WorkflowEventKind kind,
        string? author,
        string? sentence
    ) => Assert.Equal(sentence, Said(Failing with { Changes = [Change(at, kind, author)] }));

    [Fact]
    public void Of_several_the_last_one_is_named_and_of_one_edit_who_did_it()
    {
        var changes = new[]
        {
            Change("08:10", Edited, "Bo"),
            Change("08:40", WorkflowEventKind.ScheduleChanged, null),
            Change("08:40", Edited, "Ada\n  Lovelace"),
        };
        Assert.Equal(
            "It was edited by Ada Lovelace 20 min before the first failure.",
            Said(Failing with { Changes = [.. changes] })
        );
    }

    [Fact]
    public void Where_the_last_success_is_not_known_nothing_is_blamed()
    {
        var never = Failing with { Finished = [Failure("09:00")], Changes = [Change("08:40", Edited, "Ada")] };
        Assert.Null(Said(never));
        var longAgo = Failing with
        {
            Finished = [.. Enumerable.Repeat(Failure("09:00"), 30), Run("2026-03-10T08:00")],
            Changes = [Change("08:40", Edited, "Ada")],
        };
        Assert.Null(Said(longAgo));
    }

    private static string? Said(HealthInput input)
    {
        var reason = HealthRules.Judge(input).Reason;
        var at = reason.IndexOf("It was", StringComparison.Ordinal);
        return at < 0 ? null : reason[at..];
    }

    private static FinishedRun Failure(string at) => Run($"2026-03-10T{at}", ExecutionStatus.Failure, "error");

    private static WorkflowEvent Change(string at, WorkflowEventKind kind, string? author) =>
        new()
        {
            WorkflowId = "w",
            Kind = kind,
            At = Utc.At($"2026-03-10T{at}"),
            Author = author,
        };
}
