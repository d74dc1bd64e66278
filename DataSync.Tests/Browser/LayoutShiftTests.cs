using DataSync.Core.N8n;
using DataSync.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DataSync.Tests.Browser;

/// <summary>Nothing jumps when data arrives, changes or stops coming.</summary>
public sealed class LayoutShiftTests
{
    private const string Observe = """
        () => {
          window.shifts = [];
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              window.shifts.push({
                at: entry.startTime,
                value: entry.value,
                what: entry.sources.map((one) => one.node?.className ?? one.node?.data).join(),
              });
          }).observe({ type: "layout-shift", buffered: true });
        }
        """;

    [Theory]
    [InlineData(1440, 1000, "/data-sync")]
    [InlineData(390, 844, "/data-sync")]
    [InlineData(1440, 1000, "/data-sync?view=list&group=provider")]
    public async Task From_the_first_skeleton_to_an_n8n_that_went_away(int width, int height, string address)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var n8n = await TestN8n.StartAsync(clock);
        var workflows = Enumerable
            .Range(0, 15)
            .Select(n => n8n.AddWorkflow($"AWS VPC {n:00}", cron: "0 * * * *"))
            .ToList();
        foreach (var id in workflows)
            n8n.AddFinished(id, clock.GetUtcNow().UtcDateTime.AddMinutes(-5), TimeSpan.FromSeconds(3));
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        // n8n does not answer before its clock says so.
        n8n.Fault = TestN8nFault.Slow(TimeSpan.FromMinutes(1));
        await using var app = await TestApp.StartAsync(
            null,
            TestApp.For(n8n, database, ("N8n:MaxRetries", "0"), ("N8n:AttemptTimeout", "00:01:00"))
        );
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, address), width, height);
        await page.EvaluateAsync(Observe);
        await Expect(page.Locator(".ds-skeleton").First).ToBeVisibleAsync();

        n8n.Fault = null;
        clock.Advance(TimeSpan.FromMinutes(1));
        await Expect(page.Locator("[data-tile]").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await app.UntilAsync(b => b.Tiles.All(tile => tile.LastRun is not null), "runs");
        var run = n8n.Start(workflows[7]);
        await Expect(page.Locator(".ds-running")).ToHaveCountAsync(1);
        n8n.Finish(run, "success", updated: 12);
        await Expect(page.Locator(".ds-running")).ToHaveCountAsync(0);
        n8n.Fault = TestN8nFault.Unauthorized;
        await Expect(page.Locator(".ds-banner")).ToBeVisibleAsync();
        await app.UntilAsync(b => b.System.N8n == N8nCondition.Unauthorised, "trouble");

        var shifts = await page.EvaluateAsync<Shift[]>("window.shifts");
        Assert.True(
            Cumulative(shifts) <= 0.02,
            string.Join("; ", shifts.Select(s => $"{s.At:0} ms: {s.Value:0.0000} {s.What}"))
        );
        await page.Context.CloseAsync();
    }

    /// <summary>The worst burst: at most a second between its shifts and five in all.</summary>
    private static double Cumulative(IEnumerable<Shift> shifts)
    {
        var (worst, sum, first, last) = (0.0, 0.0, double.MinValue, double.MinValue);
        foreach (var shift in shifts)
        {
            if (shift.At - last > 1000 || shift.At - first > 5000)
                (sum, first) = (0, shift.At);
            (sum, last) = (sum + shift.Value, shift.At);
            worst = Math.Max(worst, sum);
        }
        return worst;
    }

    private sealed record Shift
    {
        public double At { get; init; }
        public double Value { get; init; }
        public string What { get; init; } = "";
    }
}
