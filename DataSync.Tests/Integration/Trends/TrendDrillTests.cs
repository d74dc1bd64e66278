using DataSync.Core.Executions;
using DataSync.Core.Trends;
using DataSync.Core.Workflows;
using DataSync.Tests.Support;
using DataSync.Web.Features.Executions;
using DataSync.Web.Features.Trends;
using Microsoft.Extensions.DependencyInjection;
using static DataSync.Tests.Integration.Trends.TrendLife;

namespace DataSync.Tests.Integration.Trends;

/// <summary>What the page of trends says, and that each number leads to the runs it is of.</summary>
public sealed class TrendDrillTests
{
    private static readonly DateTime Day = new(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory, DatabaseData]
    public async Task Every_number_leads_to_its_runs(Provider provider)
    {
        await using var trends = await OpenAsync(provider, "UTC");
        await StoreAsync(trends);
        var view = await ViewAsync(trends, "provider");

        // Ended ones that are no parts: 7 of 10.
        Assert.Equal("7", view.Sums[0].Value);
        var shown = 0;
        foreach (var point in view.Charts[0].Points)
        {
            var runs = await BehindAsync(trends, point.Href);
            Assert.Equal(point.Values.Sum(), runs.Count);
            shown += runs.Count;
        }
        Assert.Equal(7, shown);
        foreach (var group in view.Groups)
            Assert.Equal(group.Cells[0], $"{(await BehindAsync(trends, group.Href)).Count}");
        Assert.Equal(["AWS 7", "Azure 3"], view.Groups.Select(row => $"{row.Name} {row.Cells[0]}"));
    }

    [Theory, DatabaseData]
    public async Task Rankings_say_who_is_slow_who_fails_and_why(Provider provider)
    {
        await using var trends = await OpenAsync(provider, "UTC");
        await StoreAsync(trends);
        var rankings = (await ViewAsync(trends, "workflow")).Rankings.ToDictionary(one => one.Title);

        Assert.Equal("both", rankings["Slowest"].Rows[0].Name);
        Assert.Equal(["both 2 of 3", "aws 1 of 4"], Rows("Most failing"));
        // On one day it both failed and succeeded.
        Assert.Equal(["aws 1 day", "both 1 day"], Rows("Flakiest").Order(StringComparer.Ordinal));
        Assert.Equal(["AccessDenied: list VPCs 3 in 2 workflows"], Rows("Top causes"));
        foreach (var row in rankings["Most failing"].Rows)
            Assert.StartsWith($"{(await BehindAsync(trends, row.Href)).Count} of", row.Value, StringComparison.Ordinal);
        Assert.Equal(3, (await BehindAsync(trends, rankings["Top causes"].Rows[0].Href)).Count);

        IEnumerable<string> Rows(string title) => rankings[title].Rows.Select(row => $"{row.Name} {row.Value}");
    }

    private static async Task StoreAsync(TrendLife trends)
    {
        await trends.AddWorkflowAsync("aws", CloudProvider.Aws, WorkflowType.Vpc);
        await trends.AddWorkflowAsync("both", CloudProvider.Aws, WorkflowType.Vpc, "azure/subnet");
        await trends.IngestAsync([
            Run("1", Day.AddHours(1), "aws"),
            Run("2", Day.AddHours(2), "aws", "error"),
            Run("3", Day.AddHours(3), "aws", "canceled"),
            Run("4", Day.AddDays(1), "aws"),
            Run("5", Day.AddHours(4), "aws", "error", "integrated"),
            Run("6", Day.AddHours(5), "aws", "running"),
            Run("7", Day.AddHours(1), "both", seconds: 60),
            Run("8", Day.AddHours(2), "both", "error", seconds: 60),
            Run("9", Day.AddDays(1), "both", "error", seconds: 60),
            Run("10", Day.AddDays(1), "both", mode: "error"),
        ]);
        foreach (var failed in (string[])["2", "5", "8", "9"])
            await trends.FailAsync(failed, "AccessDenied: list VPCs");
    }

    private static async Task<TrendView> ViewAsync(TrendLife trends, string group)
    {
        var calendar = trends.Services.GetRequiredService<SiteCalendar>();
        var period = TrendPeriod.Of(new(2026, 2, 1), new(2026, 2, 3), calendar, Day.AddDays(30));
        var now = await trends.ReadAsync(period.From, period.To, period.Bucket);
        var before = await trends.ReadAsync(period.Before, period.BeforeTo, period.Bucket);
        var causes = await trends
            .Services.GetRequiredService<CauseReader>()
            .TopAsync(period.From, period.To, workflows: null, most: 8, default);
        return new TrendViewBuilder(period, calendar, Address).Build(now, before, causes, group);
    }

    private static string Address(HistoryFilter filter) =>
        "http://localhost/data-sync/executions?"
        + string.Join(
            '&',
            filter
                .Query(whole: true)
                .Where(one => one.Value is not null)
                .Select(one => $"{one.Key}={Uri.EscapeDataString(one.Value!.ToString()!)}")
        );

    private static async Task<IReadOnlyList<ExecutionSummary>> BehindAsync(TrendLife trends, string address)
    {
        var filter = HistoryFilter.Parse(address, whole: true).At(Day.AddDays(30));
        var page = await trends.Database.History().PageAsync(filter, null, ExecutionHistory.MostPerPage, default);
        return page.Items;
    }
}
