using System.Diagnostics;
using DataSync.Core.Executions;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DataSync.Tests.Browser;

/// <summary>
/// Against a real n8n with the sample fleet, in the default intervals and the default budget of ten requests a minute.
/// </summary>
[Trait("Category", "RealN8n")]
public sealed class RealN8nTests
{
    private const string LongRun = "OCI VPN Sync";
    private static readonly TimeSpan OneLiveInterval = TimeSpan.FromSeconds(20 + 2);

    [Theory, DatabaseData]
    public async Task What_n8n_lists_is_stored_and_a_fired_run_shows_in_time(Provider provider)
    {
        var api = new Uri(RealN8n.BaseUrl + "/");
        using var http = new HttpClient { BaseAddress = api };
        http.DefaultRequestHeaders.Add("X-N8N-API-KEY", RealN8n.ApiKey);
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var app = await TestApp.StartAsync(
            null,
            [
                ("N8n:BaseUrl", RealN8n.BaseUrl),
                ("N8n:ApiKey", RealN8n.ApiKey),
                .. database.Settings.Select(s => (s.Key, s.Value)),
            ]
        );
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, "/data-sync"));
        await app.UntilAsync(b => b.System.KnownUntil is not null && b.Tiles.Length > 0, "first reconciliation", 120);
        var tile = page.Locator("article", new() { HasText = LongRun }).First;
        await Assertions.Expect(tile).ToBeVisibleAsync();
        await page.EvaluateAsync("window.sameDocument = true");

        using var fired = await http.PostAsync(new Uri(api, "/webhook/oci-vpn"), null);
        Assert.True(fired.IsSuccessStatusCode, $"the webhook of {LongRun} answered {fired.StatusCode}");
        var clock = Stopwatch.StartNew();
        await Assertions.Expect(tile).ToContainTextAsync("Running", Within(OneLiveInterval));
        var running = clock.Elapsed;
        // It runs 40 s in n8n.
        await Assertions
            .Expect(tile)
            .Not.ToContainTextAsync("Running", Within(TimeSpan.FromSeconds(40) - clock.Elapsed + OneLiveInterval));
        await Assertions.Expect(tile).ToContainTextAsync("Healthy");
        var ended = clock.Elapsed;
        Assert.True(await page.EvaluateAsync<bool>("window.sameDocument === true"));
        await page.Context.CloseAsync();
        Console.WriteLine(
            $"{provider}: running shown after {running.TotalSeconds:0.0} s, its end {ended.TotalSeconds - 40:0.0} s after it"
        );

        // What live passes leave is about one page of history a minute.
        await app.UntilAsync(x => x.System.Backfill is { Reading: false }, "all of history", 900);
        await EqualsAsync(http, database);
    }

    /// <summary>Everything n8n lists at this moment is stored as it lists it, or will be with the next pass.</summary>
    private static async Task EqualsAsync(HttpClient http, TestDatabase database)
    {
        var listed = await ListAsync(http, "executions?limit=250");
        var open = new List<System.Text.Json.JsonElement>();
        foreach (var status in new[] { "running", "waiting" })
            open.AddRange(await ListAsync(http, $"executions?limit=250&status={status}"));
        var workflows = await ListAsync(http, "workflows?limit=250");
        // One more pass, so that what just happened is stored too.
        await Task.Delay(OneLiveInterval, TimeProvider.System);
        await using var db = await database.Factory.CreateDbContextAsync();
        var stored = await db.Executions.AsNoTracking().ToDictionaryAsync(e => e.N8nExecutionId);
        var registered = await db.Workflows.AsNoTracking().Select(w => w.WorkflowId).ToListAsync();

        Assert.Equal(workflows.Select(w => w.GetProperty("id").GetString()).Order(), registered.Order());
        Assert.All(listed.Concat(open), e => Assert.Contains(e.GetProperty("id").GetString()!, stored.Keys));
        Assert.All(
            listed.Where(e => e.GetProperty("status").GetString() is "success" or "error" or "crashed" or "canceled"),
            e =>
            {
                var row = stored[e.GetProperty("id").GetString()!];
                Assert.Equal(e.GetProperty("status").GetString(), row.N8nStatus);
                Assert.Equal(e.GetProperty("stoppedAt").GetDateTime().ToUniversalTime(), row.EndTime);
            }
        );
        Assert.All(
            stored.Values.Where(row => row.Status != ExecutionStatus.Running),
            row => Assert.NotNull(row.EndTime)
        );
    }

    private static async Task<List<System.Text.Json.JsonElement>> ListAsync(HttpClient http, string query)
    {
        var items = new List<System.Text.Json.JsonElement>();
        for (string? cursor = ""; cursor is not null; )
        {
            using var answer = await http.GetAsync(
                new Uri(query + (cursor.Length > 0 ? $"&cursor={cursor}" : ""), UriKind.Relative)
            );
            answer.EnsureSuccessStatusCode();
            using var document = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            items.AddRange(document.RootElement.GetProperty("data").EnumerateArray().Select(e => e.Clone()));
            cursor = document.RootElement.GetProperty("nextCursor").GetString();
        }
        return items;
    }

    private static LocatorAssertionsToContainTextOptions Within(TimeSpan time) =>
        new() { Timeout = (float)time.TotalMilliseconds };
}
