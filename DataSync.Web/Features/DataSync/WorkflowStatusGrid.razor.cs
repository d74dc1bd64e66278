using System.Collections.Immutable;
using DataSync.Core.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DataSync.Web.Features.Dashboard;

/// <summary>
/// The tiles in the order they come. Above <see cref="VirtualAbove"/> only the chunks near the screen are drawn; the
/// rest are empty frames of the same height in the same grid, so the scroll bar is right whatever the columns are.
/// </summary>
public sealed partial class WorkflowStatusGrid(IJSRuntime js) : ComponentBase, IAsyncDisposable
{
    public const int VirtualAbove = 60;
    private const int ChunkSize = 24;
    private const int LastShownAtFirst = 1;

    private ElementReference grid;
    private int firstShown;
    private int lastShown = LastShownAtFirst;
    private IJSObjectReference? watch;
    private DotNetObjectReference<WorkflowStatusGrid>? self;
    private bool watching;
    private bool disposed;

    [Parameter, EditorRequired]
    public ImmutableArray<WorkflowTile> Tiles { get; set; }

    private bool IsVirtual => Tiles.Length > VirtualAbove;

    /// <summary>Called by <c>ds-page.js</c> with the chunks that are on the screen or close to it.</summary>
    [JSInvokable]
    public void Show(int first, int last)
    {
        if (first == firstShown && last == lastShown)
            return;
        (firstShown, lastShown) = (Math.Max(0, first), Math.Max(first, last));
        StateHasChanged();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!IsVirtual || watching)
            return;
        watching = true;
        self = DotNetObjectReference.Create(this);
        await using var module = await js.InvokeAsync<IJSObjectReference>("import", $"./{Assets["ds-page.js"]}");
        watch = await module.InvokeAsync<IJSObjectReference>("watchChunks", grid, self);
        if (disposed)
            await StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        disposed = true;
        await StopAsync();
    }

    private async ValueTask StopAsync()
    {
        try
        {
            if (watch is not null)
            {
                await watch.InvokeVoidAsync("stop");
                await watch.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and what it watched with it.
        }
        self?.Dispose();
    }

    private static MarkupString Placeholders(int count) =>
        new(string.Concat(Enumerable.Repeat("<div class=\"ds-tile ds-ghost\" aria-hidden=\"true\"></div>", count)));
}
