namespace DataSync.Web.Features.Trends;

/// <summary>What the page shows, worded.</summary>
/// <param name="Lead">Which time, compared with which.</param>
/// <param name="Notes">What keeps the numbers from being the whole truth.</param>
/// <param name="Column">What a point of a chart is.</param>
public sealed record TrendView(
    string Lead,
    IReadOnlyList<string> Notes,
    bool IsEmpty,
    string Column,
    IReadOnlyList<TrendSum> Sums,
    IReadOnlyList<ChartView> Charts,
    IReadOnlyList<CalendarDay> Days,
    IReadOnlyList<Ranking> Rankings,
    IReadOnlyList<GroupRow> Groups
);

/// <param name="Beside">What it is compared with.</param>
public sealed record TrendSum(string Name, string Value, string Beside);

/// <summary>Parameters of a <see cref="TrendChart"/>.</summary>
public sealed record ChartView(string Title, IReadOnlyList<ChartSeries> Series, IReadOnlyList<ChartPoint> Points)
{
    public bool IsLine { get; init; }
    public Func<double, string> Format { get; init; } = value => value.ToString("N0");
    public double? Floor { get; init; }
    public double? Ceiling { get; init; }
}

/// <param name="State">Part of its class: good, some, bad or none.</param>
/// <param name="Words">Its state in words.</param>
/// <param name="Unseen">How much of it nobody looked at n8n in, 0 to 1.</param>
public sealed record CalendarDay(DateOnly Date, string State, string Words, string Href, double Unseen);

/// <param name="None">What is said where there is no row.</param>
public sealed record Ranking(string Title, string Note, string None, IReadOnlyList<RankedRow> Rows);

public sealed record RankedRow(string Name, string Value, string Href);

public sealed record GroupRow(string Name, string Href, IReadOnlyList<string> Cells);
