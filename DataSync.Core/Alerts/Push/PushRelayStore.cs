using DataSync.Core.Access;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Alerts;

/// <summary>Stores each step of connecting and undoing together with its note in the audit log. Thread-safe.</summary>
public sealed class PushRelayStore(
    WriteTransaction writes,
    IDbContextFactory<DataSyncDbContext> contexts,
    AuditTrail audit
)
{
    internal async Task<(PushRelay? Relay, List<PushTarget> Targets)> ReadAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var relay = await db.PushRelays.AsNoTracking().SingleOrDefaultAsync(cancellation);
        return (
            relay,
            relay is null ? [] : await db.PushTargets.AsNoTracking().OrderBy(one => one.Id).ToListAsync(cancellation)
        );
    }

    /// <summary>What was done is stored; the state only where nobody asked for another since <paramref name="relay"/> was read.</summary>
    internal Task<bool> ChangeAsync(
        PushRelay relay,
        Action<PushRelay> change,
        AuditNote? note,
        CancellationToken cancellation
    ) =>
        RunAsync(
            async (db, token) =>
            {
                var row = await db.PushRelays.SingleAsync(token);
                var state = row.State;
                change(row);
                if (row.AskedAt != relay.AskedAt)
                    row.State = state;
                return true;
            },
            note,
            relay,
            cancellation
        );

    /// <returns>False: it was taken back meanwhile.</returns>
    internal Task<bool> ChangeAsync(
        PushTarget target,
        Action<PushTarget> change,
        AuditNote? note,
        PushRelay relay,
        CancellationToken cancellation
    ) =>
        RunAsync(
            async (db, token) =>
            {
                if (await db.PushTargets.SingleOrDefaultAsync(one => one.Id == target.Id, token) is not { } row)
                    return false;
                change(row);
                return true;
            },
            note,
            relay,
            cancellation
        );

    internal Task<bool> RemoveAsync(
        PushTarget target,
        AuditNote? note,
        PushRelay relay,
        CancellationToken cancellation
    ) =>
        RunAsync(
            async (db, token) => await db.PushTargets.Where(one => one.Id == target.Id).ExecuteDeleteAsync(token) > 0,
            note,
            relay,
            cancellation
        );

    internal Task<bool> RemoveAsync(PushRelay relay, AuditNote note, CancellationToken cancellation) =>
        RunAsync(async (db, token) => await db.PushRelays.ExecuteDeleteAsync(token) > 0, note, relay, cancellation);

    private Task<bool> RunAsync(
        Func<DataSyncDbContext, CancellationToken, Task<bool>> change,
        AuditNote? note,
        PushRelay relay,
        CancellationToken cancellation
    ) =>
        writes.RunAsync(
            async (db, _, token) =>
            {
                var isThere = await change(db, token);
                if (isThere && note is not null)
                    await audit.AppendAsync(db, relay.Actor, note, token);
                return isThere;
            },
            cancellation
        );
}
