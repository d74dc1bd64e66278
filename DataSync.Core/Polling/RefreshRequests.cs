using DataSync.Core.Live;

namespace DataSync.Core.Polling;

/// <summary>Somebody wishes n8n to be looked at now. Thread-safe; wishes before the next pass begins are one pass.</summary>
public sealed class RefreshRequests : Hint
{
    private int everything;

    /// <summary>
    /// n8n says that a run failed: asking for the failures alone is one request, where a pass is several, and people are kept
    /// waiting by as many.
    /// </summary>
    internal Hint Failed { get; } = new();

    /// <param name="all">The list of workflows, too, so that a new or renamed one is seen.</param>
    public void Request(bool all = false)
    {
        if (all)
            Interlocked.Exchange(ref everything, 1);
        Give();
    }

    /// <summary>Whether somebody wished for all of it since this was last asked.</summary>
    public bool TakeAll() => Interlocked.Exchange(ref everything, 0) == 1;
}
