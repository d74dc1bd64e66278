using DataSync.Core.Live;

namespace DataSync.Core.Polling;

/// <summary>Somebody wishes n8n to be looked at now. Thread-safe; wishes before the next pass begins are one pass.</summary>
public sealed class RefreshRequests : Hint
{
    private int everything;

    private const int MostFailed = 100;

    private readonly Lock gate = new();
    private readonly HashSet<N8nFailure> failed = [];

    /// <param name="all">The list of workflows, too, so that a new or renamed one is seen.</param>
    public void Request(bool all = false)
    {
        if (all)
            Interlocked.Exchange(ref everything, 1);
        Give();
    }

    /// <summary>Whether somebody wished for all of it since this was last asked.</summary>
    public bool TakeAll() => Interlocked.Exchange(ref everything, 0) == 1;

    /// <summary>
    /// n8n says that a run failed: asking for the failures alone is one request, where a pass is several, which are taken from what
    /// is kept for people.
    /// </summary>
    /// <param name="failures">As somebody says; beyond a hundred, or without any, all is looked at.</param>
    public void Fail(IReadOnlyCollection<N8nFailure> failures)
    {
        lock (gate)
        {
            failed.UnionWith(failures);
            if (failures.Count > 0 && failed.Count <= MostFailed)
                return;
            failed.Clear();
        }
        Request();
    }

    /// <summary>What was told since this was last asked.</summary>
    internal IReadOnlyCollection<N8nFailure> TakeFailed()
    {
        lock (gate)
        {
            N8nFailure[] taken = [.. failed];
            failed.Clear();
            return taken;
        }
    }
}

/// <summary>A failed execution n8n tells of, by its ids.</summary>
public sealed record N8nFailure(string ExecutionId, string WorkflowId);
