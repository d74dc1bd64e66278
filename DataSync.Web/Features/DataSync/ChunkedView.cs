using System.Collections.Immutable;
using DataSync.Core.Live;
using DataSync.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DataSync.Web.Features.Dashboard;

/// <summary>
/// Workflows under their heads in chunks. Above <see cref="VirtualAbove"/> only the chunks near the screen are drawn; the
/// rest is room of the same size, so that the scroll bar is right.
/// </summary>
public abstract class ChunkedView : ComponentBase, IAsyncDisposable
{
    public const int VirtualAbove = 60;
    protected const int ChunkSize = 24;
    private const int LastShownAtFirst = 1;

    private int firstShown;
    private int lastShown = LastShownAtFirst;
    private IJSObjectReference? watch;
    private DotNetObjectReference<ChunkedView>? self;
    private bool watching;
    private bool disposed;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    [Parameter, EditorRequired]
    public ImmutableArray<BoardSection> Sections { get; set; }

    [Parameter, EditorRequired]
    public BoardAddress Address { get; set; } = null!;

    /// <summary>What holds the chunks.</summary>
    protected ElementReference Root { get; set; }

    protected int Count { get; private set; }

    protected string HistoryPrefix { get; private set; } = "";

    /// <summary>Called by <c>ds-page.js</c> with the chunks that are on the screen or close to it.</summary>
    [JSInvokable]
    public void Show(int first, int last)
    {
        if (first == firstShown && last == lastShown)
            return;
        (firstShown, lastShown) = (Math.Max(0, first), Math.Max(first, last));
        StateHasChanged();
    }

    protected override void OnParametersSet()
    {
        Count = Sections.Sum(section => section.Tiles.Length);
        HistoryPrefix = Address.HistoryPrefix;
    }

    /// <param name="number">Of the chunk, over all sections.</param>
    protected bool IsShown(int number) => Count <= VirtualAbove || (number >= firstShown && number <= lastShown);

    protected static int End(BoardSection section, int start) => Math.Min(start + ChunkSize, section.Tiles.Length);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Count <= VirtualAbove || watching)
            return;
        watching = true;
        await using var module = await Js.InvokeAsync<IJSObjectReference>("import", $"./{Assets["ds-page.js"]}");
        if (disposed)
            return;
        self = DotNetObjectReference.Create(this);
        watch = await module.InvokeAsync<IJSObjectReference>("watchChunks", Root, self);
        if (disposed)
            await StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        disposed = true;
        GC.SuppressFinalize(this);
        await StopAsync();
    }

    private async ValueTask StopAsync()
    {
        await watch.StopAsync();
        self?.Dispose();
    }
}
