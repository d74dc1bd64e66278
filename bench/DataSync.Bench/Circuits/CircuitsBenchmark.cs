using System.Diagnostics;
using DataSync.Web.Components;

namespace DataSync.Bench.Circuits;

/// <summary>
/// Open pages, as many as a large office has: what one costs in memory, how soon a change is on all of them, and whether
/// they leave anything behind. Compared with an empty page in the same layout, and with the same tiles made of Mud
/// components.
/// </summary>
internal sealed class CircuitsBenchmark : IBenchmark
{
    private const double BarEmpty = 2.5;
    private const double BarMud = 5;
    private const double BarPush = 3;
    private const double BarLeft = 1.1;

    private const string Dashboard = "data-sync";
    private const string Empty = "bench/empty";
    private const string Mud = "bench/mud";

    private const int Pages = 400;
    private const int MudPages = 100;
    private const int Visits = 1_000;
    private const int AtOnce = 25;
    private const int FirstVisits = 200;
    private const int FirstChanges = 5;
    private const int Changes = 21;
    private const int QuietSeconds = 15;
    private const double Reached = 0.95;

    public string Name => "circuits";
    public string Claim =>
        $"a dashboard of 50 tiles ≤ {BarEmpty}× an empty page, ≤ 1/{BarMud} of Mud's, {Pages} told in ≤ {BarPush}×, none left";

    public async Task<bool> RunAsync()
    {
        var (empty, dashboard) = (await MemoryAsync(Empty), await MemoryAsync(Dashboard));
        var mud = await MemoryAsync(Mud, MudPages, changes: 0);
        var (toEmpty, toMud) = (dashboard / empty, mud / dashboard);
        Console.WriteLine($"memory    empty {empty:F0}, dashboard {dashboard:F0}, Mud {mud:F0} KiB a page");
        Console.WriteLine(
            $"memory    dashboard is {toEmpty:F2}× the empty page (bar {BarEmpty}×), 1/{toMud:F1} of Mud's (bar 1/{BarMud})"
        );
        var (pushEmpty, pushDashboard) = (await PushAsync(Empty), await PushAsync(Dashboard));
        var push = pushDashboard / pushEmpty;
        Console.WriteLine(
            $"push      to {Reached:P0} of {Pages}: empty {pushEmpty:F0} ms, dashboard {pushDashboard:F0} ms: {push:F2}× (bar {BarPush}×)"
        );
        var (before, after) = await VisitAsync();
        var left = after / before;
        Console.WriteLine(
            $"visits    before {before:N0} KiB, after {Visits:N0} {after:N0} KiB: {left:F3}× (bar {BarLeft}×)"
        );
        return toEmpty <= BarEmpty && toMud >= BarMud && push <= BarPush && left <= BarLeft;
    }

    /// <summary>
    /// Once every tile has changed, because a circuit keeps each component as it was drawn last and the time before.
    /// </summary>
    /// <returns>KiB a page.</returns>
    private static async Task<double> MemoryAsync(
        string page,
        int count = Pages / 2,
        int changes = BenchFleet.Workflows
    )
    {
        await using var server = await CircuitServer.StartAsync(keepsBuffers: false);
        using var visitor = await Visitor.SignInAsync(server.Url);
        await VisitAsync(server, visitor, page, 2 * AtOnce);
        var before = await SettledAsync(server);
        var open = await OpenAsync(server, visitor, page, count);
        for (var change = 0; change < changes; change++)
            await TellAsync(server, open, change);
        var after = await SettledAsync(server);
        await CloseAsync(server, open);
        return (after - before) / count;
    }

    /// <returns>Milliseconds until a change is on most of the pages.</returns>
    private static async Task<double> PushAsync(string page)
    {
        await using var server = await CircuitServer.StartAsync(keepsBuffers: true);
        using var visitor = await Visitor.SignInAsync(server.Url);
        var open = await OpenAsync(server, visitor, page, Pages);
        var times = new List<double>();
        for (var change = -FirstChanges; change < Changes; change++)
        {
            var took = await TellAsync(server, open, change + FirstChanges);
            if (change >= 0)
                times.Add(took);
        }
        await CloseAsync(server, open);
        return times.Order().ElementAt(Changes / 2);
    }

    /// <returns>KiB in use before many visits, and after.</returns>
    private static async Task<(double Before, double After)> VisitAsync()
    {
        await using var server = await CircuitServer.StartAsync(keepsBuffers: false);
        using var visitor = await Visitor.SignInAsync(server.Url);
        await VisitAsync(server, visitor, Dashboard, FirstVisits);
        var before = await SettledAsync(server);
        await VisitAsync(server, visitor, Dashboard, Visits);
        return (before, await SettledAsync(server));
    }

    /// <summary>Until memory has not become less for some seconds: not everything is let go at once.</summary>
    /// <returns>KiB in use.</returns>
    private static async Task<double> SettledAsync(CircuitServer server)
    {
        using var again = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var least = await server.MemoryAsync();
        for (var quiet = 0; quiet < QuietSeconds; quiet++)
        {
            await again.WaitForNextTickAsync();
            var now = await server.MemoryAsync();
            if (now < least * 0.99)
                quiet = 0;
            least = Math.Min(least, now);
        }
        return least / 1024.0;
    }

    private static async Task<double> TellAsync(CircuitServer server, List<OpenPage> open, int change)
    {
        // Each has a text of its own, and begins after the one before it.
        var milliseconds = 120_000 - (1000 * change);
        var seen = open.Select(page => page.SeesAsync(Ages.Duration(milliseconds))).ToList();
        var start = Stopwatch.GetTimestamp();
        await server.EndOneAsync(milliseconds);
        var times = (await Task.WhenAll(seen)).Order().ToList();
        return Stopwatch.GetElapsedTime(start, times[(int)Math.Ceiling(times.Count * Reached) - 1]).TotalMilliseconds;
    }

    private static async Task VisitAsync(CircuitServer server, Visitor visitor, string page, int count)
    {
        for (var done = 0; done < count; done += AtOnce)
        {
            var open = await OpenAsync(server, visitor, page, AtOnce);
            await CloseAsync(server, open);
        }
    }

    private static async Task<List<OpenPage>> OpenAsync(CircuitServer server, Visitor visitor, string page, int count)
    {
        var open = new List<OpenPage>();
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
            open.AddRange(await Task.WhenAll(some.Select(_ => visitor.OpenAsync(page))));
        await UntilAsync(server.WatchersAsync, count);
        return open;
    }

    /// <summary>Until the program has forgotten them.</summary>
    private static async Task CloseAsync(CircuitServer server, List<OpenPage> open)
    {
        foreach (var page in open)
            await page.DisposeAsync();
        await UntilAsync(server.CircuitsAsync, 0);
    }

    private static async Task UntilAsync(Func<Task<long>> look, long expected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await look() != expected)
            await again.WaitForNextTickAsync(patience.Token);
    }
}
