using DataSync.Core.Alerts;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace DataSync.Tests.Integration.Alerts;

/// <summary>The whole program at the budget and the pace of production, in simulated time: what people are told says why.</summary>
[Collection(Alone.Name)]
public sealed class CauseTests
{
    private const int Limit = 10;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Its pace is that of the machine: beside a thousand other tests the third cause comes too late now and then.
    [Fact, Trait("Category", "Full")]
    public async Task Three_causes_in_one_minute_are_each_told_with_what_they_are()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await using var smtp = TestSmtp.Start();
        await using var n8n = await TestN8n.StartAsync(time);
        var workflows = Enumerable.Range(0, 10).Select(i => n8n.AddWorkflow($"AWS VPC Sync {i}")).ToArray();
        // Enough to read for the details of others to take all that is left to them.
        for (var i = 0; i < 400; i++)
            n8n.AddFinished(workflows[i % 10], time.GetUtcNow().UtcDateTime.AddMinutes(i - 401), Step, updated: i);
        await using var database = await TestDatabase.CreateAsync(Provider.Sqlite, inMemory: true);
        await using var app = await TestApp.StartAsync(
            time,
            TestApp.For(
                n8n,
                database,
                [
                    ("N8n:RequestsPerMinute", $"{Limit}"),
                    ("N8n:AttemptTimeout", "00:05:00"),
                    ("Polling:LiveInterval", "00:00:20"),
                    .. smtp.Settings,
                ]
            )
        );
        using var watching = app.Board.Subscribe(() => { });
        await app.SubscribeAsync(new Subscription(SubscriptionScope.All, null, [AlertEvent.Failure]));
        await LiveAsync(time, 3 * Minute, stepMilliseconds: 5);
        // When the next details of others are due.
        while (time.GetUtcNow().UtcDateTime - n8n.Arrivals.Last(IsOfDetails).At < 0.8 * Minute)
            await LiveAsync(time, Step, stepMilliseconds: 5);
        var from = time.GetUtcNow().UtcDateTime;

        for (var one = 0; one < 3; one++)
        {
            n8n.AddFinished(
                workflows[one],
                time.GetUtcNow().UtcDateTime,
                TimeSpan.FromSeconds(1),
                "error",
                error: "401 - no",
                credential: $"key {one}"
            );
            await LiveAsync(time, TimeSpan.FromSeconds(20), stepMilliseconds: 60);
        }
        await LiveAsync(time, TimeSpan.FromSeconds(25), stepMilliseconds: 60);

        await using var db = await database.Factory.CreateDbContextAsync();
        var told = await db.AlertMessages.OrderBy(row => row.Id).ToListAsync();
        Assert.Equal(
            Enumerable.Range(0, 3).Select(one => $"Credential “key {one}” is rejected"),
            told.Select(row => AlertStory.Read(row.Story).Title)
        );
        await smtp.UntilAsync(mails => mails.Count == 3, "the mails");
        Assert.InRange(n8n.BusiestMinute, 1, Limit);
        var looks = n8n.Arrivals.Count(arrival =>
            arrival.At > from && arrival.PathAndQuery.Contains("status=running", StringComparison.Ordinal)
        );
        Assert.InRange(looks, 3, 6);
    }

    private static bool IsOfDetails(TestN8nArrival arrival) =>
        arrival.PathAndQuery.Contains("includeData", StringComparison.Ordinal);

    /// <summary>Lets time pass, with so much for real input and output between two steps of it.</summary>
    private static async Task LiveAsync(FakeTimeProvider time, TimeSpan span, int stepMilliseconds)
    {
        for (var end = time.GetUtcNow() + span; time.GetUtcNow() < end; )
        {
            time.Advance(Step);
            await Task.Delay(TimeSpan.FromMilliseconds(stepMilliseconds), TimeProvider.System);
        }
    }
}
