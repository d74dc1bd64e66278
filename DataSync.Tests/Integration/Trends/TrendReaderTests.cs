using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Core.Trends;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static DataSync.Tests.Integration.Trends.TrendLife;

namespace DataSync.Tests.Integration.Trends;

public sealed class TrendReaderTests
{
    /// <summary>Berlin's clocks went back on this day, which had 25 hours.</summary>
    private static readonly DateOnly LongDay = new(2025, 10, 26);

    [Theory, DatabaseData]
    public async Task A_week_is_the_sum_of_its_days_across_a_change_of_the_clocks(Provider provider)
    {
        await using var trends = await OpenAsync(provider, "Europe/Berlin");
        var calendar = trends.Services.GetRequiredService<SiteCalendar>();
        var (monday, next) = (calendar.Start(LongDay.AddDays(-6)), calendar.Start(LongDay.AddDays(1)));
        // One run an hour, on the half.
        var hours = (int)(next - monday).TotalHours;
        await trends.IngestAsync([
            .. Enumerable.Range(0, hours).Select(hour => Run($"{hour + 1}", monday.AddHours(hour + 0.5))),
        ]);

        var byDay = (await trends.ReadAsync(monday, next, TrendBucket.Day)).ByBucket();
        var byHour = (await trends.ReadAsync(monday, next, TrendBucket.Hour)).ByBucket();
        var week = Assert.Single((await trends.ReadAsync(monday, next, TrendBucket.Week)).ByBucket());

        Assert.Equal(7 * 24 + 1, hours);
        Assert.Equal([24, 24, 24, 24, 24, 24, 25], byDay.Select(row => row.Numbers.Runs));
        Assert.Equal(Enumerable.Repeat(1, hours), byHour.Select(row => row.Numbers.Runs));
        Assert.Equal((monday, hours), (week.Bucket, week.Numbers.Runs));
        // A part of a day at each end, days between.
        var some = await trends.ReadAsync(monday.AddHours(5), next.AddHours(-3), TrendBucket.Week);
        Assert.Equal(hours - 8, some.Total().Runs);
    }

    [Theory, DatabaseData]
    public async Task Runs_are_grouped_and_what_is_a_part_of_others_is_apart(Provider provider)
    {
        await using var trends = await OpenAsync(provider, "UTC");
        var start = new DateTime(2026, 2, 1, 10, 0, 0, DateTimeKind.Utc);
        await trends.AddWorkflowAsync("aws", CloudProvider.Aws, WorkflowType.Vpc);
        await trends.AddWorkflowAsync("gcp", CloudProvider.Gcp, WorkflowType.Subnet);
        await trends.IngestAsync([
            Run("1", start, workflow: "aws", seconds: 10),
            Run("2", start, workflow: "aws", status: "error", seconds: 20) with
            {
                RetrySuccessId = "3",
            },
            Run("3", start.AddMinutes(1), workflow: "aws", mode: "retry", seconds: 30),
            Run("4", start, workflow: "gcp", status: "canceled", seconds: 40),
            Run("5", start, workflow: "gcp", status: "error", mode: "manual", seconds: 50),
            Run("6", start, workflow: "gcp", mode: "integrated", seconds: 60),
            Run("7", start, workflow: "gcp", status: "running"),
        ]);
        await trends.ExplainAsync("1", new(5, 2, null, 0));

        var trend = await trends.ReadAsync(start.Date, start.Date.AddDays(1), TrendBucket.Day);
        var all = trend.Total();
        var byProvider = trend.By(TrendGroup.Provider).ToDictionary(row => row.Group!, row => row.Numbers);

        Assert.Equal((2, 2, 1, 1), (all.Success, all.Failure, all.Cancelled, all.Retried));
        Assert.Equal((1, 1), (all.Parts, all.ByHand));
        Assert.Equal(new RunRate(2, 1), all.Rate);
        Assert.Equal((1, 5, 2, 0), (all.Reported, all.ResourcesCreated, all.ResourcesUpdated, all.ResourcesDeleted));
        Assert.InRange(all.Duration(0.5)!.Value, 29_700, 30_300);
        Assert.Equal((3, 2), (byProvider["aws"].Runs, byProvider["gcp"].Runs));
        Assert.Null(byProvider["gcp"].ResourcesCreated);
        Assert.Equal(["aws", "gcp"], trend.ByBucketAnd(TrendGroup.Workflow).Select(row => row.Group));
        var vpcs = await trends.ReadAsync(
            start.Date,
            start.Date.AddDays(1),
            TrendBucket.Day,
            new() { Types = [WorkflowType.Vpc] }
        );
        Assert.Equal(3, vpcs.Total().Runs);
    }

    [Theory, DatabaseData]
    public async Task Time_nobody_looked_in_is_told_and_empty_buckets_have_their_place(Provider provider)
    {
        await using var trends = await OpenAsync(provider, "UTC");
        var day = new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc);
        await trends.AddUnobservedAsync(day.AddHours(-2), day.AddHours(3));
        await trends.AddUnobservedAsync(day.AddHours(47), null);

