using DataSync.Core.Persistence;
using DataSync.Tests.Support;
using Microsoft.Playwright;

namespace DataSync.Tests.Browser;

/// <summary>An n8n with workflows in several states and clouds, the program over it, and pages of it.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private static readonly string[] Clouds = ["AWS", "Azure", "GCP"];
    private static readonly string[] Kinds = ["VPC", "Subnet", "VPN", "NAT Gateway"];

    private readonly TestDatabase database;
    private readonly List<IBrowserContext> contexts = [];
    private TestApp app;

    private Fleet(TestN8n n8n, TestDatabase database, TestApp app) =>
        (N8n, this.database, this.app) = (n8n, database, app);

    public TestN8n N8n { get; }

    public TestApp App => app;

    /// <summary>Every fifth one has failed, the others succeeded; names and kinds repeat every twelve.</summary>
    public static async Task<Fleet> StartAsync(int workflows)
    {
        var n8n = await TestN8n.StartAsync();
        var now = TimeProvider.System.UtcNow();
        for (var number = 0; number < workflows; number++)
        {
            var id = n8n.AddWorkflow($"{Clouds[number % 3]} {Kinds[number % 4]} {number:000}", cron: "0 * * * *");
            for (var run = 3; run > 0; run--)
                n8n.AddFinished(
                    id,
                    now.AddMinutes(-run * 10 - number % 7),
                    TimeSpan.FromSeconds(2 + number % 5),
                    run == 1 && number % 5 == 0 ? "error" : "success",
                    updated: 10 + number
                );
        }
        var database = await TestDatabase.CreateAsync(Provider.Sqlite);
        var app = await TestApp.StartAsync(null, TestApp.For(n8n, database));
        var fleet = new Fleet(n8n, database, app);
        await app.UntilAsync(
            b =>
                b.Tiles.Length == workflows
                && b.Tiles.All(tile => tile.LastRun is not null)
                && b.Figures.Rates is not null,
            "all of the fleet",
            60
        );
        return fleet;
    }

    /// <summary>A page of a context of its own that is alive, so that keys and clicks reach the server.</summary>
    public async Task<IPage> OpenAsync(
        string address,
        int width = 1440,
        int height = 1000,
        ColorScheme scheme = ColorScheme.Light
    )
    {
        var page = await TestBrowser.OpenAsync(new Uri(app.Url, address), width, height, scheme);
        contexts.Add(page.Context);
        await page.AliveAsync();
        return page;
    }

    /// <summary>Another process on the same port, as after an update of the program.</summary>
    public async Task RestartAsync(Func<Task> whileAway)
    {
        var url = app.Url.ToString();
        await app.DisposeAsync();
        await whileAway();
        app = await TestApp.StartAsync(null, TestApp.For(N8n, database, ("urls", url)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in contexts)
            await context.CloseAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
        await N8n.DisposeAsync();
    }
}
