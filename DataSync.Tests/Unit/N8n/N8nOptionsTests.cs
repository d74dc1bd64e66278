using DataSync.Core.N8n;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataSync.Tests.Unit.N8n;

public sealed class N8nOptionsTests
{
    [Theory]
    [InlineData("N8n:BaseUrl", "n8n.example")]
    [InlineData("N8n:BaseUrl", "ftp://n8n.example/api/v1")]
    [InlineData("N8n:BaseUrl", "http://me:secret@n8n.example/api/v1")]
    [InlineData("N8n:EditorUrl", "nowhere")]
    [InlineData("N8n:WebhookBaseUrl", "http://me:secret@n8n.example")]
    [InlineData("N8n:McpKey", "Bearer secret")]
    [InlineData("N8n:Secrets:cloud", "secret")]
    [InlineData("N8n:Secrets:cloud", ": secret")]
    [InlineData("N8n:Secrets:cloud", "X-Key: ")]
    [InlineData("N8n:Secrets:cloud", "X-Key: secret\r\nX-Other: 1")]
    [InlineData("N8n:ApiKey", "two words")]
    [InlineData("N8n:ApiKeyFile", "/does/not/exist")]
    [InlineData("N8n:RequestsPerMinute", "0")]
    [InlineData("N8n:MaxRetries", "4")]
    [InlineData("N8n:AttemptTimeout", "00:00:00")]
    [InlineData("N8n:TimeZone", "Mars/Olympus")]
    public void A_wrong_value_is_refused_by_its_key(string key, string value)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Options((key, value)));

        Assert.StartsWith(key, Assert.Single(refusal.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_set_is_valid() => Assert.False(Options().IsConfigured);

    [Fact]
    public void The_key_comes_from_its_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "the-key\n");

            var options = Options(("N8n:BaseUrl", "http://n8n.example/api/v1/"), ("N8n:ApiKeyFile", file));

            Assert.Equal("the-key", options.ApiKey);
            Assert.Equal("http://n8n.example/api/v1", options.BaseUrl);
            Assert.True(options.IsConfigured);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static N8nOptions Options(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value, StringComparer.Ordinal)
            )
            .Build();
        using var services = new ServiceCollection().AddN8n(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<N8nOptions>>().Value;
    }
}
