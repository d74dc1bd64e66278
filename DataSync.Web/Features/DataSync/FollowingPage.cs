using DataSync.Core.Live;
using Microsoft.AspNetCore.Components;

namespace DataSync.Web.Features.Dashboard;

/// <summary>A page that follows the board through one subscription, once it is interactive.</summary>
public abstract class FollowingPage(LiveBoard board, TimeProvider time) : ComponentBase, IDisposable
{
    private SignalCoalescer? coalescer;
    private IDisposable? subscription;
    private BoardSnapshot? seen;
    private volatile bool disposed;

    protected TimeProvider Time => time;

    /// <summary>The page is gone, or going.</summary>
    protected bool IsDisposed => disposed;

    /// <summary>Takes in the present picture; call it as well where something else than the board has changed.</summary>
    protected void Look()
    {
        seen = board.Current;
        Take(seen);
    }

    protected abstract void Take(BoardSnapshot snapshot);

    /// <summary>Asks for another look, soon.</summary>
    protected void Signal() => coalescer?.Signal();

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender || disposed)
            return;
        coalescer = new SignalCoalescer(time, () => _ = FollowAsync());
        subscription = board.Subscribe(coalescer.Signal);
        // What changed between the drawing and the subscription gave no signal.
        if (!ReferenceEquals(board.Current, seen))
            coalescer.Signal();
    }

    public void Dispose()
    {
        disposed = true;
        subscription?.Dispose();
        coalescer?.Dispose();
        Leave();
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what else the page holds.</summary>
    protected virtual void Leave() { }

    private async Task FollowAsync()
    {
        try
        {
            await InvokeAsync(() =>
            {
                if (disposed)
                    return;
                Look();
                StateHasChanged();
            });
        }
        catch (Exception failure) when (!disposed)
        {
            await DispatchExceptionAsync(failure);
        }
    }
}
