using System.Text.Json;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Access;

/// <summary>What verifying found.</summary>
/// <param name="Entries">Entries read.</param>
/// <param name="BrokenAt">Number of the first entry that is not as it was written; null: all are.</param>
/// <param name="Problem">In words; null: none.</param>
public sealed record AuditVerdict(long Entries, long? BrokenAt, string? Problem)
{
    public bool Holds => Problem is null;
}

/// <summary>
/// How entries are chained: each MAC covers the entry as stored and the MAC before it, and the sealed head says which is the
/// last. An edit, a deletion (of the tail too), a reordering or a fork breaks it. Somebody who puts back a whole older copy of
/// the database is found by the entry numbers in the program's log only.
/// </summary>
public sealed class AuditChain(IDbContextFactory<DataSyncDbContext> contexts, AuditKeys keys)
{
    private const int PageSize = 1_000;

    public async Task<AuditVerdict> VerifyAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        // Read first: what is written meanwhile is behind it.
        var head = await db.AuditHeads.AsNoTracking().SingleOrDefaultAsync(cancellation) ?? new AuditHead();
        if (head.Seq > 0 && Seal(keys, head) is not { } seal)
            return new(0, head.Seq, $"The head is sealed with a key this program does not have ({head.KeyId}).");
        else if (head.Seq > 0 && !Same(Seal(keys, head), head.Seal))
            return new(0, head.Seq, "The head of the chain was changed.");
        long seq = 0;
        var mac = "";
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
                    return new(seq, seq + 1, problem);
                (seq, mac) = (entry.Seq, entry.Mac);
                if (seq == head.Seq && !Same(mac, head.Mac))
                    return new(seq, seq, $"Entry {seq} is not the one the head names.");
            }
            if (page.Count < PageSize)
                break;
        }
        return seq < head.Seq
            ? new(seq, seq + 1, $"Entries {seq + 1} to {head.Seq} at the end are missing.")
            : new AuditVerdict(seq, null, null);
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
        keys.Sign(head.KeyId, JsonSerializer.Serialize(new object[] { "head", head.Seq, head.Mac }));

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
