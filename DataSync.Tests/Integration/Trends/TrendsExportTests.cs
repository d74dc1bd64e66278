using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using DataSync.Core.Alerts;
using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Tests.Integration.Executions;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Trends;

public sealed class TrendsExportTests
{
    [Theory, DatabaseData]
    public async Task An_export_of_trends_has_the_numbers_of_the_api_and_none_while_they_are_counted(Provider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await HistoryRows.StoreAsync(database);
        await using var app = await ExportTests.StartAsync(database);
        await app.Services.GetRequiredService<RollupBuilder>().CompleteAsync(default);
        using var http = ExportTests.Client(app);
        var query = "groupBy=provider&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z";
        using var api = JsonDocument.Parse(await http.GetStringAsync($"api/v1/trends?{query}"));
        var shown = api.RootElement.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["aws", "azure"], shown.Select(row => row.GetProperty("group").GetString()));
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            var read = ExportReader.Read(format, await ExportTests.FileAsync(http, "trends", format, query));
            foreach (
                var (json, name) in ((string, string)[])
                    [
                        ("bucket", "Begins"),
                        ("group", "Of"),
                        ("runs", "Runs (runs)"),
                        ("failure", "Failed (runs)"),
                        ("successRate", "Success rate (0 to 1)"),
                        ("partRuns", "Parts of other runs (runs)"),
                        ("unobservedSeconds", "Not observed (s)"),
                    ]
            )
            {
                var column = read.Names.First(one =>
                    one == json || one == name || one.StartsWith($"{name} (", StringComparison.Ordinal)
                );
                Assert.Equal(shown.Select(row => Text(row.GetProperty(json))), read.Column(column));
            }
        }
        Assert.True(shown[0].GetProperty("partRuns").GetInt32() > 0);

        await using (var context = await database.Factory.CreateDbContextAsync())
            await context.Checkpoints.ExecuteUpdateAsync(set =>
                set.SetProperty(row => row.RollupsFrom, new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc))
            );
        using var early = await http.GetAsync($"api/v1/export/trends.csv?{query}");
        using var asked = await http.GetAsync($"api/v1/trends?{query}");
        Assert.Equal(HttpStatusCode.Conflict, asked.StatusCode);
        Assert.False(early.IsSuccessStatusCode);

        static string Text(JsonElement value) =>
            value.ValueKind == JsonValueKind.Number
                ? ExportReader.Text(value.GetDouble())
                : ExportReader.Text(value.TryGetDateTime(out var time) ? time : value.GetString());
    }
}
