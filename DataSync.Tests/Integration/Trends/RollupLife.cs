using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Retention;
using DataSync.Core.Trends;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Trends;

/// <summary>
/// Executions come, change, are explained, vanish, expire and are counted again, at random; the roll-ups are compared with a
/// recount.
/// </summary>
internal sealed class RollupLife : IAsyncDisposable
{
    private static readonly string?[] Modes =
    [
        "trigger",
        "webhook",
        "manual",
        "retry",
        "integrated",
        "error",
        "chat",
        null,
    ];
    private static readonly string[] Words = ["success", "error", "crashed", "canceled", "running", "waiting", "new"];
    private readonly TestDatabase database;
    private readonly ServiceProvider services;
    private readonly Random random;
    private readonly DateTime newest;
    private readonly Dictionary<string, N8nExecution> sent = new(StringComparer.Ordinal);

    private RollupLife(TestDatabase database, string zone, int seed)
    {
        (this.database, random) = (database, new(seed));
        // The end of October: in much of the world an hour comes twice in these days.
        newest = new(2025, 11, 3, 0, 0, 0, DateTimeKind.Utc);
        // Nothing of these two weeks has expired at first.
        var kept = database.Clock.GetUtcNow().UtcDateTime - newest + TimeSpan.FromDays(15);
        services = database.NewRetention(zone, options => options.Executions = TimeSpan.FromDays(kept.Days));
    }

    private ExecutionIngestor Ingestor => services.GetRequiredService<ExecutionIngestor>();
    private RollupBuilder Builder => services.GetRequiredService<RollupBuilder>();

    /// <summary>As they were when they went.</summary>
    private readonly List<WorkflowExecution> expired = [];

    public static async Task<RollupLife> BeginAsync(Provider provider, string zone, int seed)
    {
        var life = new RollupLife(await TestDatabase.CreateAsync(provider, inMemory: true), zone, seed);
        // Some are there before the first roll-up is.
        await life.IngestAsync();
        await life.Builder.CompleteAsync(default);
        return life;
    }

    public async Task StepAsync()
    {
        switch (random.Next(11))
        {
            case < 5:
                await IngestAsync();
                break;
            case < 8:
                await ExplainAsync();
                break;
            case 8:
                await CloseAsync();
                break;
            case 9:
                await ExpireAsync();
                break;
            default:
                await Builder.RebuildAsync(default);
                break;
        }
    }

    /// <summary>n8n was rebuilt: an id it had ended means another run now.</summary>
    public async Task BeginAgainAsync()
    {
        // Of an old one nobody would know.
        var ended = sent.Values.Where(one => !one.IsOpen).MaxBy(one => one.StartedAt)!;
        sent[ended.Id] = ended with { StartedAt = ended.StartedAt!.Value.AddDays(1), StoppedAt = newest.AddDays(1) };
        await Ingestor.IngestAsync([sent[ended.Id]], [], null, default);
    }

    public async Task CompareAsync()
    {
        await using var context = await database.Factory.CreateDbContextAsync();
        var stored = await context.Executions.AsNoTracking().ToListAsync();
        var rollups = await context.Rollups.AsNoTracking().ToListAsync();
        var checkpoint = await context.Checkpoints.SingleAsync();
        Assert.Equal(stored.Count, checkpoint.ExecutionsStored);
        Assert.NotEmpty(expired);
        List<WorkflowExecution> runs = [.. stored, .. expired];
        foreach (var grain in Enum.GetValues<RollupGrain>())
        {
            var kept = runs.Where(run => grain == RollupGrain.Day || !(run.StartTime < checkpoint.ExecutionsFrom));
            var recount = Recount.Of(kept, grain, services.GetRequiredService<SiteCalendar>().Zone);
            var counted = rollups.Where(row => row.Grain == grain).Select(Recount.Of);
            Assert.Equal(Sorted(recount), Sorted(counted));
            foreach (var row in rollups.Where(row => row.Grain == grain))
                Recount.CompareDurations(runs, row, services.GetRequiredService<SiteCalendar>().Zone);
        }
        Assert.Contains(rollups, row => row.ResourcesCreated > 0);
        Assert.Contains(rollups, row => row.Retried > 0);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    private async Task IngestAsync()
    {
        var page = Enumerable
            .Range(0, random.Next(1, 40))
            .Select(_ => random.Next(3) == 0 ? Changed() : New())
            .ToList();
        foreach (var one in page)
            sent[one.Id] = one;
        await Ingestor.IngestAsync(page, [], null, default);
    }

    private async Task ExplainAsync()
    {
        var details = sent
            .Values.Where(one => !one.IsOpen)
            .OrderBy(_ => random.Next())
            .Take(10)
            .Select(one => new N8nExecutionDetail(one, new([], null, null, Resources())))
            .ToList();
        await Ingestor.StoreDetailsAsync(details, [], default);
    }

    /// <summary>Up to two days on, what is too old by then goes.</summary>
    public async Task ExpireAsync()
    {
        database.Clock.Advance(TimeSpan.FromHours(random.Next(48)));
        await using var context = await database.Factory.CreateDbContextAsync();
        var before = await context.Executions.AsNoTracking().ToListAsync();
        await services.GetRequiredService<RetentionService>().RunAsync(default);
        var left = await context.Executions.Select(row => row.ExecutionId).ToHashSetAsync();
        expired.AddRange(before.Where(row => !left.Contains(row.ExecutionId)));
    }

    private async Task CloseAsync()
    {
        if (sent.Values.FirstOrDefault(one => one.IsOpen) is { } open)
            await Ingestor.CloseGoneAsync(open.Id, default);
    }

    private N8nExecution New()
    {
        var started = newest.AddMinutes(-random.Next(14 * 24 * 60)).AddTicks(random.Next(10_000_000) * 10);
        var word = Words[random.Next(Words.Length)];
        return new N8nExecution(
            $"{sent.Count + 1_000 + random.Next(1_000_000)}",
            $"w{random.Next(5)}",
            word,
            word is "success",
            Modes[random.Next(Modes.Length)],
            RetryOf: null,
            RetrySuccessId: null,
            word is "new" ? null : started,
            word is "new" or "running" ? null : started.AddMilliseconds(Duration()),
            WaitTill: null
        );
    }

    /// <summary>Something n8n says of an execution it had said otherwise of.</summary>
    private N8nExecution Changed()
    {
        if (sent.Count == 0)
            return New();
        var open = sent.Values.Where(one => one.IsOpen).ToList();
        var known =
            open.Count > 0 && random.Next(2) == 0
                ? open[random.Next(open.Count)]
                : sent.Values.ElementAt(random.Next(sent.Count));
        if (!known.IsOpen)
            return known with { RetrySuccessId = known.Status is "error" ? "7" : known.RetrySuccessId };
        var started = known.StartedAt ?? newest.AddMinutes(-random.Next(14 * 24 * 60));
        var word = Words[random.Next(4)];
        return known with
        {
            Status = word,
            Finished = word is "success",
            StartedAt = started,
            StoppedAt = started.AddMilliseconds(Duration()),
        };
    }

    private long Duration() => random.Next(20) == 0 ? 0 : (long)Math.Exp(random.NextDouble() * 18);

    private static IEnumerable<string> Sorted(IEnumerable<Recount> all) =>
        all.Select(one => one.ToString()).Order(StringComparer.Ordinal);

    private ResourceCounts Resources() =>
        random.Next(4) == 0 ? ResourceCounts.None : new(random.Next(50), random.Next(9), null, random.Next(2));
}
