using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Core.Workflows;
using DataSync.Tests.Integration.Executions;
using DataSync.Tests.Support;
using DataSync.Web.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Trends;

/// <summary>What leaves the program is what the lists show, and the audit log tells of it.</summary>
public sealed class ExportTests
{
    private static readonly (string Query, ExecutionFilter Filter)[] Filters =
    [
        ("", ExecutionFilter.None),
        (
            "status=failure,cancelled&provider=aws",
            new() { Statuses = [ExecutionStatus.Failure, ExecutionStatus.Cancelled], Providers = [CloudProvider.Aws] }
        ),
        (
            "workflowId=b&from=2026-01-01T00:10:00Z&to=2026-01-01T00:20:00Z",
            new()
            {
                WorkflowId = "b",
                From = HistoryRows.Start.AddMinutes(10),
                To = HistoryRows.Start.AddMinutes(20),
            }
        ),
        ("search=list_", new() { Search = "list_" }),
        ("error=aaaaaaaaaaaaaaaa", new() { Fingerprint = "aaaaaaaaaaaaaaaa" }),
        ("withoutParts=true&status=failure", new() { WithoutParts = true, Statuses = [ExecutionStatus.Failure] }),
        ("workflowId=nobody", new() { WorkflowId = "nobody" }),
    ];

    [Theory, DatabaseData]
    public async Task An_export_of_executions_has_the_rows_of_the_screen_in_its_order(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await HistoryRows.StoreAsync(database);
        await using var app = await StartAsync(database);
        using var http = Client(app);
        foreach (var (query, filter) in Filters)
        {
            var shown = await ShownAsync(database, filter);
            foreach (var format in Enum.GetValues<ExportFormat>())
            {
                var read = ExportReader.Read(format, await FileAsync(http, "executions", format, query));
                var isJson = format == ExportFormat.Json;
                var expected = shown.Select(row =>
                    (IReadOnlyList<string>)
                        [
                            row.ExecutionId,
                            row.WorkflowId,
                            row.WorkflowName,
                            isJson ? EnumWords.Of(row.Provider) : Words.Of(row.Provider),
                            isJson ? EnumWords.Of(row.WorkflowType) : Words.Of(row.WorkflowType),
                            isJson ? EnumWords.Of(row.Status) : ExecutionWords.Of(row.Status, row.N8nStatus),
                            "",
                            row.Mode is { } mode && !isJson ? ExecutionWords.Starter(mode) : row.Mode ?? "",
                            ExportReader.Text(row.StartTime),
                            .. Enumerable.Repeat("", 6),
                            row.FailedNode ?? "",
                            row.ErrorMessage ?? "",
                        ]
                );
                Assert.Equal(expected, read.Texts);
            }
        }
        Assert.Equal(300, (await ShownAsync(database, ExecutionFilter.None)).Count);
    }

    [Theory, DatabaseData]
    public async Task The_manifest_and_the_audit_log_prove_an_export(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await HistoryRows.StoreAsync(database);
        await using var app = await StartAsync(database);
        using var http = Client(app);

        using var answer = await http.GetAsync("api/v1/export/executions.csv?search=DENIED%20100%25&status=failure");
        var file = await answer.Content.ReadAsByteArrayAsync();

        var id = Assert.Single(answer.Headers.GetValues("X-Export-Id"));
        var manifest = JsonElement.Parse(await http.GetStringAsync($"api/v1/exports/{id}/manifest"));
        var expected = await ShownAsync(database, new() { Statuses = [ExecutionStatus.Failure], Search = "denied" });
        Assert.Equal(expected.Count, manifest.GetProperty("rows").GetInt32());
        Assert.Equal(file.Length, manifest.GetProperty("bytes").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), manifest.GetProperty("sha256").GetString());
        Assert.Equal(
            ["Result: Failed", "Error, failed node or id has: DENIED 100%"],
            manifest.GetProperty("filters").EnumerateArray().Select(words => words.GetString())
        );
        Assert.Equal("status=failure&search=DENIED%20100%25", manifest.GetProperty("query").GetString());
        Assert.Equal(
            ("csv", "token", answer.Content.Headers.ContentDisposition!.FileName),
            (
                manifest.GetProperty("format").GetString(),
                manifest.GetProperty("byKind").GetString(),
                manifest.GetProperty("file").GetString()
            )
        );
        Assert.StartsWith("DataSync ", manifest.GetProperty("program").GetString(), StringComparison.Ordinal);
        Assert.Equal([AuditActions.ExportStarted, AuditActions.ExportFinished], await ActionsAsync(database, id));
        // The query of the manifest asks for the same again.
        var again = await http.GetByteArrayAsync(
            $"api/v1/export/executions.csv?{manifest.GetProperty("query").GetString()}"
        );
        Assert.Equal(file, again);
        Assert.True((await app.Services.GetRequiredService<AuditChain>().VerifyAsync(default)).Holds);

