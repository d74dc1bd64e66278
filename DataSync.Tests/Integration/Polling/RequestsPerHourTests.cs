using DataSync.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace DataSync.Tests.Integration.Polling;

/// <summary>
/// What an hour costs once history is read, measured over the whole program in simulated time: hourly workflows, spread over
/// the hour, twenty seconds a run. The table in docs/requests-per-hour.md is this test's output.
/// </summary>
[Trait("Category", "Full")]
public sealed class RequestsPerHourTests(ITestOutputHelper output)
{
    private const double Tolerance = 0.1;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Runs = TimeSpan.FromSeconds(20);
    private static readonly string[] Kinds = ["registry", "running", "waiting", "newest page", "details", "single"];

    [Theory]
    [InlineData(14, true)]
    [InlineData(14, false)]
    [InlineData(50, true)]
    [InlineData(50, false)]
    [InlineData(300, true)]
    [InlineData(300, false)]
    public async Task An_hour_costs_what_the_documentation_says(int workflows, bool watched)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var n8n = await TestN8n.StartAsync(time);
        var ids = Enumerable.Range(0, workflows).Select(i => n8n.AddWorkflow($"AWS VPC Sync {i}")).ToArray();
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        await using var app = await TestApp.StartAsync(
            time,
            TestApp.For(
                n8n,
                database,
                ("N8n:RequestsPerMinute", "10"),
                ("N8n:AttemptTimeout", "00:05:00"),
                ("Polling:LiveInterval", "00:00:20")
            )
        );
        using var watching = watched ? app.Board.Subscribe(() => { }) : null;
        // The first minutes are spent on getting to know n8n.
        await LiveAsync(n8n, ids, time, TimeSpan.FromMinutes(10));
        var before = n8n.Arrivals.Count;
        await LiveAsync(n8n, ids, time, TimeSpan.FromHours(1));

        var counts = n8n.Arrivals.Skip(before).GroupBy(KindOf).ToDictionary(g => g.Key, g => g.Count());
        var row = Row(workflows, watched, counts);
        output.WriteLine(row);
        var documented = (await File.ReadAllLinesAsync(Document())).Single(line =>
            line.StartsWith($"| {workflows} | {Watched(watched)} |", StringComparison.Ordinal)
        );
        var (want, have) = (Total(documented), Total(row));
        Assert.True(Math.Abs(want - have) <= want * Tolerance, $"measured: {row}\ndocumented: {documented}");
    }

    private static string Row(int workflows, bool watched, Dictionary<string, int> counts) =>
        $"| {workflows} | {Watched(watched)} | "
        + string.Join(" | ", Kinds.Select(kind => counts.GetValueOrDefault(kind)))
        + $" | {counts.Values.Sum()} |";

    private static string Watched(bool watched) => watched ? "somebody" : "nobody";

    private static int Total(string row) => int.Parse(row.Split('|', StringSplitOptions.TrimEntries)[^2]);

    private static string KindOf(TestN8nArrival arrival) =>
        arrival.PathAndQuery switch
        {
            var path when path.Contains("/workflows", StringComparison.Ordinal) => "registry",
            var path when path.Contains("includeData", StringComparison.Ordinal) => "details",
            var path when path.Contains("status=running", StringComparison.Ordinal) => "running",
            var path when path.Contains("status=waiting", StringComparison.Ordinal) => "waiting",
            var path when path.Contains("/executions?", StringComparison.Ordinal) => "newest page",
            _ => "single",
        };

    private static async Task LiveAsync(TestN8n n8n, string[] workflows, FakeTimeProvider time, TimeSpan span)
    {
        var running = new Queue<(string Id, DateTimeOffset Ends)>();
        var apart = TimeSpan.FromHours(1) / workflows.Length;
        var next = time.GetUtcNow();
        var turn = 0;
        for (var end = time.GetUtcNow() + span; time.GetUtcNow() < end; )
        {
            time.Advance(Step);
            var now = time.GetUtcNow();
            while (running.TryPeek(out var first) && first.Ends <= now)
                n8n.Finish(running.Dequeue().Id, created: 1, updated: 2);
            for (; next <= now; next += apart)
                running.Enqueue((n8n.Start(workflows[turn++ % workflows.Length]), next + Runs));
            // Real input and output goes on between two steps of simulated time.
            await Task.Delay(TimeSpan.FromMilliseconds(3), TimeProvider.System);
        }
        while (running.TryDequeue(out var last))
            n8n.Finish(last.Id);
    }

    private static string Document([System.Runtime.CompilerServices.CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "..", "docs", "requests-per-hour.md");
}