        var trend = await trends.ReadAsync(day, day.AddDays(3), TrendBucket.Day);

        Assert.Equal([day, day.AddDays(1), day.AddDays(2)], trend.ByBucket().Select(row => row.Bucket));
        Assert.Equal([3, 1, 24], trend.Buckets.Select(bucket => trend.UnseenIn(bucket).TotalHours));
        Assert.Null(trend.Total().Duration(0.5));
    }

    [Theory]
    [InlineData(-1, "from")]
    [InlineData(24 * 500, "bucket")]
    public async Task What_cannot_be_answered_is_refused(int hours, string field)
    {
        await using var trends = await OpenAsync(Provider.Sqlite, "UTC");
        var day = new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc);

        var refused = await Assert.ThrowsAsync<RefusedException>(() =>
            trends.ReadAsync(day, day.AddHours(hours), TrendBucket.Hour)
        );

        Assert.Equal(field, refused.Field);
    }

    [Theory, DatabaseData]
    public async Task Where_hours_are_not_kept_days_are_told_and_nothing_leaves_that_is_not_whole(Provider provider)
    {
        await using var trends = await OpenAsync(provider, "UTC");
        var day = new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc);
        await trends.IngestAsync([Run("1", day.AddHours(5)), Run("2", day.AddDays(2))]);
        await trends.CheckpointAsync(row => row.ExecutionsFrom = day.AddDays(2));

        var old = await trends.ReadAsync(day, day.AddDays(1), TrendBucket.Hour);
        var late = await trends.ReadAsync(day.AddDays(2), day.AddDays(3), TrendBucket.Hour);

        Assert.Equal((TrendBucket.Day, 1), (old.Bucket, Assert.Single(old.ByBucket()).Numbers.Runs));
        Assert.Equal((TrendBucket.Hour, 24), (late.Bucket, late.ByBucket().Count));
        Assert.Equal("bucket", Assert.Throws<RefusedException>(() => old.RequireWhole(TrendBucket.Hour)).Field);
        late.RequireWhole(TrendBucket.Hour);

        await trends.CheckpointAsync(row => row.RollupsFrom = day.AddDays(2.5));
        late = await trends.ReadAsync(day.AddDays(2), day.AddDays(3), TrendBucket.Hour);
        var refused = Assert.Throws<RefusedException>(() => late.RequireWhole(TrendBucket.Hour));
        Assert.Equal(Refusal.Conflict, refused.Refusal);
    }

    [Theory, DatabaseData]
    public async Task A_workflow_of_two_clouds_counts_in_each_that_is_asked_for(Provider provider)
    {
        await using var trends = await OpenAsync(provider, "UTC");
        var start = new DateTime(2026, 2, 1, 10, 0, 0, DateTimeKind.Utc);
        await trends.AddWorkflowAsync("both", CloudProvider.Aws, WorkflowType.Vpc, "azure/subnet");
        await trends.IngestAsync([Run("1", start, workflow: "both")]);

        var all = await trends.ReadAsync(start.Date, start.Date.AddDays(1), TrendBucket.Day);
        var azure = await trends.ReadAsync(
            start.Date,
            start.Date.AddDays(1),
            TrendBucket.Day,
            new() { Providers = [CloudProvider.Azure] }
        );

        Assert.Equal(["aws", "azure"], all.By(TrendGroup.Provider).Select(row => row.Group));
        Assert.Equal(1, all.Total().Runs);
        Assert.Equal(["azure"], azure.By(TrendGroup.Provider).Select(row => row.Group));
        Assert.Equal(["subnet"], azure.By(TrendGroup.Type).Select(row => row.Group));
    }

    [Theory, DatabaseData]
    public async Task Causes_are_of_runs_that_failed_and_are_no_part_of_others(Provider provider)
    {
        await using var trends = await OpenAsync(provider, "UTC");
        var start = new DateTime(2026, 2, 1, 10, 0, 0, DateTimeKind.Utc);
        await trends.IngestAsync([
            Run("1", start, status: "error"),
            Run("2", start.AddMinutes(1), status: "error"),
            Run("3", start.AddMinutes(2), status: "error", mode: "integrated"),
            Run("4", start.AddMinutes(3), status: "canceled"),
            Run("5", start.AddMinutes(4), status: "error"),
        ]);
        foreach (var id in (string[])["1", "2", "3", "4"])
            await trends.FailAsync(id, "AccessDenied: list VPCs");
        await trends.FailAsync("5", "Timed out");

        var causes = await trends
            .Services.GetRequiredService<CauseReader>()
            .TopAsync(start, start.AddHours(1), workflows: null, most: 8, default);

        Assert.Equal([("AccessDenied: list VPCs", 2), ("Timed out", 1)], causes.Select(one => (one.Message, one.Runs)));
        Assert.Equal(start.AddMinutes(1), causes[0].Last);
    }
}
