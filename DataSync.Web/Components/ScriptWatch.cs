using Microsoft.JSInterop;

namespace DataSync.Web.Components;

/// <summary>What a script of ours watches for a component.</summary>
internal static class ScriptWatch
{
    public static async ValueTask StopAsync(this IJSObjectReference? watch)
    {
        if (watch is null)
            return;
        try
        {
            await watch.InvokeVoidAsync("stop");
            await watch.DisposeAsync();
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, or does not answer, and what it watched went with it.
        }
    }
}
