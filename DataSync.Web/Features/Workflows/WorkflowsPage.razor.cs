using DataSync.Core.Access;
using DataSync.Core.Live;
using DataSync.Core.Workflows;
using DataSync.Web.Access;
using DataSync.Web.Components;
using DataSync.Web.Features.Dashboard;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using MudBlazor;

namespace DataSync.Web.Features.Workflows;

/// <summary>What people say of the workflows, for one or many at a time, and what is still to be said.</summary>
public sealed partial class WorkflowsPage(
    LiveBoard board,
    WorkflowEditor editor,
    CurrentActor current,
    IDialogService dialogs,
    NavigationManager navigation,
    TimeProvider time
) : FollowingPage(board, time)
{
    private const string Attention = "attention";
    private const string PausedOnes = "paused";

    private readonly HashSet<string> picked = new(StringComparer.Ordinal);
    private List<WorkflowEntry> entries = [];
    private Queue<(string Id, WorkflowChange Change)> undo = new();
    private string done = "";
    private bool isLoaded;

    [SupplyParameterFromQuery]
    private string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    private string? Search { get; set; }

    /// <summary>Whose dialog is opened at once.</summary>
    [SupplyParameterFromQuery]
    private string? Edit { get; set; }

    private List<WorkflowEntry> Shown => [.. entries.Where(entry => Passes(entry, Show) && Matches(entry.Tile))];

    private IReadOnlyList<WorkflowTile> Picked =>
        [.. entries.Select(entry => entry.Tile).Where(tile => picked.Contains(tile.WorkflowId))];

    private bool IsAllPicked => Shown.TrueForAll(entry => picked.Contains(entry.Tile.WorkflowId));

    private IEnumerable<(string? Key, string Words, int Count)> Choices =>
        [
            Choice(null, "All"),
            Choice(Attention, "Needs attention"),
            Choice(Words.Key(WorkflowFinding.Unclassified), "Not classified"),
            Choice(Words.Key(WorkflowFinding.Misnamed), "Name disagrees"),
            Choice(Words.Key(WorkflowFinding.NoCounts), "No counts"),
            Choice(PausedOnes, "Paused"),
        ];

    protected override void OnInitialized() => Look();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Edit is not { } id || entries.Find(entry => IsOf(entry.Tile, id)) is not { } entry)
            return;
        Edit = null;
        await EditAsync([entry.Tile]);
    }

    protected override void Take(BoardSnapshot snapshot)
    {
        isLoaded = snapshot.System.Loaded;
        entries =
        [
            .. snapshot
                .Tiles.Select(WorkflowEntry.Of)
                .OrderBy(entry => entry.Tile.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private (string? Key, string Words, int Count) Choice(string? key, string words) =>
        (key, words, entries.Count(entry => Passes(entry, key)));

    private static bool Passes(WorkflowEntry entry, string? show) =>
        show switch
        {
            null => true,
            Attention => !entry.Findings.IsEmpty,
            PausedOnes => entry.Tile.Health == Health.Paused,
            _ => entry.Findings.Any(finding => string.Equals(Words.Key(finding), show, StringComparison.Ordinal)),
        };

    private bool Matches(WorkflowTile tile) =>
        Search is not { Length: > 0 } words
        || tile.Name.Contains(words.Trim(), StringComparison.OrdinalIgnoreCase)
        || tile.Settings.Owner?.Contains(words.Trim(), StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsOf(WorkflowTile tile, string id) =>
        string.Equals(tile.WorkflowId, id, StringComparison.Ordinal);

    private static string Sentence(WorkflowEntry entry, WorkflowFinding finding) =>
        finding switch
        {
            WorkflowFinding.Unclassified => "Say which cloud and type it copies.",
            WorkflowFinding.Misnamed => $"Its name says {CellWords.Of(entry.Suggestion!.Value)}.",
            _ => "Its runs report no counts.",
        };

    private string Address(string? show, string? search)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal) { ["show"] = show, ["q"] = search };
        var given = query.Where(part => !string.IsNullOrEmpty(part.Value));
        return PageFrames.Keep(navigation.Uri, QueryHelpers.AddQueryString("settings/workflows", given));
    }

    private void SearchFor(ChangeEventArgs typed) => navigation.NavigateTo(Address(Show, typed.Value as string));

    private void Pick(string id)
    {
        if (!picked.Remove(id))
            picked.Add(id);
    }

    private void PickAll(ChangeEventArgs all)
    {
        var ids = Shown.Select(entry => entry.Tile.WorkflowId);
        if (all.Value is true)
            picked.UnionWith(ids);
        else
            picked.ExceptWith(ids);
    }

    private async Task EditAsync(IReadOnlyList<WorkflowTile> chosen)
    {
        var title = chosen is [var one] ? one.Name : $"{chosen.Count} workflows";
        var answer = await dialogs.AskAsync<EditWorkflowsDialog>(
            title,
            new() { { dialog => dialog.Workflows, chosen } }
        );
        if (answer is not EditWorkflowsDialog.Edited edited)
            return;
        undo = new(
            edited.Names.Count == 0 ? [] : chosen.Select(tile => (tile.WorkflowId, Undoing(tile, edited.Change)))
        );
        done = edited.Names switch
        {
            [] => "Nothing was different.",
            [var name] => $"{name} was changed.",
            { Count: var count } => $"{count} workflows were changed.",
        };
        picked.Clear();
        StateHasChanged();
    }

    private WorkflowChange Undoing(WorkflowTile tile, WorkflowChange change) =>
        change.Undoing(tile.Provider, tile.Type, tile.Settings, Time.GetUtcNow().UtcDateTime);

    /// <summary>What could not be undone can be tried again.</summary>
    private Task UndoAsync() =>
        TryAsync(async () =>
        {
            for (; undo.TryPeek(out var step); undo.Dequeue())
                await editor.ChangeAsync(await current.GetAsync(), [step.Id], step.Change, Left);
            done = "It is as it was before.";
        });
}
