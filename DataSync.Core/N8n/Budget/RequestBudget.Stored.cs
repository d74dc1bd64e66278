using DataSync.Core.Persistence;

namespace DataSync.Core.N8n;

/// <summary>What it shares with its last life, and with other processes over the same database.</summary>
public sealed partial class RequestBudget
{
    private const int MostMissing = 1_000;

    /// <summary>Numbers below the last one that no row is seen to have, each with when it was first missed.</summary>
    private readonly Dictionary<long, TimeSpan> missing = [];

    private async Task LoadAsync(CancellationToken cancellation)
    {
        if (loaded)
            return;
        await loading.WaitAsync(cancellation);
        try
        {
            if (loaded)
                return;
            var now = time.GetUtcNow().UtcDateTime;
            (var permits, last) = await store.LoadAsync(now, now - BudgetDecision.Hold, cancellation);
            lock (gate)
            {
                foreach (var permit in permits)
                    Keep(permit, permit.AnsweredAt < now ? permit.AnsweredAt.Value : now, now);
            }
            loaded = true;
        }
        finally
        {
            loading.Release();
        }
    }

    /// <summary>
    /// Stores a permit. What another process has taken since the last one, which is rare, shows by its number and is held, too.
    /// </summary>
    /// <returns>Null: because of that there is no room; it was given back and has to wait.</returns>
    private async Task<long?> StoreAsync(long key, RequestPriority priority, CancellationToken cancellation)
    {
        await storing.WaitAsync(cancellation);
        try
        {
            var now = time.GetUtcNow().UtcDateTime;
            var id = await store.AddAsync(priority, now, cancellation);
            var others = await OthersAsync(id, cancellation);
            lock (gate)
            {
                foreach (var other in others)
                    // Nobody tells here when an answer comes.
                    Keep(other, other.AnsweredAt ?? now + options.Value.AttemptTimeout, now);
                if (others.Count == 0 || held.Count <= options.Value.RequestsPerMinute)
                    return id;
                held.Remove(key);
            }
            await store.RemoveAsync(id, cancellation);
            return null;
        }
        finally
        {
            storing.Release();
        }
    }

    /// <summary>Those of other processes that have come to be seen. A number is given before its row can be seen.</summary>
    private async Task<List<RequestPermit>> OthersAsync(long id, CancellationToken cancellation)
    {
        foreach (var number in missing.Where(one => Now - one.Value > StoreTimeout).Select(one => one.Key).ToList())
            missing.Remove(number);
        for (var number = Math.Max(last + 1, id - MostMissing); number < id; number++)
            missing[number] = Now;
        last = id;
        if (missing.Count == 0)
            return [];
        var others = await store.ReadAsync(missing.Keys, cancellation);
        foreach (var other in others)
            missing.Remove(other.Id);
        return others;
    }

    /// <summary>Of another life or process. Call under the lock.</summary>
    private void Keep(RequestPermit permit, DateTime answeredAt, DateTime now)
    {
        // A clock set back must not keep a permit out for hours.
        var latest = Now + options.Value.AttemptTimeout;
        var answered = Now + (answeredAt - now);
        var key = nextKey++;
        held[key] = new(key, permit.Priority, Now, answered < latest ? answered : latest);
    }
}
