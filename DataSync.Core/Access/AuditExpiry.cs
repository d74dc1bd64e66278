using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Access;

/// <summary>Lets the oldest entries of the audit log go; the chain goes on from an anchor that is sealed like its head.</summary>
public sealed class AuditExpiry(AuditKeys keys, AuditChain chain, AuditTrail trail)
{
    /// <summary>Entries from the oldest on until one that has not expired; those behind stay, whatever their time says.</summary>
    public static async Task<long> CountAsync(DataSyncDbContext db, DateTime before, CancellationToken cancellation)
    {
        var first = await db
            .AuditEntries.Where(entry => entry.At >= before)
            .MinAsync(entry => (long?)entry.Seq, cancellation);
        return await db.AuditEntries.LongCountAsync(entry => first == null || entry.Seq < first, cancellation);
    }

    /// <summary>Removes some in the caller's transaction, and notes it. What is not as it was written stays, as evidence.</summary>
    /// <returns>How many went, and why none can; null: they can.</returns>
    public async Task<(int Removed, string? Problem)> RemoveAsync(
        DataSyncDbContext db,
        DateTime before,
        int most,
        CancellationToken cancellation
    )
    {
        var anchor = await db.AuditHeads.SingleOrDefaultAsync(row => row.Id == AuditHead.AnchorId, cancellation);
        var oldest = await db
            .AuditEntries.AsNoTracking()
            .OrderBy(entry => entry.Seq)
            .Take(most)
            .ToListAsync(cancellation);
        var expired = oldest.TakeWhile(entry => entry.At < before).ToList();
        if (expired.Count == 0)
            return (0, null);
        if (chain.Objection(anchor, expired) is { } problem)
            return (0, problem);
        if (anchor is null)
        {
            anchor = new() { Id = AuditHead.AnchorId };
            db.AuditHeads.Add(anchor);
        }
        var last = expired[^1];
        (anchor.Seq, anchor.Mac, anchor.KeyId) = (last.Seq, last.Mac, keys.CurrentId);
        anchor.Seal = AuditChain.Seal(keys, anchor)!;
        await db.AuditEntries.Where(entry => entry.Seq <= last.Seq).ExecuteDeleteAsync(cancellation);
        var range = new { from = expired[0].Seq, to = last.Seq };
        await trail.AppendAsync(db, Actor.Program, new(AuditActions.AuditExpired, null, range), cancellation);
        return (expired.Count, null);
    }
}
