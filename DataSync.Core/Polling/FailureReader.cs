using DataSync.Core.Executions;
using DataSync.Core.N8n;

namespace DataSync.Core.Polling;

/// <summary>
/// Reads at once why runs failed that have just failed: people are about to be told, and the pace of other details is a
/// minute or more. Takes of what is kept for people, and leaves them half of it.
/// </summary>
public sealed class FailureReader(N8nClient n8n, PendingDetails waiting, ExecutionIngestor ingestor, TimeProvider time)
{
    /// <summary>Failures read with one request: one cause mostly hits neighbours.</summary>
    private const int PerRequest = 5;

    private const int Candidates = 50;

    /// <summary>Half of the two permits a minute that are kept for people.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    /// <summary>What failed earlier is told in a summary, which can wait.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    private DateTime askedAt;

    /// <summary>Spends one request. False: nothing has just failed, or it is not its turn.</summary>
    public async Task<bool> ReadSomeAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (now - askedAt < Pause)
            return false;
        var newest = (await waiting.ReadAsync(Candidates, cancellation))
            .Where(one => one.Status == ExecutionStatus.Failure && now - one.StartTime < Fresh)
            .Select(one => one.N8nExecutionId)
            .FirstOrDefault();
        if (newest is null)
            return false;
        askedAt = now;
        if (PassReading.Number(newest) is { } id)
        {
            var query = new N8nExecutionQuery(
                "error",
                Limit: PerRequest,
                Cursor: N8nClient.CursorBelow($"{id + 1}", PerRequest)
            );
            var page = await n8n.ListExecutionsWithDataAsync(query, RequestPriority.Person, cancellation);
            await ingestor.StoreDetailsAsync(page.Details, [], cancellation);
        }
        else if (
            await n8n.GetExecutionAsync(newest, includeData: true, RequestPriority.Person, cancellation) is { } one
        )
            await ingestor.StoreDetailsAsync([one], [], cancellation);
        return true;
    }
}