        using var other = new HttpClient { BaseAddress = app.Url };
        other.DefaultRequestHeaders.Authorization = new("Bearer", await app.Services.AddTokenAsync(Role.Operator));
        using var refused = await other.GetAsync($"api/v1/exports/{id}/manifest");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Theory]
    [InlineData("audit.csv?from=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("executions.json?limit=5", HttpStatusCode.BadRequest)]
    [InlineData("executions.csv?from=2026-03-02T00:00Z&to=2026-03-01T00:00Z", HttpStatusCode.BadRequest)]
    [InlineData("executions.pdf", HttpStatusCode.NotFound)]
    [InlineData("nothing.csv", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_answered_is_refused_before_a_byte_is_sent(string address, HttpStatusCode status)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        await using var app = await StartAsync(database);
        using var http = Client(app);

        using var answer = await http.GetAsync($"api/v1/export/{address}");

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.False(answer.Headers.Contains("X-Export-Id"));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_known_for_it_and_noted()
    {
        await using var server = await MariaDbServer.StartAsync();
        await using var database = await TestDatabase.CreateAsync(Provider.MariaDb, server: server);
        await using (var context = await database.Factory.CreateDbContextAsync())
            await HistoryLoad.StoreAsync(context, workflows: 3, executions: 20_000);
        await using var app = await StartAsync(database);
        using var http = Client(app);

        using var answer = await http.GetAsync(
            "api/v1/export/executions.json",
            HttpCompletionOption.ResponseHeadersRead
        );
        await using var body = await answer.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[1_000]);
        // The table vanishes under its reader.
        await using (var context = await database.Factory.CreateDbContextAsync())
            await context.Database.ExecuteSqlRawAsync("RENAME TABLE workflow_executions TO gone");
        await Assert.ThrowsAnyAsync<Exception>(() => body.CopyToAsync(Stream.Null));

        var id = Assert.Single(answer.Headers.GetValues("X-Export-Id"));
        await UntilAsync(async () => (await ActionsAsync(database, id)).Count == 2);
        Assert.Equal([AuditActions.ExportStarted, AuditActions.ExportFailed], await ActionsAsync(database, id));
    }

    private static async Task<IReadOnlyList<ExecutionSummary>> ShownAsync(TestDatabase database, ExecutionFilter filter)
    {
        var rows = new List<ExecutionSummary>();
        string? cursor = null;
        do
        {
            var page = await database.History().PageAsync(filter, cursor, 50, default);
            rows.AddRange(page.Items);
            cursor = page.NextCursor;
        } while (cursor is not null);
        return rows;
    }

    private static async Task<IReadOnlyList<string>> ActionsAsync(TestDatabase database, string exportId)
    {
        await using var db = await database.Factory.CreateDbContextAsync();
        return await db
            .AuditEntries.Where(entry => entry.Subject == exportId)
            .OrderBy(entry => entry.Seq)
            .Select(entry => entry.Action)
            .ToListAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> expected)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var turn = 0; turn < 500 && !await expected(); turn++)
            await look.WaitForNextTickAsync();
    }

    internal static async Task<byte[]> FileAsync(HttpClient http, string name, ExportFormat format, string query)
    {
        using var answer = await http.GetAsync($"api/v1/export/{name}.{EnumWords.Of(format)}?{query}");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadAsByteArrayAsync();
    }

    internal static async Task<TestApp> StartAsync(TestDatabase database)
    {
        var app = await TestApp.StartAsync(null, [.. database.Settings.Select(s => (s.Key, s.Value))]);
        await app.SignInAsync();
        return app;
    }

    internal static HttpClient Client(TestApp app)
    {
        var http = new HttpClient { BaseAddress = app.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", TestApp.AdminToken);
        return http;
    }
}
