using System.Net;
using System.Text.Json;
using DataSync.Core.Access;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static DataSync.Tests.Browser.SettingsSteps;

namespace DataSync.Tests.Browser;

/// <summary>Tokens, and the audit log that tells of them.</summary>
[Collection(TestBrowser.Clipboard)]
public sealed class SettingsAuditTests
{
    [Fact]
    public async Task A_token_lets_a_program_in_until_it_is_revoked_and_the_audit_log_tells_all_of_it()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(database, ("Auth:Bootstrap:ApiToken", null));
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/settings/tokens"));
        var errors = Errors(page);
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(page.GetByText("curl")).ToContainTextAsync($"{app.Url}api/v1/workflows");

        await Button(page, "New token").ClickAsync();
        await dialog.GetByLabel("Name").FillAsync("=HYPERLINK(\"http://example.org\")");
        await ChooseAsync(page, "Role", "Admin");
        await ChooseAsync(page, "Expires", "after a certain day");
        await Button(dialog, "Make token").ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose the last day");
        await ChooseAsync(page, "Expires", "in 30 days");
        await Button(dialog, "Make token").ClickAsync();
        var token = await SecretAsync(dialog, "Token =HYPERLINK");
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await Button(dialog, "Copy").ClickAsync();
        await Assertions.Expect(dialog.Locator("ds-copy")).ToHaveAttributeAsync("data-state", "done");
        Assert.Equal(token, await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        await Button(dialog, "Done").ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        var row = Row(page, "=HYPERLINK");
        await Assertions.Expect(row).ToContainTextAsync(token[..11]);
        await Assertions.Expect(row).ToContainTextAsync("in 29 d");
        Assert.DoesNotContain(token, await page.ContentAsync(), StringComparison.Ordinal);

        using var http = new HttpClient { BaseAddress = app.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using (var answer = await http.GetAsync("api/v1/export/audit.json?action=token.created"))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            using var exported = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            var entry = Assert.Single(exported.RootElement.GetProperty("rows").EnumerateArray());
            Assert.Contains("\"role\":\"admin\"", entry.GetProperty("after").GetString(), StringComparison.Ordinal);
        }
        await Button(page, "Revoke =HYPERLINK").ClickAsync();
        await Assertions.Expect(Button(dialog, "Cancel")).ToBeFocusedAsync();
        await Button(dialog, "Revoke").ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("Revoked");
        using (var answer = await http.GetAsync("data-sync"))
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);

        await Tab(page, "Audit log").ClickAsync();
        var entries = page.Locator(".ds-audit li");
        await Assertions.Expect(entries.First).ToContainTextAsync("Token revoked");
        await Assertions.Expect(entries.Nth(1)).ToContainTextAsync("Export finished");
        await Assertions.Expect(entries.Nth(2)).ToContainTextAsync("Export started");
        await Assertions.Expect(entries.Nth(3)).ToContainTextAsync("Token created");
        await entries.Nth(3).Locator("summary").ClickAsync();
        await Assertions.Expect(entries.Nth(3)).ToContainTextAsync("Role admin");
        await Assertions.Expect(entries.Nth(3)).ToContainTextAsync("a person, from 127.0.0.1");
        Assert.EndsWith(
            " UTC",
            await entries.Nth(3).Locator("ds-age").GetAttributeAsync("title"),
            StringComparison.Ordinal
        );

        await page.GetByLabel("Action").SelectOptionAsync("Sign in: all");
        await page.GetByLabel("Who").FillAsync("ADMIN@");
        await Button(page, "Filter").ClickAsync();
        await Assertions.Expect(entries).ToHaveCountAsync(1);
        Assert.EndsWith("/settings/audit?who=ADMIN%40&action=sign_in", page.Url, StringComparison.Ordinal);
        await Button(page, "Export").ClickAsync();
        var csv = await ExportedAsync(dialog);
        Assert.Equal(2, csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear" }).ClickAsync();
        await Assertions.Expect(entries.First).ToContainTextAsync("Export finished");

        await Button(page, "Export").ClickAsync();
        csv = await ExportedAsync(dialog);
        Assert.StartsWith("\uFEFFEntry,\"At (UTC, ISO 8601)\",", csv, StringComparison.Ordinal);
        Assert.Contains("\"'=HYPERLINK(\"\"http://example.org\"\")\"", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",=", csv, StringComparison.Ordinal);

        await Button(page, "Verify").ClickAsync();
        await Assertions.Expect(page.GetByText("entries, unbroken")).ToBeVisibleAsync();
        await using (var db = await database.Factory.CreateDbContextAsync())
            await db
                .AuditEntries.Where(entry => entry.Seq == 2)
                .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.Subject, "somebody else"));
        await Button(page, "Verify").ClickAsync();
        await Assertions.Expect(page.GetByText("Broken at entry 2.")).ToBeVisibleAsync();

        await page.GotoAsync(new Uri(app.Url, "/settings/audit?from=yesterday").ToString());
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("'from' is no day");
        Assert.True(errors.Count == 0, string.Join('\n', errors));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_audit_log_is_read_on_towards_the_past()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await database.AddAuditEntriesAsync(60);
        await using var app = await StartAsync(database);
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/settings/audit?subject=entry"));
        var entries = page.Locator(".ds-audit li");
        await Assertions.Expect(entries).ToHaveCountAsync(50);
        await Assertions.Expect(entries.First).ToContainTextAsync("entry 60");

        await Button(page, "Load more").ClickAsync();

        await Assertions.Expect(entries).ToHaveCountAsync(60);
        await Assertions.Expect(entries.Nth(50)).ToContainTextAsync("entry 10");
        await Assertions.Expect(Button(page, "Load more")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }
}
