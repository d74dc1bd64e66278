using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DataSync.Web.Features.Executions;

/// <summary>
/// Runs, newest first, as far as one scrolls; a bounded piece of them is held and drawn. It reads again what is shown when the
/// board says that something happened, and is drawn again only when that differs.
/// </summary>
public sealed partial class RunList(
    ExecutionHistory history,
    DatabaseState database,
    NavigationManager navigation,
    TimeProvider time,
    IJSRuntime js
) : ComponentBase, IAsyncDisposable
{
    private const int SkeletonRows = 8;

    private readonly HistoryWindow window = new(history);
    private ElementReference scroller;
    private IJSObjectReference? watch;
    private DotNetObjectReference<RunList>? self;
    private HistoryFilter? shown;
    private object? seen;
    private string prefix = "";
    private string? open;
    private string? justClosed;
    private bool problem;
    private bool changed;
    private bool disposed;

    [Parameter, EditorRequired]
    public HistoryFilter Filter { get; set; } = new();

    [Parameter, EditorRequired]
    public BoardSnapshot Board { get; set; } = null!;

    /// <summary>Runs of several workflows: each names its own.</summary>
    [Parameter]
    public bool ShowWorkflow { get; set; }

    /// <summary>The run whose detail is open.</summary>
    [Parameter]
    public string? OpenRun { get; set; }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    protected override async Task OnParametersSetAsync()
    {
        var link = (RunPrefix(), OpenRun);
        changed |= link != (prefix, open);
        justClosed = OpenRun is null ? open ?? justClosed : null;
        (prefix, open) = link;
        var pulse = Pulse.Of(Board, Filter.Workflow);
        if (!Filter.Equals(shown))
        {
            (shown, seen) = (Filter, pulse);
            await StartAsync();
        }
        else if (!pulse.Equals(seen) || (problem && Board.System.Database == DatabaseCondition.Ok))
        {
            seen = pulse;
            await (window.IsLoading ? StartAsync() : ReadAsync(() => window.RefreshAsync(Filter.At(Now))));
        }
    }

    protected override bool ShouldRender() => changed;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        changed = false;
        if (justClosed is { } run && watch is not null)
        {
            justClosed = null;
            await watch.InvokeVoidAsync("focus", run);
        }
        if (!firstRender)
            return;
        await using var module = await js.InvokeAsync<IJSObjectReference>("import", $"./{Assets["ds-log.js"]}");
        if (disposed)
            return;
        self = DotNetObjectReference.Create(this);
        watch = await module.InvokeAsync<IJSObjectReference>("watch", scroller, self);
        if (disposed)
            await StopAsync();
    }

    /// <summary>Called by <c>ds-log.js</c> when the end of the list comes near.</summary>
    [JSInvokable]
    public Task Older() => ReadAsync(window.OlderAsync);

    /// <summary>Called by it when the beginning does.</summary>
    [JSInvokable]
    public Task Newer() => ReadAsync(window.NewerAsync);

    public async ValueTask DisposeAsync()
    {
        disposed = true;
        window.Dispose();
        await StopAsync();
    }

    private async Task StartAsync()
    {
        changed = true;
        await ReadAsync(() => window.StartAsync(Filter.At(Now)));
        // What was drawn meanwhile is the waiting.
        changed = true;
    }

    private Task AgainAsync() => window.IsLoading ? StartAsync() : Older();

    private async Task ReadAsync(Func<Task<bool>> read)
    {
        if (disposed)
            return;
        var before = (window.Rows, window.HasNewer, window.HasOlder, window.SearchedTo, window.IsLoading, problem);
        try
        {
            if (!await read())
                return;
            problem = false;
        }
        catch (Exception failure) when (DatabaseState.IsUnreachable(failure))
        {
            database.ReportFailure(failure);
            problem = true;
        }
        if (before == (window.Rows, window.HasNewer, window.HasOlder, window.SearchedTo, window.IsLoading, problem))
            return;
        changed = true;
        if (!disposed)
            StateHasChanged();
    }

    /// <summary>The present address with another run; its id goes behind it.</summary>
    private string RunPrefix()
    {
        var closed = navigation.GetUriWithQueryParameter("run", (string?)null);
        return closed + (closed.Contains('?', StringComparison.Ordinal) ? "&run=" : "?run=");
    }

    private string Address(ExecutionSummary run) => prefix + Uri.EscapeDataString(run.ExecutionId);

    private async ValueTask StopAsync()
    {
        await watch.StopAsync();
        self?.Dispose();
    }
}
