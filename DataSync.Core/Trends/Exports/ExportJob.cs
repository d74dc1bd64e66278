using DataSync.Core.Access;

namespace DataSync.Core.Trends;

/// <summary>An export that is made into a file of the server, to be downloaded when it is whole. Thread-safe.</summary>
public sealed class ExportJob : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long rows;

    internal ExportJob(Actor owner, ExportOrder order, string path) => (Owner, Order, Path) = (owner, order, path);

    public ExportOrder Order { get; }

    /// <summary>So far.</summary>
    public long Rows => Interlocked.Read(ref rows);

    /// <summary>Completed once it is whole, cancelled or failed; never fails.</summary>
    public Task Ended => ended.Task;

    /// <summary>Null: it is not whole (yet).</summary>
    public ExportManifest? Manifest { get; private set; }

    /// <summary>Why it failed, for the person who asked; null: it did not.</summary>
    public string? Problem { get; private set; }

    internal Actor Owner { get; }

    internal string Path { get; }

    internal CancellationToken Stopped => stop.Token;

    /// <summary>UTC; null: it is being made.</summary>
    internal DateTime? EndedAt { get; private set; }

    /// <summary>Does nothing once it has ended.</summary>
    public void Cancel() => stop.Cancel();

    void IDisposable.Dispose() => Cancel();

    internal void Count(long sofar) => Interlocked.Exchange(ref rows, sofar);

    internal void End(DateTime now, ExportManifest? manifest, string? problem)
    {
        (EndedAt, Manifest, Problem) = (now, manifest, problem);
        ended.SetResult();
    }

    internal bool IsCalled(string id) => string.Equals(Order.Id, id, StringComparison.Ordinal);

    internal bool IsOf(Actor actor) =>
        Owner.Kind == actor.Kind && string.Equals(Owner.Id, actor.Id, StringComparison.Ordinal);
}
