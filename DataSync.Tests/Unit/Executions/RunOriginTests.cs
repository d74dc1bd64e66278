using DataSync.Core.Executions;

namespace DataSync.Tests.Unit.Executions;

public sealed class RunOriginTests
{
    /// <summary>n8n's words of both lines, and one nobody knows.</summary>
    [Theory]
    [InlineData("trigger", false)]
    [InlineData("webhook", false)]
    [InlineData("manual", false)]
    [InlineData("evaluation", false)]
    [InlineData("retry", false)]
    [InlineData("integrated", true)]
    [InlineData("internal", true)]
    [InlineData("error", true)]
    [InlineData("cli", false)]
    [InlineData("chat", false)]
    [InlineData("tomorrow", false)]
    [InlineData(null, false)]
    public void What_the_database_leaves_out_as_a_part_is_one(string? mode, bool isPart)
    {
        Assert.Equal(isPart, RunOrigins.Of(mode).IsPart());
        Assert.Equal(isPart, RunOrigins.PartModes.Contains(mode, StringComparer.Ordinal));
        Assert.Equal(RunOrigins.IsByHand(mode), RunOrigins.ManualModes.Contains(mode, StringComparer.Ordinal));
    }
}
