using AngleSharp.Dom;
using Bunit;
using DataSync.Core.Live;
using DataSync.Core.N8n;
using DataSync.Web.Features.Dashboard;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataSync.Tests.Components;

/// <summary>Which lines a newcomer is told to set. What a real n8n makes of what is set is tested in a browser.</summary>
public sealed class FirstRunTests : PageTests
{
    private const string Good = "http://n8n.example.org:5678/api/v1";
    private const string Key = "n8n_api_secret";
    private const string KeyLine = "export N8n__ApiKey=your key";

    [Theory]
    [InlineData(null, null, N8nCondition.NotConfigured, $"export N8n__BaseUrl={Good}\n{KeyLine}")]
    [InlineData("http://10.0.0.5/api/v1", null, N8nCondition.NotConfigured, KeyLine)]
    [InlineData(null, Key, N8nCondition.NotConfigured, $"export N8n__BaseUrl={Good}\n")]
    [InlineData("http://10.0.0.5", Key, N8nCondition.NotAnN8n, "export N8n__BaseUrl=http://10.0.0.5/api/v1\n")]
    [InlineData("http://10.0.0.5/api/v1", Key, N8nCondition.Unreachable, $"export N8n__BaseUrl={Good}\n")]
    [InlineData("http://10.0.0.5/api/v1", Key, N8nCondition.Unauthorised, KeyLine)]
    [InlineData("http://10.0.0.5/api/v1", Key, N8nCondition.ServerError, null)]
    public void The_lines_are_those_that_are_missing_or_wrong(
        string? address,
        string? key,
        N8nCondition condition,
        string? lines
    )
    {
        var page = Open(new() { BaseUrl = address, ApiKey = key }, condition);

        Assert.Equal(lines, page.FindAll(".ds-first li pre").SingleOrDefault()?.TextContent);
        Assert.Equal(
            [address ?? "not set", key is null ? "not set" : "set, and never shown"],
            page.FindAll(".ds-first-set dd").Take(2).Select(part => part.Text().Trim())
        );
        Assert.Contains("--demo", page.Find(".ds-first-demo").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, page.Markup, StringComparison.Ordinal);
        // Nothing secret can be typed, and nothing that cannot work is offered.
        Assert.Empty(page.FindAll("input, select, .ds-banner"));
        Assert.Equal(condition == N8nCondition.NotConfigured ? 0 : 1, page.FindAll("button").Count);
    }

    [Fact]
    public void Once_n8n_was_read_its_troubles_are_the_banners()
    {
        Show(BoardSnapshot.Empty with { System = Tiles.Well with { N8n = N8nCondition.Unauthorised } });
        var page = Open();

        Assert.Empty(page.FindAll(".ds-first"));
        Assert.NotNull(page.Find(".ds-banner"));
    }

    private IRenderedComponent<DataSyncPage> Open(N8nOptions options, N8nCondition condition)
    {
        Services.AddSingleton(Options.Create(options));
        Show(BoardSnapshot.Empty with { System = Tiles.Well with { N8n = condition, KnownUntil = null } });
        return Open();
    }
}
