using DataSync.Core.Access;
using DataSync.Core.Alerts;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Web.Access;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Alerts;

/// <summary>What is broken, was broken, and who was told.</summary>
public sealed partial class AlertsPage(
    IncidentHistory history,
    CurrentActor current,
    AccessDirectory access,
    NavigationManager navigation,
    TimeProvider time,
    AlertDesk desk,
    LiveBoard board,
    DatabaseState database,
    ILogger<AlertsPage> logger
) : AlertComponent(desk, board, database, logger)
{
    private const int PieceSize = 50;
    private const int MostShown = 1_000;
    private static readonly TimeSpan Measured = TimeSpan.FromDays(30);

    private List<IncidentSummary>? items;
    private string? next;
    private ResponseTime? response;
    private string? search;
    private string? read;
    private Role? role;

    /// <summary>Ended ones, too.</summary>
    [SupplyParameterFromQuery]
    public string? All { get; set; }

    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    /// <summary>A kind of trouble; null: all.</summary>
    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    [SupplyParameterFromQuery]
    public int? Incident { get; set; }

    [SupplyParameterFromQuery]
    public string? Recipients { get; set; }

    private bool IsAll => All is not null;

    private NavigationManager Navigation => navigation;

    private string Shown => next is null ? $"{items!.Count} shown" : $"the newest {items!.Count} shown";

    protected override async Task OnParametersSetAsync()
    {
        search = Q;
        var wanted = $"{IsAll} {Kind} {Q}";
        if (!RendererInfo.IsInteractive || string.Equals(read, wanted, StringComparison.Ordinal))
            return;
        var isFirst = read is null;
        read = wanted;
        if (!isFirst)
            await TryAsync(LoadAsync);
    }

    protected override async Task LoadAsync()
    {
        role ??= access.RoleOf(await current.GetAsync());
        var wanted = Math.Clamp(items?.Count ?? 0, PieceSize, MostShown);
        var (found, cursor) = await history.PageAsync(Filter(), null, wanted, Left);
        (items, next) = ([.. found], cursor);
        response = await history.ResponseAsync(time.GetUtcNow().UtcDateTime - Measured, Left);
    }

    private Task MoreAsync() =>
        TryAsync(async () =>
        {
            var (found, cursor) = await history.PageAsync(Filter(), next, PieceSize, Left);
            items!.AddRange(found);
            next = items.Count < MostShown ? cursor : null;
        });

    /// <summary>What the address asks for; words nobody knows are passed over.</summary>
    private IncidentFilter Filter() =>
        new(
            IsOpen: IsAll ? null : true,
            Kinds: EnumWords.TryParse<IncidentKind>(Kind ?? "", out var one) ? [one] : null,
            Search: Given(Q)
        );

    private void Choose(ChangeEventArgs change) =>
        navigation.NavigateTo(navigation.GetUriWithQueryParameter("kind", Given(change.Value?.ToString())));

    private void Search() => navigation.NavigateTo(navigation.GetUriWithQueryParameter("q", Given(search)));

    private string Here(bool all) => navigation.GetUriWithQueryParameter("all", all ? "1" : null);

    private string Open(int id) => navigation.GetUriWithQueryParameter("incident", id);

    private string State(IncidentSummary one)
    {
        if (one.ResolvedAt is { } end)
            return $"over after {Ages.Old(one.OpenedAt, end)}";
        var state = one.SilencedUntil > time.GetUtcNow().UtcDateTime ? "open, silenced" : "open";
        return one.AcknowledgedBy is { } who ? $"{state}, taken on by {who}" : state;
    }
}
