using System.Text.Json;
using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Core.Trends;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Retention;

/// <summary>
/// Removes what is older than <see cref="RetentionOptions"/> keep it, a few hundred rows a transaction, so that nothing waits
/// for it. What is left when the program ends is found again. Thread-safe; in several programs at once it is a waste only.
/// </summary>
public sealed partial class RetentionService(
    IDbContextFactory<DataSyncDbContext> contexts,
    WriteTransaction writes,
    RollupBuilder rollups,
    SiteCalendar calendar,
    AuditExpiry auditExpiry,
    AuditTrail audit,
    AccessDirectory access,
    IOptions<RetentionOptions> options,
    TimeProvider time,
    ILogger<RetentionService> logger
)
{
    /// <summary>After the midnight of the site's zone; people and most schedules are quiet.</summary>
    private static readonly TimeSpan Night = TimeSpan.FromHours(3.5);
    private static readonly TimeSpan TryAgain = TimeSpan.FromHours(1);

    private readonly IReadOnlyList<IExpiring> expiring =
    [
        .. Expiring.Rows,
        new ExpiringHours(),
        new ExpiringDetails(),
        new ExpiringAudit(auditExpiry),
    ];

    /// <summary>Between two transactions: others have come to the line by then.</summary>
    internal TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What is kept how long, what goes next, and what went last. Counts what would go.</summary>
    public async Task<RetentionView> ReadAsync(Actor actor, CancellationToken cancellation)
    {
        access.Demand(actor, Role.Admin);
        var now = time.UtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var state = await context.Retention.AsNoTracking().SingleOrDefaultAsync(cancellation);
        var next = state?.NextAt ?? NextNight(now);
        return new(
            [.. options.Value.All.Select(one => new RetentionSetting(one.Key, one.Kept.Days))],
            next,
            await PreviewAsync(next > now ? next : now, cancellation),
            state?.StartedAt is { } started ? new(started, state.EndedAt, Parse(state.Removed), state.Problem) : null
        );
    }

    /// <summary>What <see cref="RunAsync"/> would remove at a time, of tables that lose something. Changes nothing.</summary>
    /// <param name="at">UTC.</param>
    public async Task<IReadOnlyList<RetentionCount>> PreviewAsync(DateTime at, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var checkpoint = await context.Checkpoints.AsNoTracking().SingleAsync(cancellation);
        var cutoffs = RetentionCutoffs.Of(options.Value, calendar, checkpoint, at);
        var tally = new Tally();
        foreach (var one in expiring)
            tally.Add(await one.CountAsync(context, cutoffs, cancellation));
        return tally.Counts;
    }

    /// <summary>Removes what has expired by now, whether it is due or not.</summary>
    /// <returns>Of tables that lost something.</returns>
    public async Task<RetentionRun> RunAsync(CancellationToken cancellation)
    {
        await BeginAsync(onlyIfDue: false, cancellation);
        return await CarryOutAsync(cancellation);
    }

    /// <summary>Does nothing before its time, or while another program does it.</summary>
    /// <returns>When it is due next, UTC.</returns>
    public async Task<DateTime> RunIfDueAsync(CancellationToken cancellation)
    {
        if (await BeginAsync(onlyIfDue: true, cancellation) is { } next)
            return next;
        await CarryOutAsync(cancellation);
        return NextNight(time.UtcNow());
    }

    private DateTime NextNight(DateTime now)
    {
        var night = calendar.Day(now) + Night;
        return night > now ? night : calendar.NextDay(now) + Night;
    }

    /// <returns>When it is due; null: it has begun.</returns>
    private Task<DateTime?> BeginAsync(bool onlyIfDue, CancellationToken cancellation) =>
        writes.RunAsync(
            async (db, _, token) =>
            {
                var now = time.UtcNow();
                var state = await StateAsync(db, now, token);
                if (onlyIfDue && state.NextAt > now)
                    return state.NextAt;
                (state.StartedAt, state.EndedAt, state.Removed, state.Problem) = (now, null, null, null);
                state.NextAt = now + TryAgain;
                return (DateTime?)null;
            },
            cancellation
        );

    private async Task<RetentionRun> CarryOutAsync(CancellationToken cancellation)
    {
        var begun = time.UtcNow();
        var tally = new Tally();
        try
        {
            var cutoffs = await MoveAsync(begun, cancellation);
            string? problem = null;
            foreach (var one in expiring)
                problem = await RemoveAsync(one, cutoffs, tally, cancellation) ?? problem;
            if (tally.Counts.Count > 0)
                await audit.NoteAsync(Actor.Program, new(AuditActions.RetentionRun, null, tally.Rows), cancellation);
            await EndAsync(tally, problem, NextNight(begun), cancellation);
            Removed(logger, tally.Counts.Sum(one => one.Rows));
            if (problem is not null)
                Incomplete(logger, problem);
            return new(begun, time.UtcNow(), tally.Counts, problem);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            var problem = failure is RollupsBehindException ? failure.Message : DatabaseErrors.Describe(failure);
            await EndAsync(tally, problem, time.UtcNow() + TryAgain, cancellation);
            throw;
        }
    }

    /// <summary>From here on executions of the days that go are not stored again, and everything of them is counted.</summary>
    private async Task<RetentionCutoffs> MoveAsync(DateTime at, CancellationToken cancellation)
    {
        await rollups.CompleteAsync(cancellation);
        return await writes.RunAsync(
            (_, checkpoint, _) =>
            {
                if (checkpoint.RollupsFrom is not null)
                    throw new RollupsBehindException();
                var cutoffs = RetentionCutoffs.Of(options.Value, calendar, checkpoint, at);
                checkpoint.ExecutionsFrom = cutoffs.Executions;
                return Task.FromResult(cutoffs);
            },
            cancellation
        );
    }

    private async Task<string?> RemoveAsync(
        IExpiring one,
        RetentionCutoffs cutoffs,
        Tally tally,
        CancellationToken cancellation
    )
    {
        ExpiryStep step;
        do
        {
            await using var context = await contexts.CreateDbContextAsync(cancellation);
            step = await one.RemoveSomeAsync(context, writes, cutoffs, cancellation);
            tally.Add(step.Removed);
            // By the machine's own clock: it is for writers of this moment, whatever time the program is told it is.
            if (step.More)
                await Task.Delay(Pause, cancellation);
        } while (step.More);
        return step.Problem;
    }

    private Task<int> EndAsync(Tally tally, string? problem, DateTime nextAt, CancellationToken cancellation) =>
        writes.RunAsync(
            async (db, _, token) =>
            {
                var now = time.UtcNow();
                var state = await StateAsync(db, now, token);
                (state.EndedAt, state.NextAt, state.Problem) = (now, nextAt, problem);
                state.Removed = JsonSerializer.Serialize(tally.Counts);
                return 0;
            },
            cancellation
        );

    /// <summary>The first run waits for a night, so that the settings can be looked at before anything goes.</summary>
    private async Task<RetentionState> StateAsync(DataSyncDbContext db, DateTime now, CancellationToken cancellation)
    {
        if (await db.Retention.SingleOrDefaultAsync(cancellation) is { } state)
            return state;
        state = new() { NextAt = NextNight(now) };
        db.Retention.Add(state);
        return state;
    }

    private static IReadOnlyList<RetentionCount> Parse(string? removed) =>
        removed is null ? [] : JsonSerializer.Deserialize<IReadOnlyList<RetentionCount>>(removed)!;

    [LoggerMessage(1851, LogLevel.Information, "{Rows} rows that had expired were removed")]
    private static partial void Removed(ILogger logger, long rows);

    [LoggerMessage(1852, LogLevel.Error, "Not all that has expired could be removed: {Problem}")]
    private static partial void Incomplete(ILogger logger, string problem);

    /// <summary>Rows by table, in the order they came; without tables of which nothing did.</summary>
    private sealed class Tally
    {
        private readonly OrderedDictionary<string, long> rows = new(StringComparer.Ordinal);

        public IReadOnlyDictionary<string, long> Rows => rows;
        public IReadOnlyList<RetentionCount> Counts => [.. rows.Select(one => new RetentionCount(one.Key, one.Value))];

        public void Add(IReadOnlyList<RetentionCount> counts)
        {
            foreach (var (table, more) in counts.Where(one => one.Rows > 0))
                rows[table] = rows.GetValueOrDefault(table) + more;
        }
    }

    private sealed class RollupsBehindException()
        : Exception("The trends are being counted anew; nothing goes before it is counted.");
}
