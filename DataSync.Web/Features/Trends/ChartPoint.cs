namespace DataSync.Web.Features.Trends;

/// <param name="Class">Gives it its colour.</param>
public sealed record ChartSeries(string Name, string Class);

/// <summary>An hour, a day or a week of a chart.</summary>
/// <param name="Label">Below the chart.</param>
/// <param name="Href">The runs behind it.</param>
/// <param name="Values">By series; null: there is none.</param>
/// <param name="Unseen">0 to 1: how much of it nobody looked at n8n in.</param>
public sealed record ChartPoint(string Name, string Label, string Href, IReadOnlyList<double?> Values, double Unseen);
