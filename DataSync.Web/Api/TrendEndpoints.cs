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
);

/// <summary>What the runs of one bucket come to. Runs that are part of another workflow's are only in <c>partRuns</c>.</summary>
/// <param name="Bucket">Its start.</param>
/// <param name="Group">A workflow's id, a cloud or a kind of resource; null without groupBy.</param>
/// <param name="Retried">Failures whose retry succeeded.</param>
/// <param name="SuccessRate">0 to 1, of runs neither by hand nor cancelled; null: there were none.</param>
/// <param name="DurationP50Ms">Within 1 %, as the others.</param>
/// <param name="ResourcesReported">Runs that told any of the four counts; null counts: none did.</param>
/// <param name="PartRuns">Runs another workflow, or its failure, had called.</param>
/// <param name="UnobservedSeconds">How much of the bucket nobody looked at n8n in.</param>
public sealed record TrendAnswer(
    DateTime Bucket,
    string? Group,
    int Runs,
    int Success,
    int Failure,
    int Cancelled,
    int Retried,
    double? SuccessRate,
    long? DurationP50Ms,
    long? DurationP95Ms,
    long? DurationP99Ms,
    int ResourcesReported,
    long? ResourcesCreated,
    long? ResourcesUpdated,
    long? ResourcesDeleted,
    long? ResourcesFailed,
    int PartRuns,
    long UnobservedSeconds
)
{
    internal static TrendAnswer Of(TrendRow row, Trend trend)
    {
        var numbers = row.Numbers;
        return new(
            row.Bucket,
            row.Group,
            numbers.Runs,
            numbers.Success,
            numbers.Failure,
            numbers.Cancelled,
            numbers.Retried,
            numbers.Rate.Share,
            Milliseconds(0.5),
            Milliseconds(0.95),
            Milliseconds(0.99),
            numbers.Reported,
            numbers.ResourcesCreated,
            numbers.ResourcesUpdated,
            numbers.ResourcesDeleted,
            numbers.ResourcesFailed,
            numbers.Parts,
            (long)trend.UnseenIn(row.Bucket).TotalSeconds
        );

        long? Milliseconds(double share) => numbers.Duration(share) is { } duration ? (long)Math.Round(duration) : null;
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
            .WithExample(200, new Page<TrendAnswer>([ApiExamples.Trend]));

    private static async Task<Ok<Page<TrendAnswer>>> ReadAsync(
        [AsParameters] TrendsQuery asked,
        TrendReader reader,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var to = asked.To?.Utc ?? time.UtcNow();
        var group = asked.GroupBy?.Member ?? TrendGroup.None;
        var trend = await reader.ReadAsync(
            new(asked.From?.Utc ?? to.AddDays(-30), to)
            {
                Bucket = asked.Bucket?.Member ?? TrendBucket.Day,
                Workflows = new()
                {
                    WorkflowId = asked.WorkflowId,
                    Providers = asked.Provider?.Members ?? [],
                    Types = asked.Type?.Members ?? [],
                },
            },
            cancellation
        );
        var rows = group == TrendGroup.None ? trend.ByBucket() : trend.ByBucketAnd(group);
        return rows.Count <= MostRows
            ? TypedResults.Ok(new Page<TrendAnswer>([.. rows.Select(row => TrendAnswer.Of(row, trend))]))
            : throw RefusedException.Invalid(
                "bucket",
                $"The answer would have over {MostRows} rows. Ask for a shorter period or longer buckets."
            );
    }
}
