using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DataSync.Web.Features.Executions;

/// <summary>What narrows a list of runs. It holds nothing itself: a change is an address.</summary>
public sealed partial class HistoryFilters(IJSRuntime js) : ComponentBase
{
    private const string Custom = "days";

    private bool choosesDays;
    private TimeZoneInfo? zone;

    [Parameter, EditorRequired]
    public HistoryFilter Filter { get; set; } = new();

    [Parameter]
    public EventCallback<HistoryFilter> Changed { get; set; }

    /// <summary>Given where runs of all workflows are listed: what may be chosen.</summary>
    [Parameter]
    public BoardSnapshot? Board { get; set; }

    private bool IsClear => Board is null ? Filter.IsEmpty : Filter.Equals(new HistoryFilter());

    private string Period =>
        Filter.Period is { } back ? back
        : choosesDays || (Filter.From ?? Filter.To) is not null ? Custom
        : "";

    /// <summary>The chosen one also when nobody knows it, or the filter would look empty.</summary>
    private IEnumerable<(string, string)> Workflows
    {
        get
        {
            var known = (Board?.Tiles ?? []).Select(tile => (Id: tile.WorkflowId, tile.Name)).ToList();
            if (Filter.Workflow is { } chosen && !known.Exists(one => one.Id.Equals(chosen, StringComparison.Ordinal)))
                known.Add((chosen, chosen));
            return known.OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase);
        }
    }

    private static IEnumerable<(string, string)> Providers =>
        Enum.GetValues<CloudProvider>().Select(one => (Words.Key(one), Words.Of(one)));

    private static IEnumerable<(string, string)> Types =>
        Enum.GetValues<WorkflowType>().Select(one => (Words.Key(one), Words.Of(one)));

    /// <summary>Days are the viewer's, whose zone only the browser knows.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Period is not Custom || zone is not null)
            return;
        zone = TimeZoneInfo.Utc;
        await using var module = await js.InvokeAsync<IJSObjectReference>("import", $"./{Assets["ds-log.js"]}");
        var name = await module.InvokeAsync<string?>("zone");
        if (name is null || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found))
            return;
        zone = found;
        StateHasChanged();
    }

    private Task PeriodChosen(ChangeEventArgs change)
    {
        var key = change.Value?.ToString() ?? "";
        choosesDays = key is Custom;
        return choosesDays
            ? Task.CompletedTask
            : Changed.InvokeAsync(Filter with { Period = key.Length == 0 ? null : key, From = null, To = null });
    }

    private Task FromChosen(ChangeEventArgs change)
    {
        var from = Midnight(change, 0);
        var to = from >= Filter.To ? null : Filter.To;
        return Changed.InvokeAsync(Filter with { Period = null, From = from, To = to });
    }

    private Task ToChosen(ChangeEventArgs change)
    {
        var to = Midnight(change, 1);
        var from = Filter.From >= to ? null : Filter.From;
        return Changed.InvokeAsync(Filter with { Period = null, From = from, To = to });
    }

    private Task SearchChosen(ChangeEventArgs change) =>
        Changed.InvokeAsync(Filter with { Search = change.Value?.ToString()?.Trim() ?? "" });

    private Task Clear()
    {
        choosesDays = false;
        return Changed.InvokeAsync(Board is null ? new HistoryFilter(Filter.Workflow) : new HistoryFilter());
    }

    private string? Day(DateTime? time) =>
        time is { } at ? Days.Of(TimeZoneInfo.ConvertTimeFromUtc(at, zone ?? TimeZoneInfo.Utc)) : null;

    private DateTime? Midnight(ChangeEventArgs change, int daysLater)
    {
        if (Days.Parse(change.Value?.ToString()) is not { } day)
            return null;
        return UtcTime.Of(day.AddDays(daysLater).ToDateTime(TimeOnly.MinValue), zone ?? TimeZoneInfo.Utc);
    }
}
