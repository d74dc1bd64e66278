using DataSync.Core.Workflows;

namespace DataSync.Tests.Unit.Workflows;

public sealed class ClassificationOptionsTests
{
    [Theory]
    [InlineData("net", "Huawei", " transit_gateway ", null)]
    [InlineData("net", "aws", null, null)]
    [InlineData(" ", "aws", null, "Classification:Tags:0:Tag is empty")]
    [InlineData("net", null, "", "set Classification:Tags:0:Provider, Classification:Tags:0:Type, or both")]
    [InlineData("net", "amazn", null, "'amazn' is no provider: use one of aws, azure, gcp, ali, oci, huawei, others.")]
    [InlineData("net", "3", null, "'3' is no provider")]
    [InlineData("net", "aws", "router", "Classification:Tags:0:Type 'router' is no type: use one of vpc, subnet,")]
    public void A_rule_is_taken_or_its_mistake_names_the_key_and_what_to_do(
        string? tag,
        string? provider,
        string? type,
        string? error
    )
    {
        var options = new ClassificationOptions();
        options.Tags.Add(
            new()
            {
                Tag = tag,
                Provider = provider,
                Type = type,
            }
        );

        var result = new ClassificationOptionsValidator().Validate(null, options);

        Assert.Equal(error is not null, result.Failed);
        if (error is not null)
            Assert.Contains(error, Assert.Single(result.Failures!), StringComparison.Ordinal);
        else
            Assert.Equal(tag, Assert.Single(options.Rules()).Tag);
    }
}
