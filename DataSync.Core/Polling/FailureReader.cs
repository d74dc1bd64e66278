using DataSync.Core.Executions;
using DataSync.Core.N8n;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Polling;

/// <summary>
/// Reads at once why runs failed that have just failed: people are about to be told, and the pace of other details is a
/// minute or more. Asks as people do, but only so often that live passes keep their part.
/// </summary>
public sealed class FailureReader(
    N8nClient n8n,
    PendingDetails waiting,
    ExecutionIngestor ingestor,
    RequestBudget budget,
    RefreshRequests refresh,
    IOptions<N8nOptions> options,
    TimeProvider time
)
{
    /// <summary>Failures read with one request: one cause mostly hits neighbours.</summary>
    private const int PerRequest = 5;

    private const int Candidates = 50;

    /// <summary>
    /// The two permits that are kept for people, and one that history and details leave: several causes can come one after another.
    /// </summary>
    private const int MostPerMinute = 3;

    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    /// <summary>What failed earlier is told in a summary, which can wait.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>How seldom history and details are asked to leave one: they must come to an end in a storm, too.</summary>
    private static readonly TimeSpan BetweenKeeping = TimeSpan.FromMinutes(5);

    /// <summary>No id of n8n's.</summary>
    private const string Newest = "";

    /// <summary>n8n may tell of a failure before its own list has it.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2.5);
    private const int MostLooks = 2;

    /// <summary>Of what n8n told and is not known yet.</summary>
    private readonly HashSet<string> told = new(StringComparer.Ordinal);
    private DateTime lookAt;
    private int looks;

    private DateTime keptAt;

    /// <summary>Of the last minute. What was asked for and did not come is left alone as long.</summary>
    private readonly Queue<(string Id, DateTime At)> asked = new();

    /// <summary>With a tiny limit fewer, so that live passes get any at all.</summary>
    private int Most => Math.Clamp(options.Value.RequestsPerMinute - 1, 1, MostPerMinute);

    /// <summary>Spends one request. False: nothing has just failed, or it is not its turn.</summary>
    public async Task<bool> ReadSomeAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        while (asked.TryPeek(out var first) && now - first.At >= Minute)
            asked.Dequeue();
        foreach (var one in refresh.TakeFailed())
        {
            // Of one that goes on failing a pass tells early enough.
            if (!await waiting.FailsAsync(one.WorkflowId, cancellation) && told.Add(one.ExecutionId))
                (looks, lookAt) = (0, now + Settling);
        }
        if (told.Count > 0 && lookAt <= now)
            return await LookAsync(now, cancellation);
        if (asked.Count >= Most)
            return false;
        var newest = (await waiting.NewFailuresAsync(now - Fresh, Candidates, cancellation)).FirstOrDefault(one =>
            asked.All(before => !string.Equals(before.Id, one.N8nExecutionId, StringComparison.Ordinal))
        );
        if (newest is null)
            return false;
        asked.Enqueue((newest.N8nExecutionId, now));
        if (now - keptAt >= BetweenKeeping)
        {
            keptAt = now;
            budget.KeepOneMore(Minute);
        }
        // Crashed ones are not in the list of those with an error.
        if (newest.N8nStatus is not "crashed" && PassReading.Number(newest.N8nExecutionId) is { } id)
            await ReadAsync(N8nClient.CursorBelow($"{id + 1}", PerRequest), cancellation);
        else
            await ReadOneAsync(newest, cancellation);
        return true;
    }

    private async Task ReadOneAsync(PendingDetail one, CancellationToken cancellation)
    {
        var detail = await n8n.GetExecutionAsync(one.N8nExecutionId, true, RequestPriority.Person, cancellation);
        await ingestor.StoreDetailsAsync(
            detail is null ? [] : [detail],
            detail is null ? [one.ExecutionId] : [],
            cancellation
        );
    }

    /// <summary>Reads the newest failures, with why: n8n says that there is one.</summary>
    private async Task<bool> LookAsync(DateTime now, CancellationToken cancellation)
    {
        var isKnown = await waiting.AreReadAsync(told, cancellation);
        if (!isKnown && looks < MostLooks && asked.Count < Most)
        {
            (looks, lookAt) = (looks + 1, now + LookAgain);
            asked.Enqueue((Newest, now));
            await ReadAsync(cursor: null, cancellation);
            return true;
        }
        told.Clear();
        // In no list, or told too often: a pass finds out.
        if (!isKnown)
            refresh.Request();
        return false;
    }

    private async Task ReadAsync(string? cursor, CancellationToken cancellation)
    {
        var query = new N8nExecutionQuery("error", Limit: PerRequest, Cursor: cursor);
        var page = await n8n.ListExecutionsWithDataAsync(query, RequestPriority.Person, cancellation);
        // Before 1.113 a list tells no status.
        var failed = page.Details.Select(one =>
            one with
            {
                Execution = one.Execution with { Status = one.Execution.Status ?? "error" },
            }
        );
        await ingestor.StoreDetailsAsync([.. failed], [], cancellation);
    }
}
