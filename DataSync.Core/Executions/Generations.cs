using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using DataSync.Core.Polling;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Executions;

/// <summary>
/// n8n was rebuilt, restored or swapped for another: its ids begin again and mean other executions. What was stored stays;
/// everything is read anew, and what the new life still has of the old one is recognised by workflow and times.
/// </summary>
internal static class Generations
{
    /// <summary>Begins the next generation in the caller's transaction; returns the executions this closes.</summary>
    /// <param name="sign">What told, as the end of a sentence.</param>
    public static async Task<IReadOnlyList<ExecutionChange>> BeginAsync(
        DataSyncDbContext context,
        Checkpoint checkpoint,
        string sign,
        DateTime now,
        CancellationToken cancellation
    )
    {
        checkpoint.Generation++;
        var open = await context.Executions.Where(row => row.DetailState == DetailState.Open).ToListAsync(cancellation);
        foreach (var row in open)
        {
            ExecutionIngestor.Close(row);
            row.ChangeSeq = ++checkpoint.ChangeSeq;
        }
        await context.SaveChangesAsync(cancellation);
        new PollState
        {
            // A page of the old life still under way must not match.
            LastStretchId = PollState.Read(checkpoint).LastStretchId,
            GenerationBegan = new GenerationBegan(
                now,
                $"n8n was rebuilt, restored or replaced: {sign}. The earlier history is kept, everything is read again."
            ),
        }.Write(checkpoint);
        return [.. open.Select(row => new ExecutionChange(null, row))];
    }

    /// <summary>A row of the present generation that this answer cannot be about.</summary>
    public static string? Contradiction(N8nExecution sent, WorkflowExecution known)
    {
        if (sent.WorkflowId is not null && !string.Equals(sent.WorkflowId, known.WorkflowId, StringComparison.Ordinal))
            return $"execution {sent.Id} belongs to another workflow than before";
        if (known.EndTime is not { } end)
            return null;
        if (!sent.IsOpen && sent.StoppedAt is { } stopped && UtcTime.Truncate(stopped) != end)
            return $"execution {sent.Id} ended at another time than before";
        return sent.StartedAt > end ? $"execution {sent.Id} started after its own end" : null;
    }

    /// <summary>Whether a row of an earlier generation is the very execution sent: a restored n8n still has many.</summary>
    public static bool IsSame(N8nExecution sent, WorkflowExecution known)
    {
        if (!string.Equals(sent.WorkflowId, known.WorkflowId, StringComparison.Ordinal))
            return false;
        var sameStart =
            !known.StartTimeEstimated && sent.StartedAt is { } start && UtcTime.Truncate(start) == known.StartTime;
        return known.EndTime is { } end
            ? !sent.IsOpen && sent.StoppedAt is { } stopped && UtcTime.Truncate(stopped) == end
            : sameStart;
    }
}
