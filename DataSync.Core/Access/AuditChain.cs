using System.Text.Json;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Access;

/// <summary>What verifying found.</summary>
/// <param name="Entries">Entries read.</param>
/// <param name="BrokenAt">Number of the first entry that is not as it was written; null: all are.</param>
/// <param name="Problem">In words; null: none.</param>
/// <param name="Expired">Entries before these that have expired, as was sealed when they went.</param>
public sealed record AuditVerdict(long Entries, long? BrokenAt, string? Problem, long Expired = 0)
{
    public bool Holds => Problem is null;
}

/// <summary>
/// How entries are chained: each MAC covers the entry as stored and the MAC before it, and the sealed head says which is the
/// last. An edit, a deletion (of the tail too), a reordering or a fork breaks it. What has expired is named by a sealed anchor
/// from which the chain goes on. Somebody who puts back a whole older copy of the database is found by the entry numbers in
/// the program's log only.
/// </summary>
public sealed class AuditChain(IDbContextFactory<DataSyncDbContext> contexts, AuditKeys keys)
{
    private const int PageSize = 1_000;

    /// <summary>For who may run elsewhere than the program does: a key made there would sign what nobody can verify.</summary>
    /// <exception cref="RefusedException">There is a log, and no key.</exception>
    public async Task DemandKeyAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (keys.MissingFrom is { } file && await db.AuditHeads.AnyAsync(cancellation))
            throw RefusedException.Conflict(
                $"The key that seals the audit log is not here: there is no {file}. Run this in the folder DataSync runs in, or set Audit:KeyFile."
            );
    }

    public async Task<AuditVerdict> VerifyAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        while (true)
        {
            // Read first: what is written meanwhile is behind it.
            var head = await ReadAsync(db, AuditHead.SingleId, cancellation);
            var anchor = await ReadAsync(db, AuditHead.AnchorId, cancellation);
            var verdict = await VerifyAsync(db, head, anchor, cancellation);
            if (verdict.Holds)
                return verdict;
            var began = head is null && await ReadAsync(db, AuditHead.SingleId, cancellation) is not null;
            if (!began && (await ReadAsync(db, AuditHead.AnchorId, cancellation))?.Seq == anchor?.Seq)
                return verdict;
            // The log began, or what was to be read first expired, while it was read.
        }
    }

    private async Task<AuditVerdict> VerifyAsync(
        DataSyncDbContext db,
        AuditHead? head,
        AuditHead? anchor,
        CancellationToken cancellation
    )
    {
        if (SealObjection(head, "head") is { } broken)
            return new(0, head!.Seq, broken);
        if (SealObjection(anchor, "anchor") is { } forged)
            return new(0, anchor!.Seq, forged);
        var expired = anchor?.Seq ?? 0;
        var (seq, mac) = (expired, anchor?.Mac ?? "");
        while (true)
        {
            var page = await db
                .AuditEntries.AsNoTracking()
                .Where(entry => entry.Seq > seq)
                .OrderBy(entry => entry.Seq)
                .Take(PageSize)
                .ToListAsync(cancellation);
            foreach (var entry in page)
            {
                if (Objection(entry, seq, mac) is { } problem)
                    return new(seq - expired, seq + 1, problem, expired);
                (seq, mac) = (entry.Seq, entry.Mac);
                if (seq == head?.Seq && !Same(mac, head.Mac))
                    return new(seq - expired, seq, $"Entry {seq} is not the one the head names.", expired);
            }
            if (page.Count < PageSize)
                break;
        }
        if (head is null && seq > 0)
            return new(seq - expired, seq, "The head of the chain is missing.", expired);
        return seq < head?.Seq
            ? new(seq - expired, seq + 1, $"Entries {seq + 1} to {head.Seq} at the end are missing.", expired)
            : new(seq - expired, null, null, expired);
    }

    internal static string? Mac(AuditKeys keys, AuditEntry entry, string before) =>
        keys.Sign(
            entry.KeyId,
            JsonSerializer.Serialize(
                new object?[]
                {
                    entry.Seq,
                    entry.At.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ"),
                    EnumWords.Of(entry.ActorKind),
                    entry.ActorId,
                    entry.ActorName,
                    entry.Address,
                    entry.Action,
                    entry.Subject,
                    entry.Before,
                    entry.After,
                    before,
                }
            )
        );

    internal static string? Seal(AuditKeys keys, AuditHead head) =>
        keys.Sign(
            head.KeyId,
            // An old head must not pass for an anchor.
            JsonSerializer.Serialize(
                new object[] { head.Id == AuditHead.AnchorId ? "anchor" : "head", head.Seq, head.Mac }
            )
        );

    /// <summary>What speaks against the oldest entries, in their order; null: they are as they were written.</summary>
    internal string? Objection(AuditHead? anchor, IReadOnlyList<AuditEntry> oldest)
    {
        if (SealObjection(anchor, "anchor") is { } forged)
            return forged;
        var (seq, mac) = (anchor?.Seq ?? 0, anchor?.Mac ?? "");
        foreach (var entry in oldest)
        {
            if (Objection(entry, seq, mac) is { } problem)
                return problem;
            (seq, mac) = (entry.Seq, entry.Mac);
        }
        return null;
    }

    private static Task<AuditHead?> ReadAsync(DataSyncDbContext db, int id, CancellationToken cancellation) =>
        db.AuditHeads.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellation);

    private string? SealObjection(AuditHead? head, string name) =>
        head is null ? null
        : Seal(keys, head) is not { } seal
            ? $"The {name} is sealed with a key this program does not have ({head.KeyId})."
        : Same(seal, head.Seal) ? null
        : $"The {name} of the chain was changed.";

    private string? Objection(AuditEntry entry, long before, string mac)
    {
        if (entry.Seq != before + 1)
            return $"Entry {before + 1} is missing.";
        var expected = Mac(keys, entry, mac);
        if (expected is null)
            return $"Entry {entry.Seq} is signed with a key this program does not have ({entry.KeyId}).";
        return Same(expected, entry.Mac) ? null : $"Entry {entry.Seq} is not as it was written, or out of its place.";
    }

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.Ordinal);
}
