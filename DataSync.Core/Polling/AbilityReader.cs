using DataSync.Core.Live;
using DataSync.Core.N8n;

namespace DataSync.Core.Polling;

/// <summary>Finds out what n8n can do, beside the passes, which wait for nothing. Thread-safe.</summary>
public sealed class AbilityReader(N8nActs acts, N8nAbilities abilities, LiveBoard board)
{
    private volatile bool due;

    /// <summary>n8n may be another version by now.</summary>
    public void Expect() => due = true;

    /// <summary>Asks once for each time it is expected. False: there is nothing more to ask.</summary>
    public async Task<bool> ReadAsync(CancellationToken cancellation)
    {
        if (!due)
            return false;
        due = false;
        await acts.LearnAsync(RequestPriority.Detail, cancellation);
        board.UpdateStatus(s => s with { N8nVersion = abilities.Version });
        return true;
    }
}
