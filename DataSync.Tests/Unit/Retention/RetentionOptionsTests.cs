using DataSync.Core.Retention;

namespace DataSync.Tests.Unit.Retention;

public sealed class RetentionOptionsTests
{
    [Fact]
    public void What_is_set_without_a_word_is_good() => Assert.Empty(Check(_ => { }));

    [Theory]
    [InlineData("Executions", 6, 0)]
    [InlineData("ExecutionData", 0, 0)]
    [InlineData("Incidents", -1, 0)]
    [InlineData("Deliveries", 40_000, 0)]
    [InlineData("Reports", 10, 1)]
    [InlineData("Audit", 3, 0)]
    public void What_is_too_short_too_long_or_no_whole_day_is_named(string name, int days, int hours)
    {
        var errors = Check(options =>
            typeof(RetentionOptions).GetProperty(name)!.SetValue(options, new TimeSpan(days, hours, 0, 0))
        );

        Assert.Contains(
            errors,
            error => error.StartsWith($"Retention:{name} must be whole days", StringComparison.Ordinal)
        );
        Assert.Equal(1, errors.Count(error => error.Contains("must be whole days", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_nodes_did_is_not_kept_longer_than_their_execution()
    {
        var errors = Check(options => options.Executions = TimeSpan.FromDays(14));

        Assert.StartsWith("Retention:ExecutionData must not be longer", Assert.Single(errors));
    }

    private static IReadOnlyList<string> Check(Action<RetentionOptions> change)
    {
        var options = new RetentionOptions();
        change(options);
        return [.. new RetentionOptionsValidator().Validate(null, options).Failures ?? []];
    }
}
