using System.Collections.Immutable;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Triggers;

/// <summary>A trigger as pages and callers see it. Times are UTC.</summary>
/// <param name="ExecutionId">What it led to; null: not known yet, or nothing.</param>
/// <param name="Outcome">A sentence where there is more to say than the execution does.</param>
public sealed record TriggerView(
    string TriggerId,
    TriggerAct Act,
    string WorkflowId,
    string? TargetId,
    TriggerWay Way,
    string? Batch,
    string ActorName,
    DateTime RequestedAt,
    TriggerState State,
    DateTime? SentAt,
    string? ExecutionId,
    string? Outcome,
    DateTime? EndedAt
)
{
    /// <summary>More is to be expected of it.</summary>
    public bool IsOpen => State is TriggerState.Queued or TriggerState.Sending or TriggerState.Sent;

    public static TriggerView Of(Trigger row) =>
        new(
            row.TriggerId,
            row.Act,
            row.WorkflowId,
            row.TargetId,
            row.Way,
            row.Batch,
            row.ActorName,
            row.RequestedAt,
            row.State,
            row.SentAt,
            row.ExecutionId,
            row.Outcome,
            row.EndedAt
        );
}

/// <summary>
/// The triggers that are open or ended lately, in memory, and who watches them; how many there were in a week is told on the
/// board. Thread-safe.
/// </summary>
public sealed class TriggerDesk(IDbContextFactory<DataSyncDbContext> contexts, LiveBoard board, TimeProvider time)
{
    private const int MostShown = 500;
    private static readonly TimeSpan Shown = TimeSpan.FromHours(1);
    private static readonly TimeSpan Counted = TimeSpan.FromDays(7);

    /// <summary>Given when there is something to send.</summary>
    public Hint Hint { get; } = new();

    /// <summary>Newest first.</summary>
    public ImmutableArray<TriggerView> Current { get; private set; } = [];

    /// <summary>Raised on the thread that noticed; handlers must not throw.</summary>
    public event EventHandler? Changed;

    /// <summary>However long ago it was.</summary>
    public async Task<TriggerView?> FindAsync(string triggerId, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var row = await db
            .Triggers.AsNoTracking()
            .SingleOrDefaultAsync(one => one.TriggerId == triggerId, cancellation);
        return row is null ? null : TriggerView.Of(row);
    }

    public async Task ReadAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var since = now - Shown;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db
            .Triggers.AsNoTracking()
            .Where(row =>
                row.RequestedAt >= since
                || row.State == TriggerState.Queued
                || row.State == TriggerState.Sending
                || row.State == TriggerState.Sent
            )
            .OrderByDescending(row => row.Id)
            .Take(MostShown)
            .ToListAsync(cancellation);
        await CountAsync(db, now - Counted, cancellation);
        var next = rows.Select(TriggerView.Of).ToImmutableArray();
        if (next.SequenceEqual(Current))
            return;
        Current = next;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    private async Task CountAsync(DataSyncDbContext db, DateTime since, CancellationToken cancellation)
    {
        var counts = await db
            .Triggers.AsNoTracking()
            .Where(row => row.RequestedAt >= since && row.SentAt != null && row.State != TriggerState.Refused)
            .GroupBy(row => row.Act)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellation);
        var asked = (counts.GetValueOrDefault(TriggerAct.Run), counts.GetValueOrDefault(TriggerAct.Retry));
        board.Update(picture =>
            picture.Figures.AskedFor == asked
                ? picture
                : picture with
                {
                    Figures = picture.Figures with { AskedFor = asked },
                }
        );
    }
}
