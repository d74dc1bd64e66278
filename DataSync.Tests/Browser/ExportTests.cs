using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataSync.Core.Access;
using DataSync.Core.Executions;
using DataSync.Core.Trends;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MySqlConnector;
using static DataSync.Tests.Browser.Looks;
using static DataSync.Tests.Browser.SettingsSteps;
using static Microsoft.Playwright.Assertions;

namespace DataSync.Tests.Browser;

/// <summary>The dialog that exports, from each page that has one.</summary>
public sealed partial class ExportTests
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task A_list_leaves_as_a_whole_file_with_its_manifest(int width)
    {
        await using var database = await StoredHistory.LoadedAsync(Provider.Sqlite, workflows: 3, executions: 2_000);
        await using var app = await StoredHistory.StartAsync(database);
        var page = await TestBrowser.OpenAsync(
            new Uri(app.Url, "/data-sync/executions?status=failure&workflow=w1"),
            width,
            width > 1000 ? 1000 : 844
        );
        await page.AliveAsync();
        var errors = Errors(page);
        var dialog = page.GetByRole(AriaRole.Dialog);

        await Button(page, "Export").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog).ToContainTextAsync("Export executions");
        await Expect(dialog.GetByLabel("CSV")).ToBeFocusedAsync();
        await Expect(dialog.Locator("li")).ToHaveTextAsync(["Workflow: Workflow 1 (w1)", "Result: Failed"]);
        await ExpectSoundAsync(page, "before an export", "export");
        // Radio buttons by arrow keys, and the form is sent by Enter.
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(dialog.GetByLabel("Excel")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        var link = dialog.GetByRole(AriaRole.Link, new() { Name = "Download" });
        await Expect(link).ToBeFocusedAsync();
        await Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("Finished: 7 rows.");
        await ExpectSoundAsync(page, "a finished export", "export-done");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));
        Assert.Matches(@"^datasync-executions-\d{8}-\d{6}\.xlsx$", download.SuggestedFilename);
        var file = await File.ReadAllBytesAsync(await download.PathAsync());
        var read = ExportReader.Read(ExportFormat.Xlsx, file);
        Assert.Equal(["1900", "1600", "1300", "1000", "700", "400", "100"], read.Column("Execution"));
        Assert.Equal(["1900", "1600", "1300", "1000", "700", "400", "100"], await TilesAsync(page));

        var proof = await page.RunAndWaitForDownloadAsync(() =>
            dialog.GetByRole(AriaRole.Link, new() { Name = "Manifest" }).ClickAsync()
        );
        Assert.Equal($"{download.SuggestedFilename}.manifest.json", proof.SuggestedFilename);
        var manifest = JsonElement.Parse(await File.ReadAllTextAsync(await proof.PathAsync()));
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        Assert.Equal(
            (7, hash, TestApp.AdminEmail),
            (
                manifest.GetProperty("rows").GetInt32(),
                manifest.GetProperty("sha256").GetString(),
                manifest.GetProperty("by").GetString()
            )
        );
        await Expect(dialog).ToContainTextAsync(hash);
        await Button(dialog, "Close").ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        Assert.True(errors.Count == 0, string.Join('\n', errors));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_is_under_way_is_counted_and_can_be_cancelled()
    {
        await using var database = await StoredHistory.LoadedAsync(Provider.MariaDb, workflows: 3, executions: 60_000);
        await using var app = await StoredHistory.StartAsync(database);
        // What counts the history writes, too: it would wait for the table below, and the audit log for it.
        await app.Services.GetRequiredService<RollupBuilder>().CompleteAsync(default);
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/data-sync/executions"));
        await page.AliveAsync();
        await Expect(page.Locator(".ds-log li").First).ToBeVisibleAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Button(page, "Export").ClickAsync();
        await Expect(dialog.Locator("li")).ToHaveTextAsync(["No filter: everything"]);
        await Button(dialog, "Export").ClickAsync();
        await Expect(dialog.GetByText(SomeRows())).ToBeVisibleAsync();
        await Expect(Button(dialog, "Cancel")).ToBeFocusedAsync();
        // It stands still in the middle from here on.
        await using var connection = new MySqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync("LOCK TABLES workflow_executions WRITE");
        await ExpectSoundAsync(page, "an export under way", "export-running");

        await page.Keyboard.PressAsync("Enter");

        await Expect(dialog.GetByRole(AriaRole.Status)).ToHaveTextAsync("Cancelled. Nothing was kept.");
        await Expect(Button(dialog, "Export")).ToBeVisibleAsync();
        await ExpectSoundAsync(page, "a cancelled export");

        // Left meanwhile it is cancelled too, and the page goes on.
        await Button(dialog, "Export").ClickAsync();
        await Expect(Button(dialog, "Cancel")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await page.AliveAsync();
        await Button(page, "Export").ClickAsync();
        await Expect(dialog.Locator("li")).ToHaveTextAsync(["No filter: everything"]);
        await ExecuteAsync("UNLOCK TABLES");
        await using var db = await database.Factory.CreateDbContextAsync();
        var actions = await db
            .AuditEntries.Where(entry => entry.Action.StartsWith("export."))
            .OrderBy(entry => entry.Seq)
            .Select(entry => entry.Action)
            .ToListAsync();
        Assert.Equal(
            [
                AuditActions.ExportStarted,
                AuditActions.ExportCancelled,
                AuditActions.ExportStarted,
                AuditActions.ExportCancelled,
            ],
            actions
        );
        await page.Context.CloseAsync();

        async Task ExecuteAsync(string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task What_failed_is_said_in_plain_words_and_can_be_tried_again()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(database);
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/settings/users"));
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(page.Locator(".ds-table")).ToContainTextAsync(TestApp.AdminEmail);
        await Button(page, "Export").ClickAsync();
        await Expect(dialog).ToContainTextAsync("Export users");
        await using (var db = await database.Factory.CreateDbContextAsync())
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE accounts RENAME TO gone");

        await Button(dialog, "Export").ClickAsync();

        await Expect(dialog.GetByRole(AriaRole.Alert))
            .ToContainTextAsync("The export failed and nothing was kept of it.");
        await ExpectSoundAsync(page, "a failed export");
        await using (var db = await database.Factory.CreateDbContextAsync())
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE gone RENAME TO accounts");
        await Button(dialog, "Export").ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("Finished: 1 row.");
        await page.Context.CloseAsync();
    }

    private static async Task<IReadOnlyList<string?>> TilesAsync(IPage page) =>
        await page.Locator(".ds-log li").EvaluateAllAsync<string[]>("rows => rows.map((row) => row.dataset.tile)");

    [GeneratedRegex("[1-9][0-9,]* rows so far", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex SomeRows();
}
