using DataSync.Tests.Support;
using Microsoft.Playwright;
using static DataSync.Tests.Browser.Looks;
using static Microsoft.Playwright.Assertions;

namespace DataSync.Tests.Browser;

/// <summary>What is set is tested against a real server, and each way to fail is told in words until it works.</summary>
public sealed class FirstRunTests
{
    private static readonly (TestN8nFault? Fault, string Title, string Said, string ToDo)[] Faults =
    [
        (TestN8nFault.Unauthorized, "n8n refuses the API key", "wrong, expired or deleted", "Create a key in n8n"),
        (
            TestN8nFault.Forbidden,
            "The API key lacks a permission",
            "it needs workflow:list",
            "Give the key workflow:list"
        ),
        (TestN8nFault.Html, "This does not look like n8n", "text/html instead of JSON", "usually /api/v1"),
        (TestN8nFault.Down, "n8n is unreachable", "broke before n8n answered", "Check that n8n runs"),
        (TestN8nFault.Silent, "n8n is unreachable", "did not answer within 1 s", "Check that n8n runs"),
        (TestN8nFault.ServerError, "n8n has an error", "error of its own (500)", "Look into n8n's log"),
        (
            TestN8nFault.Redirect("http://other.example/"),
            "This does not look like n8n",
            "redirects to http://other",
            "N8n:BaseUrl"
        ),
        (TestN8nFault.RateLimited(), "n8n asks for a pause", "asked too often", "Nothing needs doing"),
    ];

    [Fact]
    public async Task Each_failure_is_told_in_words_and_tested_again_by_hand_until_the_workflows_come()
    {
        await using var n8n = await TestN8n.StartAsync();
        n8n.AddWorkflow("AWS VPC");
        n8n.Fault = Faults[0].Fault;
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await TestApp.StartAsync(
            null,
            TestApp.For(
                n8n,
                database,
                ("N8n:MaxRetries", "0"),
                ("N8n:AttemptTimeout", "00:00:01"),
                // By itself it is tested again after a minute.
                ("Polling:LiveInterval", "00:00:00")
            )
        );
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/data-sync"), 390, 844);
        var first = page.Locator(".ds-first");
        var again = page.GetByRole(AriaRole.Button, new() { Name = "Test again" });
        foreach (var (fault, title, said, toDo) in Faults)
        {
            n8n.Fault = fault;
            await again.ClickAsync();
            await Expect(first.GetByRole(AriaRole.Status)).ToContainTextAsync(title);
            await Expect(first.Locator(".ds-first-trouble")).ToContainTextAsync(said);
            await Expect(first.Locator(".ds-first-trouble")).ToContainTextAsync(toDo);
            await Expect(first).ToContainTextAsync(n8n.BaseUrl);
            await ExpectSoundAsync(page, title);
        }
        await n8n.StopAsync();
        await again.ClickAsync();
        await Expect(first.Locator(".ds-first-trouble"))
            .ToContainTextAsync($"Nothing accepts connections at 127.0.0.1:{n8n.Port}");
        Assert.DoesNotContain(n8n.ApiKey, await page.ContentAsync(), StringComparison.Ordinal);

        n8n.Fault = null;
        await n8n.StartAgainAsync();
        await again.ClickAsync();
        await Expect(page.Locator("[data-tile]")).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
    }
}
