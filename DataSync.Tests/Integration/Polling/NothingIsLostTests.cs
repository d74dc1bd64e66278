using CsCheck;
using DataSync.Core.N8n;
using DataSync.Core.Polling;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Polling;

/// <summary>
/// Random lives of an n8n that changes between any two of our requests: afterwards our table equals what it ever showed
/// as finished, each once, and reading it again changes nothing.
/// </summary>
public sealed class NothingIsLostTests
{
    [Theory]
    [InlineData(TestN8nLine.Two, false, 90)]
    [InlineData(TestN8nLine.Two, true, 45)]
    [InlineData(TestN8nLine.One, false, 45)]
    public Task Whatever_happens(TestN8nLine line, bool uuids, int cases) =>
        // Of an n8n 1 that becomes another twice or more while it is looked at once, single executions can still be missed; the
        // full run plays such lives, too.
        AnyAsync(line, uuids, cases, mostNewLives: line == TestN8nLine.One ? 1 : int.MaxValue);

    [Theory]
    [InlineData(TestN8nLine.Two, false, 60)]
    [InlineData(TestN8nLine.Two, true, 30)]
    [InlineData(TestN8nLine.One, false, 30)]
    public Task In_an_orderly_life_without_reading_everything_again(TestN8nLine line, bool uuids, int cases) =>
        OrderlyAsync(line, uuids, cases);

    [Theory, Trait("Category", "Full")]
    [InlineData(TestN8nLine.Two, false, 3_600)]
    [InlineData(TestN8nLine.Two, true, 1_400)]
    [InlineData(TestN8nLine.One, false, 1_400)]
    public Task Whatever_happens_many_times(TestN8nLine line, bool uuids, int cases) => AnyAsync(line, uuids, cases);

    [Theory, Trait("Category", "Full")]
    [InlineData(TestN8nLine.Two, false, 1_800)]
    [InlineData(TestN8nLine.Two, true, 900)]
    [InlineData(TestN8nLine.One, false, 900)]
    public Task In_an_orderly_life_many_times(TestN8nLine line, bool uuids, int cases) =>
        OrderlyAsync(line, uuids, cases);

    [Fact]
    public async Task What_begins_while_waiting_ones_are_listed_settles_no_start()
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        await using var n8n = await TestN8n.StartAsync(database.Clock);
        (n8n.Uuids, n8n.MostRows) = (true, 1);
        await using var ours = LossRun.Services(n8n, database);
        var workflow = n8n.AddWorkflow("AWS VPC Sync");
        n8n.Finish(Start(1));
        await LookAsync();
        string hidden = "",
            waits = "";
        n8n.FaultFor = arrival =>
        {
            // It began after the running ones were listed, and runs on while the pages and the waiting ones are.
            if (hidden == "" && arrival.PathAndQuery.StartsWith("/api/v1/executions?limit", StringComparison.Ordinal))
            {
                if (arrival.PathAndQuery.Contains("status=", StringComparison.Ordinal))
                    return null;
                hidden = Start(1);
                n8n.Finish(Start(1));
            }
            else if (waits == "" && arrival.PathAndQuery.Contains("status=waiting", StringComparison.Ordinal))
                n8n.Wait(waits = Start(10));
            return null;
        };
        await LookAsync();
        n8n.Finish(hidden);
        n8n.Finish(Start(1));
        await LookAsync();

        await using var db = await database.Factory.CreateDbContextAsync();
        Assert.Contains(hidden, await db.Executions.Select(row => row.N8nExecutionId).ToListAsync());

        string Start(int seconds)
        {
            database.Clock.Advance(TimeSpan.FromSeconds(seconds));
            return n8n.Start(workflow);
        }

        async Task LookAsync()
        {
            database.Clock.Advance(TimeSpan.FromSeconds(20));
            await ours.GetRequiredService<PollPass>().RunAsync(PassKind.Full, RequestPriority.Live, default);
            while (await ours.GetRequiredService<HistoryReader>().ReadPageAsync(default)) { }
        }
    }

    // Each begins with a life in which the mistake loses something: forty random ones may all be kind to it.

    [Fact]
    public Task A_newest_id_watermark_is_found_out() =>
        Assert.ThrowsAsync<CsCheckException>(() =>
            OrderlyAsync(TestN8nLine.Two, uuids: false, cases: 20, Mistake.Watermark, "6-PXMwgz3iO2")
        );

    [Fact]
    public Task Identity_by_id_alone_is_found_out() =>
        Assert.ThrowsAsync<CsCheckException>(() =>
            AnyAsync(TestN8nLine.Two, uuids: false, cases: 20, Mistake.IdentityByIdAlone, "ducKx30ux384")
        );

    private static Task AnyAsync(
        TestN8nLine line,
        bool uuids,
        int cases,
        Mistake? mistake = null,
        string? seed = null,
        int mostNewLives = int.MaxValue
    ) =>
        LossCases
            .Any(line, uuids)
            .Where(one => one.MostNewLives <= mostNewLives)
            .SampleAsync(one => LossRun.PlayAsync(one, sweep: true, mistake), seed: seed, iter: cases, print: Print);

    private static Task OrderlyAsync(
        TestN8nLine line,
        bool uuids,
        int cases,
        Mistake? mistake = null,
        string? seed = null
    ) =>
        LossCases
            .Orderly(line, uuids)
            .SampleAsync(one => LossRun.PlayAsync(one, sweep: false, mistake), seed: seed, iter: cases, print: Print);

    private static string Print(LossCase one) => one.ToString();
}
