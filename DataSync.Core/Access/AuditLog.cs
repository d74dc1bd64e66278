using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Access;

/// <summary>What to read of the audit log. All that is given must hold; null asks nothing.</summary>
/// <param name="Who">Part of the name of who did it, in any case.</param>
/// <param name="Action">One, or a group of them: <c>token</c> finds <c>token.created</c>.</param>
/// <param name="Subject">Part of what it was done to, in any case.</param>
/// <param name="From">UTC, included.</param>
/// <param name="To">UTC, not included.</param>
public sealed record AuditQuery(
    string? Who = null,
    string? Action = null,
    string? Subject = null,
    DateTime? From = null,
    DateTime? To = null
);

/// <summary>Reads the audit log, newest first.</summary>
public sealed class AuditLog(IDbContextFactory<DataSyncDbContext> contexts, AccessDirectory access)
{
    public const int LargestPage = 500;

    /// <param name="below">Entries before this number; null: from the newest.</param>
    /// <param name="limit">1 to 500.</param>
    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(
        Actor actor,
        AuditQuery query,
        long? below,
        int limit,
        CancellationToken cancellation
    )
    {
        access.Demand(actor, Role.Admin);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Matching(db, query)
            .Where(entry => below == null || entry.Seq < below)
            .OrderByDescending(entry => entry.Seq)
            .Take(Math.Clamp(limit, 1, LargestPage))
            .ToListAsync(cancellation);
    }

    private static IQueryable<AuditEntry> Matching(DataSyncDbContext db, AuditQuery query)
    {
        var entries = db.AuditEntries.AsNoTracking();
        if (query.Who is { Length: > 0 } who)
            entries = entries.Where(entry =>
                EF.Functions.Like(entry.ActorName, TextPart.Pattern(who), TextPart.Escape)
            );
        if (query.Action is { Length: > 0 } action)
            entries = entries.Where(entry => entry.Action == action || entry.Action.StartsWith(action + "."));
        if (query.Subject is { Length: > 0 } subject)
            entries = entries.Where(entry =>
                EF.Functions.Like(entry.Subject!, TextPart.Pattern(subject), TextPart.Escape)
            );
        if (query.From is { } from)
            entries = entries.Where(entry => entry.At >= from);
        if (query.To is { } to)
            entries = entries.Where(entry => entry.At < to);
        return entries;
    }
}
