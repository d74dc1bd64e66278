using DataSync.Core.Executions;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;

namespace DataSync.Core.Polling;

/// <summary>
/// Reads the stretches of n8n's list that no pass has read, a page at a time and newest first, then asks for the ids that
/// no list has shown. Where it stands is in the checkpoint, so it goes on after a restart.
/// </summary>
public sealed class HistoryReader(
    N8nClient n8n,
    ExecutionPages pages,
    ExecutionIngestor ingestor,
    CheckpointReader checkpoints,
    TimeProvider time
)
{
    private const int LargestPage = 250;
    private const int SmallestPage = 5;
    private static readonly TimeSpan AskAgain = TimeSpan.FromHours(1);
    private int pageSize = LargestPage;

    /// <summary>Reads one page or asks for one execution. False: there is nothing left to read.</summary>
    public async Task<bool> ReadPageAsync(CancellationToken cancellation)
    {
        var checkpoint = await checkpoints.ReadAsync(cancellation);
        var state = PollState.Read(checkpoint);
        if (state.Stretches is [var stretch, ..])
        {
            await ReadAsync(stretch, cancellation);
            return true;
        }
        if (PollPlan.NextToAsk(state, time.GetUtcNow().UtcDateTime) is not { } id)
            return false;
        await AskAsync(id, checkpoint.Generation, cancellation);
        return true;
    }

    private async Task ReadAsync(Stretch stretch, CancellationToken cancellation)
    {
        var cursor = N8nClient.WithLimit(stretch.Cursor, pageSize);
        var wanted = pageSize;
        // A page n8n cannot deliver, or not in time, is asked for in smaller pieces.
        pageSize = Math.Max(pageSize / 2, SmallestPage);
        var (page, _) = await pages.ReadAsync(wanted, cursor, RequestPriority.Backfill, cancellation);
        pageSize = Math.Min(wanted * 2, LargestPage);
        await ingestor.IngestAsync(
            page.Executions,
            page.Unreadable,
            checkpoint => PollPlan.Advance(PollState.Read(checkpoint), stretch, page).Write(checkpoint),
            cancellation,
            PollPass.Contradicts
        );
    }

    private async Task AskAsync(long id, int generation, CancellationToken cancellation)
    {
        N8nExecutionDetail? answer;
        try
        {
            answer = await n8n.GetExecutionAsync($"{id}", includeData: false, RequestPriority.Backfill, cancellation);
        }
        catch (N8nException failure) when (failure.Condition is N8nCondition.ServerError or N8nCondition.NotAnN8n)
        {
            // One id must not hold up all the others.
            var later = time.GetUtcNow().UtcDateTime + AskAgain;
            await ingestor.IngestAsync(
                [],
                [],
                checkpoint => PollPlan.Postpone(PollState.Read(checkpoint), id, later).Write(checkpoint),
                cancellation
            );
            throw;
        }
        await ingestor.IngestAsync(
            answer is null ? [] : [answer.Execution],
            [],
            checkpoint =>
            {
                if (checkpoint.Generation == generation)
                    PollPlan.Settle(PollState.Read(checkpoint), id).Write(checkpoint);
            },
            cancellation,
            PollPass.Contradicts
        );
    }
}
