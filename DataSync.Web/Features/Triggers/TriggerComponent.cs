using DataSync.Core.Triggers;
using DataSync.Web.Components;

namespace DataSync.Web.Features.Triggers;

/// <summary>
/// Asks for something to be done in n8n and shows what becomes of it. What was confirmed is asked for also when nobody looks any
/// more.
/// </summary>
public abstract class TriggerComponent(TriggerDesk desk) : GuardedComponent
{
    /// <summary>Of an answer of the database that was lost: it has one id however often it is asked for.</summary>
    protected const string AskAgain =
        "It may have been stored all the same. Asked for again here, it is still done only once.";

    protected TriggerDesk Desk => desk;

    protected override void OnInitialized() => desk.Changed += Moved;

    protected override void Leave() => desk.Changed -= Moved;

    private void Moved(object? sender, EventArgs none)
    {
        if (!Left.IsCancellationRequested)
            _ = InvokeAsync(StateHasChanged);
    }
}
