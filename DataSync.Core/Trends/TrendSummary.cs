namespace DataSync.Core.Trends;

/// <summary>What runs come to, as numbers that can be handed on. Runs that are part of another workflow's are only in <paramref name="PartRuns"/>.</summary>
/// <param name="Bucket">Start of its hour, day or week, or of the period, UTC.</param>
/// <param name="Group">A workflow's id, a cloud or a kind of resource; null: of all.</param>
/// <param name="Retried">Failures whose retry succeeded.</param>
/// <param name="SuccessRate">0 to 1, of runs neither by hand nor cancelled; null: there were none.</param>
/// <param name="DurationP50Ms">Within 1 %, as the others.</param>
/// <param name="ResourcesReported">Runs that told any of the four counts; null counts: none did.</param>
/// <param name="PartRuns">Runs another workflow, or its failure, had called.</param>
/// <param name="UnobservedSeconds">How much of the time nobody looked at n8n in.</param>
public sealed record TrendSummary(
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
    public static TrendSummary Of(TrendRow row, TimeSpan unobserved)
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
            (long)unobserved.TotalSeconds
        );

        long? Milliseconds(double share) => numbers.Duration(share) is { } duration ? (long)Math.Round(duration) : null;
    }
}
