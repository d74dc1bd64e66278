using DataSync.Core.Persistence;

namespace DataSync.Core.N8n;

/// <summary>What it shares with its last life, and with other processes over the same database.</summary>
public sealed partial class RequestBudget
{
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
            var others = id == last + 1 ? [] : await store.BetweenAsync(last, id, cancellation);
            last = id;
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
            // The number is free again.
            last = id - 1;
            return null;
        }
        finally
        {
            storing.Release();
        }
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
