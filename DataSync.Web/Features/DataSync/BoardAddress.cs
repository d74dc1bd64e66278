using DataSync.Web.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace DataSync.Web.Features.Dashboard;

/// <summary>
/// All of the page that lives in its address, so that a link sent to a colleague shows the same and the back button works.
/// </summary>
public sealed record BoardAddress
{
    public const string Page = "data-sync";

    /// <summary>So many workflows one confirmation runs: as many ids as an address holds everywhere.</summary>
    public const int MostStarted = 50;

    /// <summary>The <see cref="HistoryPrefix"/> of <see cref="Plain"/>.</summary>
    public const string PlainHistoryPrefix = $"{Page}?workflow=";

    public static readonly BoardAddress Plain = new();

    public BoardFilter Filter { get; init; } = BoardFilter.None;
    public BoardGrouping Grouping { get; init; }

    /// <summary>A table instead of tiles.</summary>
    public bool IsList { get; init; }

    /// <summary>Of the table.</summary>
    public ListSort Sort { get; init; } = ListSort.WorstFirst;

    /// <summary>Whose history is open.</summary>
    public string? Workflow { get; init; }

    /// <summary>The execution whose detail is open.</summary>
    public string? Run { get; init; }

    /// <summary>Workflows whose running is asked about, comma-separated; null: none.</summary>
    public string? Start { get; init; }
    public PageFrame Frame { get; init; }

    /// <summary>Reads an address; words nobody knows are passed over.</summary>
    public static BoardAddress Parse(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        return new()
        {
            Filter = BoardFilter.Parse(Value("q"), Value("health"), Value("provider"), Value("type")),
            Grouping = Enum.GetValues<BoardGrouping>().FirstOrDefault(one => Is("group", Words.Key(one))),
            IsList = Is("view", "list"),
            Sort = ListSort.Parse(Value("sort")),
            Workflow = Value("workflow"),
            Run = Value("run"),
            Start = Value("start"),
            Frame = PageFrames.Of(uri),
        };

        string? Value(string name) =>
            StringValues.IsNullOrEmpty(query.GetValueOrDefault(name)) ? null : query[name].ToString();
        bool Is(string name, string word) => string.Equals(Value(name), word, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The same place without search and filters.</summary>
    public BoardAddress Unfiltered => this with { Filter = BoardFilter.None };

    /// <summary>The same place with the history of a workflow open; its id goes behind it.</summary>
    public string HistoryPrefix => Prefix("workflow");

    /// <summary>The same place with the question whether to run a workflow; its id goes behind it.</summary>
    public string StartPrefix => Prefix("start");

    /// <summary>The same place with no dialog open.</summary>
    public BoardAddress Closed => this with { Workflow = null, Run = null, Start = null };

    private string Prefix(string name)
    {
        var closed = Closed.ToString();
        // The same object for almost everybody.
        if (name is "workflow" && string.Equals(closed, Page, StringComparison.Ordinal))
            return PlainHistoryPrefix;
        return $"{closed}{(closed.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}=";
    }

    /// <summary>Relative to the base address.</summary>
    public override string ToString()
    {
        var parts = Filter
            .Parts.Append(Grouping == BoardGrouping.None ? null : $"group={Words.Key(Grouping)}")
            .Append(IsList ? "view=list" : null)
            .Append(Sort == ListSort.WorstFirst ? null : $"sort={Sort}")
            .Append(Workflow is null ? null : $"workflow={Uri.EscapeDataString(Workflow)}")
            .Append(Run is null ? null : $"run={Uri.EscapeDataString(Run)}")
            .Append(Start is null ? null : $"start={Uri.EscapeDataString(Start)}")
            .Append(PageFrames.Part(Frame));
        var query = string.Join('&', parts.Where(part => part is not null));
        return query.Length == 0 ? Page : $"{Page}?{query}";
    }
}
