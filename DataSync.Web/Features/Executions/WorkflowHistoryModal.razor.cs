using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace DataSync.Web.Features.Executions;

/// <summary>
/// The history of a workflow, one of its runs, or a run alone. The address says which; the page that draws it hands on what
/// the board says.
/// </summary>
public sealed partial class WorkflowHistoryModal(
    ExecutionHistory history,
    DatabaseState database,
    NavigationManager navigation
) : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource life = new();
    private HistoryFilter filter = new();
    private ExecutionDetail? detail;
    private string? wanted;
    private object? seen;
    private bool isRead;
    private bool problem;

    /// <summary>Whose runs are listed; null: no list.</summary>
    [Parameter]
    public string? Workflow { get; set; }

    /// <summary>Ours, not n8n's; null: no detail.</summary>
    [Parameter]
    public string? Run { get; set; }

    [Parameter, EditorRequired]
    public BoardSnapshot Board { get; set; } = null!;

    /// <summary>Address of the page without this dialog.</summary>
    [Parameter, EditorRequired]
    public string Close { get; set; } = "";

    private WorkflowTile? Tile => Board.Tile(Workflow);

    private string Title => Tile?.Name ?? (Workflow is null ? $"Run {Run}" : "Runs");

    private string Back => navigation.GetUriWithQueryParameter("run", (string?)null);

    protected override void OnInitialized() => navigation.LocationChanged += Moved;

    protected override async Task OnParametersSetAsync()
    {
        filter = HistoryFilter.Parse(navigation.Uri, whole: false, Workflow);
        var pulse = Pulse.Of(Board, detail?.Summary.WorkflowId);
        var isOther = !string.Equals(wanted, Run, StringComparison.Ordinal);
        if (isOther)
            (wanted, detail, isRead, problem) = (Run, null, false, false);
        var isBack = problem && Board.System.Database == DatabaseCondition.Ok;
        if (Run is null || (!isOther && !isBack && pulse.Equals(seen)))
            return;
        seen = pulse;
        await ReadAsync(Run);
    }

    public void Dispose()
    {
        navigation.LocationChanged -= Moved;
        life.Cancel();
    }

    /// <summary>The page draws this dialog again only when its own part of the address changes.</summary>
    private void Moved(object? sender, LocationChangedEventArgs moved)
    {
        filter = HistoryFilter.Parse(moved.Location, whole: false, Workflow);
        StateHasChanged();
    }

    private async Task ReadAsync(string run)
    {
        try
        {
            var found = await history.FindAsync(run, life.Token);
            // Another may have been asked for meanwhile.
            if (string.Equals(run, wanted, StringComparison.Ordinal))
                (detail, isRead, problem) = (found, true, false);
        }
        catch (OperationCanceledException) when (life.IsCancellationRequested)
        {
            // The dialog is gone.
        }
        catch (Exception failure) when (DatabaseState.IsUnreachable(failure))
        {
            database.ReportFailure(failure);
            problem = true;
        }
    }

    private void Sift(HistoryFilter changed) =>
        navigation.NavigateTo(
            navigation.GetUriWithQueryParameters(changed.Query(whole: false)),
            new NavigationOptions { ReplaceHistoryEntry = true }
        );
}
