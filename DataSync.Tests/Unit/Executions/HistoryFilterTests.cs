using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using DataSync.Web.Components;
using DataSync.Web.Features.Executions;

namespace DataSync.Tests.Unit.Executions;

public sealed class HistoryFilterTests
{
    private const string Page = "http://localhost/data-sync/executions";
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("")]
    [InlineData("status=success,failure")]
    [InlineData("period=7d")]
    [InlineData("from=2026-01-01T00:00Z&to=2026-01-02T00:00Z")]
    [InlineData("find=a%20%26%20b%25")]
    [InlineData("workflow=w%2F1&provider=aws&type=natgateway&error=0123456789abcdef")]
    public void What_an_address_says_goes_back_into_it(string query)
    {
        var filter = HistoryFilter.Parse($"{Page}?{query}", whole: true);

        var parts = filter
            .Query(whole: true)
            .Where(part => part.Value is not null)
            .Select(part => $"{part.Key}={Uri.EscapeDataString((string)part.Value!)}");
        Assert.Equal(
            query.Split('&').Order(),
            string.Join('&', parts).Replace("%2C", ",").Replace("%3A", ":").Split('&').Order()
        );
        Assert.Equal(filter, HistoryFilter.Parse($"{Page}?{string.Join('&', parts)}", whole: true));
        Assert.Equal(query.Length == 0, filter.IsEmpty);
    }

    [Theory]
    [InlineData("status=nonsense,1&provider=moon&type=&period=2y&from=yesterday&to=x&find=&error=&workflow=")]
    [InlineData("from=2026-01-02T00:00Z&to=2026-01-01T00:00Z&from=2")]
    public void Words_nobody_knows_are_passed_over(string query)
    {
        var filter = HistoryFilter.Parse($"{Page}?{query}", whole: true);

        Assert.Null(filter.From);
        Assert.Equal(new HistoryFilter(To: filter.To), filter);
    }

    [Fact]
    public void A_search_is_cut_where_the_history_would_refuse_it()
    {
        var filter = HistoryFilter.Parse($"{Page}?find={new string('x', 500)}", whole: true);

        Assert.Equal(ExecutionFilter.LongestSearch, filter.Search.Length);
    }

    [Fact]
    public void Within_a_workflow_the_filters_of_the_page_below_do_not_count()
    {
        var filter = HistoryFilter.Parse(
            "http://localhost/data-sync?provider=aws&type=vpc&workflow=other&error=x&status=running",
            whole: false,
            "w"
        );

        Assert.Equal(new HistoryFilter("w", Chosen: [ExecutionStatus.Running]), filter);
        Assert.DoesNotContain("provider", filter.Query(whole: false).Keys);
    }

    [Fact]
    public void It_asks_the_history_for_what_it_says()
    {
        var filter = new HistoryFilter(
            "w",
            CloudProvider.Oci,
            WorkflowType.Vpn,
            [ExecutionStatus.Failure],
            "24h",
            Search: "denied",
            Fingerprint: "f"
        ).At(Now);

        Assert.Equal(("w", "denied", "f"), (filter.WorkflowId, filter.Search, filter.Fingerprint));
        Assert.Equal([CloudProvider.Oci], filter.Providers);
        Assert.Equal([WorkflowType.Vpn], filter.Types);
        Assert.Equal([ExecutionStatus.Failure], filter.Statuses);
        Assert.Equal((Now.AddDays(-1), (DateTime?)null), (filter.From, filter.To));
    }

    [Fact]
    public void A_result_is_chosen_and_let_go_again()
    {
        var filter = new HistoryFilter().Toggle(ExecutionStatus.Failure).Toggle(ExecutionStatus.Success);

        Assert.Equal([ExecutionStatus.Success, ExecutionStatus.Failure], filter.Statuses);
        Assert.True(filter.Toggle(ExecutionStatus.Failure).Toggle(ExecutionStatus.Success).IsEmpty);
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30")]
    [InlineData("Europe/Berlin", "2026-03-29T03:30", "2026-03-29T01:30")]
    [InlineData("UTC", "2026-03-29T02:30", "2026-03-29T02:30")]
    [InlineData("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30")]
    public void An_hour_that_clocks_leave_out_is_the_one_after_it_and_one_they_show_twice_the_first(
        string zone,
        string local,
        string utc
    ) =>
        Assert.Equal(
            DateTime.Parse(utc, null),
            UtcTime.Of(DateTime.Parse(local, null), TimeZoneInfo.FindSystemTimeZoneById(zone))
        );
}
