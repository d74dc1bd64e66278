using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DataSync.Tests.Integration.Api;

/// <summary>The success metrics over the API.</summary>
[Collection(ApiHosts.Name)]
public sealed class ServiceLevelApiTests(ApiHosts hosts)
{
    private const string Path = "api/v1/reports/service-levels";
    private static readonly string[] Kinds = ["coverage", "alerts", "page_load", "update", "manual_runs", "data_age"];

    [Theory, DatabaseData]
    public async Task A_period_has_its_measurements_and_the_targets_they_are_held_against(Provider provider)
    {
        var host = await hosts.OnAsync(provider);
        var hour = new DateTime(2024, 5, 6, 7, 0, 0, DateTimeKind.Utc);
        await using (var context = await ContextAsync(host))
        {
            var row = new ServiceHour
            {
                StartsAt = hour,
                Process = Guid.NewGuid().ToString("N"),
                Looks = 2,
                Visible = 8,
                Monitored = 6,
            };
            row.Loads.Add(800);
            row.Loads.Add(9_000);
            context.ServiceHours.Add(row);
            await context.SaveChangesAsync();
        }

        var answer = await host.Admin.GetAsync($"{Path}?from=2024-05-06T06:00:00Z&to=2024-05-06T10:00:00Z");

        Assert.Equal(200, answer.Status);
        Assert.Equal((hour.AddHours(-1), hour.AddHours(3)), (answer["from"].GetDateTime(), answer["to"].GetDateTime()));
        Assert.Equal((2, 2), (answer["looks"].GetInt32(), answer["unmeasuredHours"].GetInt32()));
        var levels = answer["levels"].EnumerateArray().ToList();
        Assert.Equal(Kinds, levels.Select(one => one.GetProperty("kind").GetString()));
        Assert.Equal(
            (75, 8, 2, false),
            (
                levels[0].GetProperty("value").GetDouble(),
                levels[0].GetProperty("measured").GetInt64(),
                levels[0].GetProperty("missed").GetInt64(),
                levels[0].GetProperty("isMet").GetBoolean()
            )
        );
        Assert.Equal(50, levels[2].GetProperty("value").GetDouble());
        // Nothing measured is neither met nor missed.
        Assert.Equal(System.Text.Json.JsonValueKind.Null, levels[3].GetProperty("isMet").ValueKind);
        Assert.Equal(
            answer["targets"].GetProperty("loadPercent").GetDouble(),
            levels[2].GetProperty("target").GetDouble()
        );
    }

    [Fact]
    public async Task Thirty_days_up_to_now_are_told_when_nothing_else_is_asked_for()
    {
        var host = await hosts.OnAsync(Provider.Sqlite);
        var before = TimeProvider.System.UtcNow();

        var answer = await host.Admin.GetAsync(Path);

        Assert.InRange(answer["to"].GetDateTime(), before.AddSeconds(-1), TimeProvider.System.UtcNow().AddSeconds(1));
        Assert.Equal(30, (answer["to"].GetDateTime() - answer["from"].GetDateTime()).TotalDays);
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2024-05-06T06:00:00", "from")]
    [InlineData("to=2024-13-06T06:00:00Z", "to")]
    [InlineData("from=2024-05-06T06:00:00Z&to=2024-05-06T06:00:00Z", "from")]
    [InlineData("from=2024-05-07T06:00:00Z&to=2024-05-06T06:00:00Z", "from")]
    [InlineData("from=2010-05-07T06:00:00Z&to=2024-05-06T06:00:00Z", "from")]
    [InlineData("until=2024-05-06T06:00:00Z", "until")]
    public async Task What_is_wrong_with_a_period_is_named(string query, string field)
    {
        var host = await hosts.OnAsync(Provider.Sqlite);

        var answer = await host.Admin.GetAsync($"{Path}?{query}");

        Assert.Equal((400, "urn:datasync:problem:invalid"), (answer.Status, answer.ProblemType));
        Assert.Equal([field], answer.Wrong);
    }

    [Theory]
    [InlineData("{\"coveragePercent\":101}", "coveragePercent")]
    [InlineData("{\"alertSeconds\":9}", "alertSeconds")]
    [InlineData("{\"ageMinutes\":0}", "ageMinutes")]
    public async Task Targets_that_cannot_be_are_refused_by_name(string body, string field)
    {
        var host = await hosts.OnAsync(Provider.Sqlite);

        var answer = await host.Admin.SendAsync(HttpMethod.Put, $"{Path}/targets", body);

        Assert.Equal((400, "urn:datasync:problem:invalid"), (answer.Status, answer.ProblemType));
        Assert.Equal([field], answer.Wrong);
    }

    private static Task<DataSyncDbContext> ContextAsync(ApiHost host) =>
        host.App.Services.GetRequiredService<IDbContextFactory<DataSyncDbContext>>().CreateDbContextAsync();
}
