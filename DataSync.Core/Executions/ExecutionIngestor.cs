using System.Security.Cryptography;
using System.Text;
using DataSync.Core.N8n;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace DataSync.Core.Executions;

/// <summary>What one call changed.</summary>
/// <param name="Updated">Rows whose state or detail changed.</param>
/// <param name="Quarantined">Rows put aside for the first time.</param>
/// <param name="Generation">The one the page was stored in; another than before: what was read of n8n is void.</param>
public sealed record IngestResult(int Inserted, int Updated, int Quarantined, int Generation);

/// <summary>Why executions not known to us cannot be of the n8n that was read until now; null: they can.</summary>
public delegate string? Contradicts(Checkpoint checkpoint, IReadOnlyList<N8nExecution> unknown);

/// <summary>The only writer of executions. Thread-safe; the same page twice, or from two processes, is the same as once.</summary>
public sealed partial class ExecutionIngestor(
    WriteTransaction transaction,
    IEnumerable<IExecutionObserver> observers,
    IngestMetrics metrics,
    TimeProvider clock,
    ILogger<ExecutionIngestor> logger
)
{
    /// <summary>A mistake tests plant, to see it found: an id names the same execution for ever.</summary>
    internal bool TrustIds { get; init; }

    /// <summary>Stores a page and how far reading has come, in one transaction.</summary>
    /// <param name="contradicts">Asked before anything is stored whether a new generation begins.</param>
    /// <param name="advance">Moves the checkpoint; may run more than once. If it throws nothing is stored.</param>
    public Task<IngestResult> IngestAsync(
        IReadOnlyList<N8nExecution> executions,
        IReadOnlyList<N8nUnreadableRow> unreadable,
        Action<Checkpoint>? advance,
        CancellationToken cancellation,
        Contradicts? contradicts = null
    ) =>
        RunAsync(
            async (context, checkpoint, token) =>
            {
                var page = new IngestPage(context, checkpoint, clock.UtcNow());
                await page.StoreAsync(executions, contradicts, TrustIds, token);
                foreach (var row in unreadable)
                    page.PutAside(row.Id ?? Fingerprint(row.Reason), row.Reason);
                await QuarantineAsync(page, token);
                await TellAsync(context, checkpoint, page.Changes, token);
                advance?.Invoke(checkpoint);
                return page.Result;
            },
            cancellation
        );

    /// <summary>Stores what was read of single executions, their state first where it changed meanwhile.</summary>
    /// <param name="unavailableExecutionIds">Ours, of executions n8n no longer has.</param>
    public Task<IngestResult> StoreDetailsAsync(
        IReadOnlyList<N8nExecutionDetail> details,
        IReadOnlyCollection<string> unavailableExecutionIds,
        CancellationToken cancellation
    ) =>
        RunAsync(
            async (context, checkpoint, token) =>
            {
                var page = new IngestPage(context, checkpoint, clock.UtcNow());
                await page.StoreAsync([.. details.Select(detail => detail.Execution)], null, TrustIds, token);
                await QuarantineAsync(page, token);
                await TellAsync(context, checkpoint, page.Changes, token);
                // What follows from the end is found by what follows from the details.
                await context.SaveChangesAsync(token);
                var explained = await DigestWriter.StoreAsync(
                    context,
                    checkpoint,
                    details,
                    unavailableExecutionIds,
                    token
                );
                if (explained.Count > 0)
                {
                    foreach (var observer in observers)
                        await observer.ExplainedAsync(context, checkpoint, explained, token);
                }
                return page.Result with { Updated = page.Result.Updated + explained.Count };
            },
            cancellation
        );

    /// <summary>Begins the next generation in the caller's transaction, with all that follows from what it closes.</summary>
    /// <param name="sign">As in <see cref="Generations.BeginAsync"/>.</param>
    internal async Task BeginGenerationAsync(
        DataSyncDbContext context,
        Checkpoint checkpoint,
        string sign,
        CancellationToken cancellation
    )
    {
        var closed = await Generations.BeginAsync(context, checkpoint, sign, clock.UtcNow(), cancellation);
        await TellAsync(context, checkpoint, closed, cancellation);
    }

    private async Task<IngestResult> RunAsync(
        Func<DataSyncDbContext, Checkpoint, CancellationToken, Task<IngestResult>> work,
        CancellationToken cancellation
    )
    {
        var result = await Telemetry.TraceAsync("ingest", _ => transaction.RunAsync(work, cancellation));
        metrics.Add(result);
        return result;
    }

    private async Task TellAsync(
        DataSyncDbContext context,
        Checkpoint checkpoint,
        IReadOnlyList<ExecutionChange> changes,
        CancellationToken cancellation
    )
    {
        if (changes.Count == 0)
            return;
        foreach (var observer in observers)
            await observer.ChangedAsync(context, checkpoint, changes, cancellation);
    }

    private async Task QuarantineAsync(IngestPage page, CancellationToken cancellation)
    {
        foreach (var row in await page.QuarantineAsync(cancellation))
            Quarantined(logger, row.N8nExecutionId, row.Reason);
    }

    private static string Fingerprint(string text) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    [LoggerMessage(1211, LogLevel.Warning, "Execution {Id} cannot be stored and was put aside: {Reason}")]
    private static partial void Quarantined(ILogger logger, string id, string reason);
}
