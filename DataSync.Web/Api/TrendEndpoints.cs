using System.ComponentModel;
using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Core.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSync.Web.Api;

internal sealed record TrendsQuery(
    [property: Description(
        "Started at this time or later; taken back to the full hour. 30 days before the end by default."
    )]
        Moment? From,
    [property: Description("Started before this time; taken on to the full hour. Now by default.")] Moment? To,
    [property: Description("What a row is of: an hour, a day or a week of the site's zone. A day by default.")]
        Word<TrendBucket>? Bucket,
    [property: Description("A row for each of them and bucket; for each bucket by default.")] Word<TrendGroup>? GroupBy,
    [property: Description("n8n's id of a workflow.")] string? WorkflowId,
    [property: Description("Clouds, comma-separated.")] Words<CloudProvider>? Provider,
    [property: Description("Kinds of network resources, comma-separated.")] Words<WorkflowType>? Type
)
{
    public TrendGroup Group => GroupBy?.Member ?? TrendGroup.None;

    public TrendQuery At(DateTime now)
    {
        var to = To?.Utc ?? now;
        return new(From?.Utc ?? to.AddDays(-30), to)
        {
            Bucket = Bucket?.Member ?? TrendBucket.Day,
            Workflows = new()
            {
                WorkflowId = WorkflowId,
                Providers = Provider?.Members ?? [],
                Types = Type?.Members ?? [],
            },
        };
    }
}

/// <summary>Numbers over time.</summary>
internal static class TrendEndpoints
{
    /// <summary>Rows of one answer.</summary>
    private const int MostRows = 50_000;

    public static void MapTrends(this IEndpointRouteBuilder api) =>
        api.MapGet("trends", ReadAsync)
            .WithTags(ApiTags.Trends)
            .WithName("listTrends")
            .WithSummary("How runs ended, how long they took and what they copied, over time")
            .WithDescription(
                "Oldest bucket first. Without groupBy every bucket has its row, also where nothing ran; with it only those in which something did. A run counts where it started, once it has ended."
            )
            .WithExample(200, new Page<TrendSummary>([ApiExamples.Trend]));

    private static async Task<Ok<Page<TrendSummary>>> ReadAsync(
        [AsParameters] TrendsQuery asked,
        TrendReader reader,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var query = asked.At(time.UtcNow());
        var trend = await reader.ReadAsync(query, cancellation);
        trend.RequireWhole(query.Bucket);
        var rows = asked.Group == TrendGroup.None ? trend.ByBucket() : trend.ByBucketAnd(asked.Group);
        return rows.Count <= MostRows
            ? TypedResults.Ok(
                new Page<TrendSummary>([.. rows.Select(row => TrendSummary.Of(row, trend.UnseenIn(row.Bucket)))])
            )
            : throw RefusedException.Invalid(
                "bucket",
                $"The answer would have over {MostRows} rows. Ask for a shorter period or longer buckets."
            );
    }
}
