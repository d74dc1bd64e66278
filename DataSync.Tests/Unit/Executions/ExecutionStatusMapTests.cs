using DataSync.Core.Executions;
using DataSync.Core.N8n;

namespace DataSync.Tests.Unit.Executions;

public sealed class ExecutionStatusMapTests
{
    private static readonly DateTime Time = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("success", true, true, false, ExecutionStatus.Success)]
    [InlineData("error", false, true, false, ExecutionStatus.Failure)]
    [InlineData("crashed", false, false, false, ExecutionStatus.Failure)]
    [InlineData("canceled", false, true, false, ExecutionStatus.Cancelled)]
    [InlineData("new", false, false, false, ExecutionStatus.Running)]
    [InlineData("running", false, false, false, ExecutionStatus.Running)]
    [InlineData("waiting", false, true, true, ExecutionStatus.Running)]
    [InlineData("waiting", false, true, false, ExecutionStatus.Running)]
    [InlineData("paused-by-moon", false, false, false, ExecutionStatus.Running)]
    [InlineData("paused-by-moon", false, true, false, ExecutionStatus.Failure)]
    [InlineData("unknown", false, true, false, ExecutionStatus.Failure)]
    [InlineData("", false, true, false, ExecutionStatus.Failure)]
    [InlineData(null, true, true, false, ExecutionStatus.Success)]
    [InlineData(null, false, true, false, ExecutionStatus.Failure)]
    [InlineData(null, false, true, true, ExecutionStatus.Running)]
    [InlineData(null, false, false, false, ExecutionStatus.Running)]
    public void Words_of_n8n_become_the_four_of_the_schema(
        string? word,
        bool finished,
        bool stopped,
        bool waits,
        ExecutionStatus expected
    )
    {
        var sent = new N8nExecution(
            "1",
            "w",
            word,
            finished,
            null,
            null,
            null,
            Time,
            stopped ? Time : null,
            waits ? Time : null
        );

        Assert.Equal(expected, ExecutionStatusMap.Map(sent));
    }
}
