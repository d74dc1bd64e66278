using DataSync.Core.Persistence;
using DataSync.Core.Polling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Live;

/// <summary>Keeps unobserved time as rows: opened while it lasts, closed in the transaction that advances the checkpoint. Thread-safe.</summary>
public sealed class UnobservedTime(IOptions<PollingOptions> polling) : ICheckpointObserver
{
    private readonly Lock gate = new();
    private Trouble? trouble;

    /// <summary>Takes note of the state of the system.</summary>
    /// <returns>The unobserved time that lasts now; null: the picture is as current as planned.</returns>
    public Trouble? Look(SystemStatus system, DateTime now)
    {
        lock (gate)
        {
            trouble = UnobservedRules.Next(trouble, system, now);
            return UnobservedRules.Gap(system.KnownUntil, now, trouble, polling.Value);
        }
    }

    public async Task AdvancedAsync(
        DataSyncDbContext context,
        Checkpoint checkpoint,
        DateTime? before,
        CancellationToken cancellation
    )
    {
        var open = await context.UnobservedIntervals.Where(row => row.EndedAt == null).ToListAsync(cancellation);
        foreach (var row in open)
        {
            row.EndedAt = checkpoint.KnownUntil > row.StartedAt ? checkpoint.KnownUntil : row.StartedAt;
            row.ChangeSeq = ++checkpoint.ChangeSeq;
        }
        if (open.Count > 0 || checkpoint.KnownUntil is not { } until)
            return;
        Trouble? gap;
        lock (gate)
        {
            gap = UnobservedRules.Gap(before, until, trouble, polling.Value);
        }
        if (gap is not null)
            Add(context, checkpoint, gap, until);
    }

    /// <summary>Opens an interval unless one is open already, by this process or another.</summary>
    public static Task<bool> OpenAsync(WriteTransaction writes, Trouble gap, CancellationToken cancellation) =>
        writes.RunAsync(
            async (context, checkpoint, token) =>
            {
                var known = checkpoint.KnownUntil > gap.Since;
                if (known || await context.UnobservedIntervals.AnyAsync(row => row.EndedAt == null, token))
                    return false;
                Add(context, checkpoint, gap, until: null);
                return true;
            },
            cancellation
        );

    private static void Add(DataSyncDbContext context, Checkpoint checkpoint, Trouble gap, DateTime? until) =>
        context.UnobservedIntervals.Add(
            new UnobservedInterval
            {
                StartedAt = gap.Since,
                EndedAt = until,
                Reason = gap.Reason,
                ChangeSeq = ++checkpoint.ChangeSeq,
            }
        );
}
