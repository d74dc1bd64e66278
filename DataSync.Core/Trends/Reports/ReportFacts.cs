using DataSync.Core.Alerts;

namespace DataSync.Core.Trends;

/// <summary>The numbers of a report. Times are UTC.</summary>
/// <param name="Zone">Whose days its period is of.</param>
/// <param name="Reason">Why it corrects an earlier version; null: it is the first.</param>
/// <param name="Before">Of as long a time before.</param>
/// <param name="Incidents">That were open in it, the oldest first.</param>
/// <param name="MoreIncidents">So many others are left out.</param>
/// <param name="EarlierIncidents">How many of all of them had begun before it.</param>
/// <param name="Changes">Of the workflows themselves, the oldest first.</param>
public sealed record ReportFacts(
    ReportKind Kind,
    DateTime From,
    DateTime To,
    string Zone,
    int Version,
    string? Reason,
    DateTime IssuedAt,
    string IssuedBy,
    TrendSummary Total,
    TrendSummary Before,
    IReadOnlyList<TrendSummary> Providers,
    IReadOnlyList<TrendSummary> Types,
    IReadOnlyList<NamedSummary> Workflows,
    ServiceLevels Levels,
    IReadOnlyList<IncidentSummary> Incidents,
    int MoreIncidents,
    IReadOnlyList<EstateChange> Changes,
    int MoreChanges,
    IReadOnlyList<Unseen> Unseen,
    int EarlierIncidents = 0
)
{
    /// <summary>Of each list.</summary>
    public const int MostRows = 1_000;
}

public sealed record NamedSummary(string Name, TrendSummary Summary);

/// <summary>Something that happened to a workflow itself.</summary>
/// <param name="What">In words, after the workflow's name.</param>
/// <param name="Detail">What it was and is; null: there is no more to say.</param>
public sealed record EstateChange(DateTime At, string Workflow, string What, string? Detail, string? Author);
