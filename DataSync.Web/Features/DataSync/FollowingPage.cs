using DataSync.Core.Live;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Dashboard;

/// <summary>A page that follows the board through one subscription, once it is interactive.</summary>
public abstract class FollowingPage(LiveBoard board, TimeProvider time) : GuardedComponent
{
    private SignalCoalescer? coalescer;
    private IDisposable? subscription;
    private BoardSnapshot? seen;

    protected TimeProvider Time => time;

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
        if (!firstRender || Left.IsCancellationRequested)
            return;
        coalescer = new SignalCoalescer(time, () => _ = FollowAsync());
        subscription = board.Subscribe(coalescer.Signal);
        // What changed between the drawing and the subscription gave no signal.
        if (!ReferenceEquals(board.Current, seen))
            coalescer.Signal();
    }

    protected override void Leave()
    {
        subscription?.Dispose();
        coalescer?.Dispose();
    }

    private async Task FollowAsync()
    {
        try
        {
            await InvokeAsync(() =>
            {
                if (Left.IsCancellationRequested)
                    return;
                Look();
                StateHasChanged();
            });
        }
        catch (Exception failure) when (!Left.IsCancellationRequested)
        {
            await DispatchExceptionAsync(failure);
        }
    }
}
