using System.Collections.Concurrent;
using DataSync.Tests.Support;
using Microsoft.Playwright;

namespace DataSync.Tests.Browser;

public sealed class ApiReferenceTests
{
    [Fact]
    public async Task The_reference_works_under_our_policy_and_asks_nobody_else()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "scalar/"));
        var (hosts, errors) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        page.Request += (_, request) => hosts.Add(new Uri(request.Url).Authority);
        page.Console += (_, message) =>
        {
            if (message.Type is "error")
                errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);
        await page.ReloadAsync();

        await page.GetByRole(AriaRole.Heading, new() { Name = "How DataSync and n8n are" }).First.WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Test Request" }).First.ClickAsync();
        var answer = page.WaitForResponseAsync(response =>
            response.Url.EndsWith("/api/v1/status", StringComparison.Ordinal)
        );
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).First.ClickAsync();

        Assert.Equal(200, (await answer).Status);
        Assert.Equal([app.Url.Authority], hosts.Distinct());
        Assert.Empty(errors);
        await page.Context.CloseAsync();
    }
}
