using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CsvHelper;
using DataSync.Core.Access;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Access;

/// <summary>What of the audit log is found, and what leaves the program as a file.</summary>
public sealed class AuditLogTests
{
    [Theory]
    [DatabaseData("who", "SOME", 20)]
    [DatabaseData("who", "some_ody", 0)]
    [DatabaseData("who", "%", 0)]
    [DatabaseData("action", "test", 20)]
    [DatabaseData("action", "test.entry", 20)]
    [DatabaseData("action", "tes", 0)]
    [DatabaseData("subject", "ENTRY 1", 11)]
    [DatabaseData("subject", "y 7", 1)]
    [DatabaseData("subject", "'; --", 0)]
    public async Task What_is_asked_for_is_found_in_any_case(Provider provider, string field, string text, int found)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddAuditEntriesAsync(20);
        await using var all = database.NewAccess();
        var query = field switch
        {
            "who" => new AuditQuery(Who: text),
            "action" => new AuditQuery(Action: text),
            _ => new AuditQuery(Subject: text),
        };

        var entries = await all.GetRequiredService<AuditLog>().ReadAsync(Actor.Program, query, null, 100, default);

        Assert.Equal(found, entries.Count);
    }

    [Theory, DatabaseData]
    public async Task A_stretch_of_time_has_its_first_moment_and_not_its_last(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddAuditEntriesAsync(20);
        await using var all = database.NewAccess();
        var start = database.Clock.GetUtcNow().UtcDateTime;
        var query = new AuditQuery(From: start.AddMinutes(5), To: start.AddMinutes(8));

        var entries = await all.GetRequiredService<AuditLog>().ReadAsync(Actor.Program, query, null, 100, default);

        Assert.Equal([7, 6, 5], entries.Select(entry => entry.Seq));
    }

    [Theory, DatabaseData]
    public async Task An_export_has_every_entry_of_all_pages_and_is_noted(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddAuditEntriesAsync((2 * AuditLog.LargestPage) + 1);
        await using var app = await StartAsync(database);
        using var http = Client(app);

        var rows = await CsvAsync(http, "settings/audit/export.csv?subject=entry");
        var lines = JsonDocument.Parse(await http.GetStringAsync("settings/audit/export.json?action=test"));

        var expected = Enumerable.Range(1, (2 * AuditLog.LargestPage) + 1).Reverse().ToList();
        Assert.Equal(expected, rows.Select(row => int.Parse(row["seq"])));
        Assert.Equal(expected, lines.RootElement.EnumerateArray().Select(line => line.GetProperty("seq").GetInt32()));
        await using var db = await database.Factory.CreateDbContextAsync();
        var noted = await db
            .AuditEntries.Where(entry => entry.Action == AuditActions.AuditExported)
            .OrderBy(entry => entry.Seq)
            .Select(entry => entry.After)
            .ToListAsync();
        Assert.Equal(
            [
                """{"format":"csv","who":"","action":"","subject":"entry","from":null,"to":null}""",
                """{"format":"json","who":"","action":"test","subject":"","from":null,"to":null}""",
            ],
            noted
        );
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    public async Task What_a_spreadsheet_would_take_for_a_formula_is_text(string name)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await database.AddAuditEntriesAsync(1);
        await using (var db = await database.Factory.CreateDbContextAsync())
            await db.AuditEntries.ExecuteUpdateAsync(set =>
                set.SetProperty(entry => entry.Subject, name).SetProperty(entry => entry.ActorName, name)
            );
        await using var app = await StartAsync(database);
        using var http = Client(app);

        var row = Assert.Single(await CsvAsync(http, "settings/audit/export.csv?action=test"));

        Assert.Equal(("'" + name, "'" + name), (row["subject"], row["actorName"]));
    }

    [Theory]
    [InlineData("from=yesterday", "'from' is no day")]
    [InlineData("to=2026-02-30", "'to' is no day")]
    [InlineData("to=9999-12-31", "'to' is no day")]
    public async Task A_wrong_filter_exports_nothing_and_is_named(string query, string words)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(database);
        using var http = Client(app);

        using var answer = await http.GetAsync($"settings/audit/export.csv?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await using var db = await database.Factory.CreateDbContextAsync();
        Assert.False(await db.AuditEntries.AnyAsync(entry => entry.Action == AuditActions.AuditExported));
    }

    private static async Task<TestApp> StartAsync(TestDatabase database)
    {
        var app = await TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        await app.SignInAsync();
        return app;
    }

    private static HttpClient Client(TestApp app)
    {
        var http = new HttpClient { BaseAddress = app.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", TestApp.AdminToken);
        return http;
    }

    private static async Task<List<Dictionary<string, string>>> CsvAsync(HttpClient http, string address)
    {
        using var text = new StreamReader(await http.GetStreamAsync(address), Encoding.UTF8);
        using var csv = new CsvReader(text, CultureInfo.InvariantCulture);
        await csv.ReadAsync();
        csv.ReadHeader();
        var rows = new List<Dictionary<string, string>>();
        while (await csv.ReadAsync())
            rows.Add(csv.HeaderRecord!.ToDictionary(name => name, name => csv.GetField(name)!));
        return rows;
    }
}
