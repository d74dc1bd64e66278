using System.Collections.Immutable;
using System.Globalization;
using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using DataSync.Web.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace DataSync.Web.Features.Executions;

/// <summary>Which runs are shown. It lives in the address, so a link sent to a colleague shows the same.</summary>
/// <param name="Period">Key of a time back from now; null: all, or what <paramref name="From"/> and <paramref name="To"/> say.</param>
/// <param name="To">UTC, exclusive.</param>
public sealed record HistoryFilter(
    string? Workflow = null,
    CloudProvider? Provider = null,
    WorkflowType? Type = null,
    ImmutableSortedSet<ExecutionStatus>? Chosen = null,
    string? Period = null,
    DateTime? From = null,
    DateTime? To = null,
    string Search = "",
    string? Fingerprint = null,
    bool WithoutParts = false
)
{
    /// <summary>The periods offered, by their words in the address.</summary>
    public static readonly IReadOnlyDictionary<string, (string Word, TimeSpan Span)> Periods = new Dictionary<
        string,
        (string, TimeSpan)
    >(StringComparer.Ordinal)
    {
        ["24h"] = ("Last 24 hours", TimeSpan.FromDays(1)),
        ["7d"] = ("Last 7 days", TimeSpan.FromDays(7)),
        ["30d"] = ("Last 30 days", TimeSpan.FromDays(30)),
    };

    private const string Without = "without";
    private const string Minutes = "yyyy-MM-ddTHH:mmZ";

    public ImmutableSortedSet<ExecutionStatus> Statuses => Chosen ?? [];

    /// <summary>Everything but the workflow, which is what the list is about.</summary>
    public bool IsEmpty => Equals(new HistoryFilter(Workflow));

    public bool Equals(HistoryFilter? other) =>
        other is not null
        && (Workflow, Provider, Type, Period, From, To, Search, Fingerprint, WithoutParts)
            == (
                other.Workflow,
                other.Provider,
                other.Type,
                other.Period,
                other.From,
                other.To,
                other.Search,
                other.Fingerprint,
                other.WithoutParts
            )
        && Statuses.SetEquals(other.Statuses);

    public override int GetHashCode() =>
        HashCode.Combine(Workflow, Provider, Type, Period, From, To, Search, Fingerprint);

    /// <summary>Reads an address; words nobody knows are passed over.</summary>
    /// <param name="whole">Also what the list is about; else only what is filtered within <paramref name="workflow"/>.</param>
    public static HistoryFilter Parse(string uri, bool whole, string? workflow = null)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        var period = Value("period") is { } key && Periods.ContainsKey(key) ? key : null;
        var (from, to) = period is null ? (Time(Value("from")), Time(Value("to"))) : (null, null);
        var filter = new HistoryFilter(
            workflow,
            Chosen:
            [
                .. (Value("status") ?? "").Split(',').Select(Words.Parse<ExecutionStatus>).OfType<ExecutionStatus>(),
            ],
            Period: period,
            From: from >= to ? null : from,
            To: to,
            Search: Cut(Value("find") ?? "")
        );
        return !whole
            ? filter
            : filter with
            {
                Workflow = Value("workflow"),
                Provider = Words.Parse<CloudProvider>(Value("provider")),
                Type = Words.Parse<WorkflowType>(Value("type")),
                Fingerprint = Value("error"),
                WithoutParts = Value("parts") is Without,
            };

        string? Value(string name) => query.GetValueOrDefault(name).ToString() is { Length: > 0 } value ? value : null;
    }

    /// <summary>As the history understands it.</summary>
    public ExecutionFilter At(DateTime now) =>
        new()
        {
            WorkflowId = Workflow,
            Providers = Provider is { } provider ? [provider] : [],
            Types = Type is { } type ? [type] : [],
            Statuses = Statuses,
            From = Period is { } back ? now - Periods[back].Span : From,
            To = To,
            Search = Search,
            Fingerprint = Fingerprint,
            WithoutParts = WithoutParts,
        };

    public HistoryFilter Toggle(ExecutionStatus status)
    {
        var without = Statuses.Remove(status);
        return this with { Chosen = without.Count < Statuses.Count ? without : Statuses.Add(status) };
    }

    /// <summary>For <c>GetUriWithQueryParameters</c>: each name, and null to drop it.</summary>
    /// <param name="whole">Also what the list is about; else only what is filtered within it.</param>
    public IReadOnlyDictionary<string, object?> Query(bool whole)
    {
        var query = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["status"] = Statuses.IsEmpty ? null : string.Join(',', Statuses.Select(Words.Key)),
            ["period"] = Period,
            ["from"] = From?.ToString(Minutes, CultureInfo.InvariantCulture),
            ["to"] = To?.ToString(Minutes, CultureInfo.InvariantCulture),
            ["find"] = Search.Length == 0 ? null : Search,
        };
        if (whole)
        {
            query["workflow"] = Workflow;
            query["provider"] = Provider is { } provider ? Words.Key(provider) : null;
            query["type"] = Type is { } type ? Words.Key(type) : null;
            query["error"] = Fingerprint;
            query["parts"] = WithoutParts ? Without : null;
        }
        return query;
    }

    private static string Cut(string text) =>
        text.Length <= ExecutionFilter.LongestSearch ? text : text[..ExecutionFilter.LongestSearch];

    private static DateTime? Time(string? text) =>
        DateTime.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        ) && UtcTime.IsPlausible(time.Year)
            ? time
            : null;
}
