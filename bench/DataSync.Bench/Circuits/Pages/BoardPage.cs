using DataSync.Core.Live;
using DataSync.Web.Features.Dashboard;
using Microsoft.AspNetCore.Components;

namespace DataSync.Bench.Circuits.Pages;

/// <summary>Follows the board as the dashboard does, so that what is compared is only what is drawn.</summary>
public abstract class BoardPage : ComponentBase, IDisposable
{
    private SignalCoalescer? coalescer;
    private IDisposable? subscription;

    [Inject]
    protected LiveBoard Board { get; set; } = null!;

    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender)
            return;
        coalescer = new SignalCoalescer(Time, () => _ = InvokeAsync(StateHasChanged));
        subscription = Board.Subscribe(coalescer.Signal);
    }

    public void Dispose()
    {
        subscription?.Dispose();
        coalescer?.Dispose();
        GC.SuppressFinalize(this);
    }
}
