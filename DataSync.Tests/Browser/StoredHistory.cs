using DataSync.Tests.Support;
using Microsoft.Playwright;

namespace DataSync.Tests.Browser;

/// <summary>Pages of histories that were not read from an n8n but stored at once.</summary>
internal static class StoredHistory
{
    public static async Task<IPage> OpenAsync(TestApp app, string address)
    {
        var page = await TestBrowser.OpenAsync(
            new Uri(app.Url, address),
            init: """
            window.shift = 0;
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
            }).observe({ type: "layout-shift", buffered: true });
            """
        );
        // What the server drew first is replaced once the page is alive.
        await page.WaitForFunctionAsync(
            """
            () => {
              const log = document.querySelector(".ds-log");
              if (log) return "watched" in log.dataset;
              return [...document.querySelectorAll("main *")].some((one) => one.getAttributeNames().some((name) => name.startsWith("_bl_")));
            }
            """
        );
        return page;
    }

    public static async Task<TestDatabase> LoadedAsync(Provider provider, int workflows, int executions)
    {
        var database = await TestDatabase.CreateAsync(provider);
        await using var context = await database.Factory.CreateDbContextAsync();
        await HistoryLoad.StoreAsync(context, workflows, executions);
        return database;
    }

    /// <summary>Without an n8n: what is stored is shown.</summary>
    public static async Task<TestApp> StartAsync(TestDatabase database)
    {
        var app = await TestApp.StartAsync(null, [.. database.Settings.Select(one => (one.Key, one.Value))]);
        await app.UntilAsync(board => !board.Tiles.IsEmpty, "what is stored");
        return app;
    }
}
