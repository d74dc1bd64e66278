using DataSync.Core.Access;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using DataSync.Core.Workflows;
using DataSync.Web.Access;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Trends;

/// <summary>Numbers over time. What is shown stands in the address; it is read when that changes, not live.</summary>
public sealed partial class TrendsPage(
    TrendReader reader,
    CauseReader causes,
    ServiceLevelReader service,
    CurrentActor current,
    AccessDirectory access,
    SiteCalendar calendar,
    LiveBoard board,
    TimeProvider time,
    NavigationManager navigation
) : GuardedComponent
{
    private const int MostCauses = 8;

    private TrendPeriod period = null!;
    private TrendView? view;
    private ServiceLevels? levels;
    private Role? role;
    private string? read;
    private DateOnly first;
    private DateOnly last;
    private IReadOnlyList<(string, string)> named = [];

    [SupplyParameterFromQuery(Name = "period")]
    public string? Period { get; set; }

    [SupplyParameterFromQuery]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? Until { get; set; }

    [SupplyParameterFromQuery]
    public string? Provider { get; set; }

    [SupplyParameterFromQuery]
    public string? Type { get; set; }

    [SupplyParameterFromQuery]
    public string? Workflow { get; set; }

    [SupplyParameterFromQuery]
    public string? By { get; set; }

    private NavigationManager Navigation => navigation;

    private string GroupKey => By is "type" or "workflow" ? By : "provider";

    protected override async Task OnParametersSetAsync()
    {
        period = TrendPeriod.Parse(Period, From, Until, calendar, time.UtcNow());
        (first, last) = (calendar.Date(period.From), calendar.Date(period.To.AddTicks(-1)));
        named =
        [
            .. board
                .Current.Tiles.OrderBy(tile => tile.Name, StringComparer.OrdinalIgnoreCase)
                .Select(tile => (tile.WorkflowId, tile.Name)),
        ];
        // What is drawn before the page is alive would be read twice.
        var wanted = new Uri(navigation.Uri).Query;
        if (!RendererInfo.IsInteractive || string.Equals(read, wanted, StringComparison.Ordinal))
            return;
        (read, Problem) = (wanted, null);
        var problem = await GuardAsync(() => LoadAsync(wanted), OpenAgain);
        if (!IsOther(wanted))
            Problem = problem;
    }

    private async Task LoadAsync(string wanted)
    {
        var now = await reader.ReadAsync(Query(period.From, period.To), Left);
        if (IsOther(wanted))
            return;
        period = period with { Bucket = now.Bucket };
        var before = await reader.ReadAsync(Query(period.Before, period.BeforeTo), Left);
        var top = await causes.TopAsync(
            now.From,
            now.To,
            (Provider ?? Type ?? Workflow) is null ? null : [.. now.Workflows.Keys],
            MostCauses,
            Left
        );
        role ??= access.RoleOf(await current.GetAsync());
        if (IsOther(wanted))
            return;
        await LevelsAsync();
        if (!IsOther(wanted))
            view = new TrendViewBuilder(period, calendar, Address).Build(now, before, top, GroupKey);
    }

    /// <summary>Meanwhile somebody asked for something else, which is read beside this.</summary>
    private bool IsOther(string? wanted) => !string.Equals(wanted, read, StringComparison.Ordinal);

    /// <summary>Of all workflows, whichever are looked at.</summary>
    private async Task LevelsAsync()
    {
        var wanted = read;
        var found = await service.ReadAsync(period.From, period.To, Left);
        if (!IsOther(wanted))
            levels = found;
    }

    private TrendQuery Query(DateTime from, DateTime to) =>
        new(from, to) { Bucket = period.Bucket, Workflows = Filter() };

    private ExecutionFilter Filter() =>
        new()
        {
            WorkflowId = Workflow,
            Providers = Words.Parse<CloudProvider>(Provider) is { } cloud ? [cloud] : [],
            Types = Words.Parse<WorkflowType>(Type) is { } type ? [type] : [],
        };

    /// <summary>What the page shows, as files.</summary>
    private IReadOnlyList<ExportTable> Tables() =>
        [
            .. new[] { TrendGroup.None, TrendGroup.Workflow, TrendGroup.Provider, TrendGroup.Type }.Select(group =>
                TrendsExport.Table(reader, Query(period.From, period.To), group)
            ),
        ];

    private void Own() => navigation.NavigateTo(To(("period", null), ("from", Days.Of(first)), ("to", Days.Of(last))));

    private string To(params (string Name, string? Value)[] changes) =>
        navigation.GetUriWithQueryParameters(
            changes.ToDictionary(one => one.Name, one => (object?)one.Value, StringComparer.Ordinal)
        );

    /// <summary>Where the runs behind a number are listed.</summary>
    private string Address(Executions.HistoryFilter filter)
    {
        var narrowed = filter with
        {
            Workflow = filter.Workflow ?? Workflow,
            Provider = filter.Provider ?? Words.Parse<CloudProvider>(Provider),
            Type = filter.Type ?? Words.Parse<WorkflowType>(Type),
        };
        var query = string.Join(
            '&',
            narrowed
                .Query(whole: true)
                .Where(one => one.Value is not null)
                .Select(one => $"{one.Key}={Uri.EscapeDataString(one.Value!.ToString()!)}")
        );
        return PageFrames.Keep(navigation.Uri, $"data-sync/executions?{query}");
    }
}
