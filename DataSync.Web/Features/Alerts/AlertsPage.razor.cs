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
    LiveBoard board
) : AlertComponent(desk, board, time)
{
    private const int PieceSize = 50;
    private const int MostShown = 1_000;
    private static readonly TimeSpan Measured = TimeSpan.FromDays(30);

    private IReadOnlyList<IncidentSummary>? items;
    private string? next;
    private ResponseTime? response;
    private string? search;
    private string? read;
    private int most = PieceSize;
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

    private bool IsSifted => Given(Q) is not null || Kind is not null;

    private string Wanted => $"{IsAll} {Kind} {Q}";

    private NavigationManager Navigation => navigation;

    private string Shown => next is null ? $"{items!.Count} shown" : $"the newest {items!.Count} shown";

    protected override async Task OnParametersSetAsync()
    {
        search = Q;
        if (!RendererInfo.IsInteractive || string.Equals(read, Wanted, StringComparison.Ordinal))
            return;
        most = PieceSize;
        await ReadAsync();
    }

    protected override async Task LoadAsync()
    {
        read = Wanted;
        var wanted = (Wanted, most);
        role ??= access.RoleOf(await current.GetAsync());
        var (found, cursor) = await history.PageAsync(Filter(), null, most, Left);
        // Meanwhile something else was asked for, which is read beside this.
        if (wanted != (Wanted, most))
            return;
        (items, next) = (found, most < MostShown ? cursor : null);
        response = await history.ResponseAsync(Now - Measured, Left);
    }

    /// <summary>Read as one with those above them, so that none is there twice.</summary>
    private Task MoreAsync() =>
        TryAsync(() =>
        {
            most = Math.Min(most + PieceSize, MostShown);
            return LoadAsync();
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
        var state = one.SilencedUntil > Now ? "open, silenced" : "open";
        return one.AcknowledgedBy is { } who ? $"{state}, taken on by {who}" : state;
    }
}
