namespace DataSync.Core;

/// <summary>
/// A hint to look again, given by anybody and taken by one loop. Thread-safe. Any number of hints before the loop
/// looks are one look.
/// </summary>
public class Hint
{
    private TaskCompletionSource given = New();

    public bool Given => Volatile.Read(ref given).Task.IsCompleted;

    public void Give() => Volatile.Read(ref given).TrySetResult();

    /// <summary>Takes the hints given so far; those given from now on ask for another look.</summary>
    public bool Take() => Given && Interlocked.Exchange(ref given, New()).Task.IsCompleted;

    /// <summary>Waits for a hint, at most <paramref name="longest"/>.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(Volatile.Read(ref given).Task, Task.Delay(longest, time, enough.Token));
        await enough.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
