using DataSync.Core.Live;

namespace DataSync.Core.Persistence;

/// <summary>Whether the database answers, as everything that uses it reports. Thread-safe.</summary>
public sealed class DatabaseState
{
    private readonly Lock gate = new();
    private TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile State state = new(DatabaseCondition.Connecting, null);

    /// <summary>Raised after every change of condition or message, on the thread that reported it.</summary>
    public event EventHandler? Changed;

    public DatabaseCondition Condition => state.Condition;

    /// <summary>What to tell a person; null while all is well. Holds no address, name or password.</summary>
    public string? Message => state.Message;

    /// <summary>Completes when the tables are up to date and the database answers.</summary>
    public Task WhenReadyAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            return ready.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Says that a statement worked. Before the tables are up to date that changes nothing.</summary>
    public void ReportSuccess()
    {
        if (state.Condition == DatabaseCondition.Unreachable && state.Migrated)
            Set(new State(DatabaseCondition.Ok, null, Migrated: true));
    }

    /// <summary>Ignores what is not about the whole database, a broken rule of one row for instance.</summary>
    public void ReportFailure(Exception failure)
    {
        if (IsUnreachable(failure) && state.Condition is not (DatabaseCondition.Failed or DatabaseCondition.Migrating))
            Set(state with { Condition = DatabaseCondition.Unreachable, Message = DatabaseErrors.Describe(failure) });
    }

    /// <summary>The database cannot be used at all at the moment, whatever is asked of it.</summary>
    public static bool IsUnreachable(Exception failure) => DatabaseErrors.IsUnreachable(failure);

    internal void SetUnreachable(string message) =>
        Set(state with { Condition = DatabaseCondition.Unreachable, Message = message });

    internal void SetMigrating() =>
        Set(
            state with
            {
                Condition = DatabaseCondition.Migrating,
                Message = "The database's tables are being brought up to date.",
            }
        );

    internal void SetFailed(string message) =>
        Set(state with { Condition = DatabaseCondition.Failed, Message = message });

    internal void SetReady() => Set(new State(DatabaseCondition.Ok, null, Migrated: true));

    internal Task WhenNotReadyAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            return failed.Task.WaitAsync(cancellation);
        }
    }

    private void Set(State next)
    {
        lock (gate)
        {
            if (next == state)
                return;
            var wasReady = state.Condition == DatabaseCondition.Ok;
            state = next;
            if (next.Condition == DatabaseCondition.Ok)
            {
                ready.TrySetResult();
                if (!wasReady)
                    failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            else
            {
                failed.TrySetResult();
                if (wasReady)
                    ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <param name="Migrated">Once brought up to date, the tables stay so while this program runs.</param>
    private sealed record State(DatabaseCondition Condition, string? Message, bool Migrated = false);
}
