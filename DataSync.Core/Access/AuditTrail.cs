using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Access;

/// <summary>What is to be noted.</summary>
/// <param name="Subject">The id or name of what it was done to.</param>
/// <param name="Before">An object of plain values, without secrets; null where there was nothing.</param>
/// <param name="After">Likewise.</param>
public sealed record AuditNote(string Action, string? Subject, object? Before = null, object? After = null);

/// <summary>
/// Appends to the audit log inside the caller's transaction, as the last thing before it commits: what is changed and that
/// it is noted are one.
/// </summary>
public sealed class AuditTrail(AuditKeys keys, WriteTransaction writes, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Notes something that changes nothing else, e.g. an export or a failed sign-in.</summary>
    public Task NoteAsync(Actor actor, AuditNote note, CancellationToken cancellation)
    {
        AuditEntry? tried = null;
        return writes.RunAsync(
            async (db, _, token) =>
            {
                // Of a commit whose answer was lost: no two entries have one MAC.
                if (
                    tried is not null
                    && await db.AuditEntries.AnyAsync(row => row.Seq == tried.Seq && row.Mac == tried.Mac, token)
                )
                    return 0;
                tried = await AddAsync(db, actor, note, token);
                return 0;
            },
            cancellation
        );
    }

    /// <summary>Adds the entry to <paramref name="db"/>, which must be in a transaction and still be saved.</summary>
    public Task AppendAsync(DataSyncDbContext db, Actor actor, AuditNote note, CancellationToken cancellation) =>
        AddAsync(db, actor, note, cancellation);

    private async Task<AuditEntry> AddAsync(
        DataSyncDbContext db,
        Actor actor,
        AuditNote note,
        CancellationToken cancellation
    )
    {
        // The head is locked last and only until the commit, so that all writers form one line and the chain no fork.
        var head = await LockHeadAsync(db, cancellation);
        var entry = new AuditEntry
        {
            Seq = head.Seq + 1,
            At = time.UtcNow(),
            ActorKind = actor.Kind,
            ActorId = Fit(actor.Id, StoredText.Id),
            ActorName = Fit(actor.Name, StoredText.Name)!,
            Address = Fit(actor.Address, StoredText.Word),
            Action = note.Action,
            Subject = Fit(note.Subject, StoredText.Name),
            Before = Text(note.Before),
            After = Text(note.After),
            KeyId = keys.CurrentId,
            Mac = "",
        };
        entry.Mac = AuditChain.Mac(keys, entry, head.Mac)!;
        (head.Seq, head.KeyId, head.Mac) = (entry.Seq, entry.KeyId, entry.Mac);
        head.Seal = AuditChain.Seal(keys, head)!;
        db.AuditEntries.Add(entry);
        await db.SaveChangesAsync(cancellation);
        return entry;
    }

    /// <summary>An entry's before or after, as the object it was; it must not have been cut.</summary>
    internal static T Read<T>(string stored) => JsonSerializer.Deserialize<T>(stored, Json)!;

    private static async Task<AuditHead> LockHeadAsync(DataSyncDbContext db, CancellationToken cancellation)
    {
        const string select = "SELECT * FROM audit_head WHERE id = 1";
        var rows = await db
            .AuditHeads.FromSqlRaw(db.Database.IsMySql() ? $"{select} FOR UPDATE" : select)
            .ToListAsync(cancellation);
        if (rows is [var head])
            return head;
        head = new AuditHead();
        db.AuditHeads.Add(head);
        return head;
    }

    private static string? Text(object? value) =>
        value is null ? null : Fit(JsonSerializer.Serialize(value, Json), StoredText.Text);

    /// <summary>As the database gives it back: cut to the column, half surrogates replaced.</summary>
    private static string? Fit(string? text, int length) =>
        text is null ? null : StoredText.Cut(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), length);
}
