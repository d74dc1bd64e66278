using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataSync.Core.Trends;

/// <summary>
/// Counts what the roll-ups do not have yet: after an upgrade, after a change of the site's zone, or on demand. One day a
/// transaction, newest first, so that ingest goes on in between. What was ended half done goes on within a minute, in whatever
/// process serves. Thread-safe.
/// </summary>
public sealed partial class RollupBuilder(
    WriteTransaction transaction,
    DatabaseState database,
    SiteCalendar calendar,
    TimeProvider time,
    ILogger<RollupBuilder> logger
) : BackgroundService
{
    private static readonly DateTime EndOfTime = new(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    /// <summary>Counts everything again, whatever the roll-ups have of executions that are still there.</summary>
    /// <returns>Days that had executions, without those that another process has counted meanwhile.</returns>
    public async Task<int> RebuildAsync(CancellationToken cancellation)
    {
        await BeginAsync(anew: true, cancellation);
        return await CountAsync(cancellation);
    }

    /// <summary>Counts what is missing; returns when nothing is.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        await BeginAsync(anew: false, cancellation);
        await CountAsync(cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await database.WhenReadyAsync(stoppingToken);
            try
            {
                await CompleteAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                database.ReportFailure(failure);
                Failed(logger, failure);
            }
            await Task.Delay(Round, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task<int> BeginAsync(bool anew, CancellationToken cancellation) =>
        transaction.RunAsync(
            (_, checkpoint, _) =>
            {
                if (anew || !string.Equals(checkpoint.RollupZone, calendar.Zone.Id, StringComparison.Ordinal))
                {
                    checkpoint.RollupZone = calendar.Zone.Id;
                    checkpoint.RollupsFrom = EndOfTime;
                }
                return Task.FromResult(0);
            },
            cancellation
        );

    private async Task<int> CountAsync(CancellationToken cancellation)
    {
        var days = 0;
        while (await transaction.RunAsync(CountDayAsync, cancellation))
            days++;
        if (days > 0)
            Counted(logger, days);
        return days;
    }

    /// <summary>Counts the newest day that is not; false: there is none.</summary>
    private async Task<bool> CountDayAsync(
        DataSyncDbContext context,
        Checkpoint checkpoint,
        CancellationToken cancellation
    )
    {
        if (checkpoint.RollupsFrom is not { } from)
            return false;
        if (await NewestAsync(context, checkpoint.ExecutionsFrom, from, cancellation) is not { } newest)
        {
            await RemoveAsync(context, checkpoint.ExecutionsFrom ?? DateTime.UnixEpoch, from, cancellation);
            checkpoint.RollupsFrom = null;
            return false;
        }
        var (start, end) = (calendar.Day(newest), calendar.NextDay(newest));
        // In another zone than before a day may begin in what has expired.
        if (start < checkpoint.ExecutionsFrom)
            start = checkpoint.ExecutionsFrom.Value;
        var counter = new RollupCounter(calendar, checkpoint.ExecutionsFrom);
        await foreach (var run in Ended(context, start, end).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            counter.Count(run);
            counter.CountResources(run);
        }
        await RemoveAsync(context, start, from, cancellation);
        await RollupRows.PutAsync(context, counter.All, cancellation);
        checkpoint.RollupsFrom = start;
        return true;
    }

    /// <summary>Start of the newest ended execution in a stretch; a look into the index for each state.</summary>
    private static async Task<DateTime?> NewestAsync(
        DataSyncDbContext context,
        DateTime? from,
        DateTime to,
        CancellationToken cancellation
    )
    {
        DateTime? newest = null;
        foreach (var detail in EndedExecutions.Details)
        {
            foreach (var status in EndedExecutions.Statuses)
            {
                var start = await context
                    .Executions.Where(row =>
                        row.DetailState == detail
                        && row.Status == status
                        && row.StartTime < to
                        && (from == null || row.StartTime >= from)
                    )
                    .MaxAsync(row => (DateTime?)row.StartTime, cancellation);
                if (newest is null || start > newest)
                    newest = start ?? newest;
            }
        }
        return newest;
    }

    private static IQueryable<WorkflowExecution> Ended(DataSyncDbContext context, DateTime start, DateTime end) =>
        context
            .Executions.AsNoTracking()
            .Where(row =>
                EndedExecutions.Details.Contains(row.DetailState)
                && EndedExecutions.Statuses.Contains(row.Status)
                && row.StartTime >= start
                && row.StartTime < end
            )
            .Select(row => new WorkflowExecution
            {
                WorkflowId = row.WorkflowId,
                ExecutionId = row.ExecutionId,
                N8nExecutionId = row.N8nExecutionId,
                Status = row.Status,
                StartTime = row.StartTime,
                DurationMs = row.DurationMs,
                Mode = row.Mode,
                RetrySuccessId = row.RetrySuccessId,
                ResourcesCreated = row.ResourcesCreated,
                ResourcesUpdated = row.ResourcesUpdated,
                ResourcesDeleted = row.ResourcesDeleted,
                ResourcesFailed = row.ResourcesFailed,
            });

    private static Task<int> RemoveAsync(
        DataSyncDbContext context,
        DateTime start,
        DateTime end,
        CancellationToken cancellation
    ) =>
        context
            .Rollups.Where(row =>
                (row.Grain == RollupGrain.Hour || row.Grain == RollupGrain.Day)
                && row.StartsAt >= start
                && row.StartsAt < end
            )
            .ExecuteDeleteAsync(cancellation);

    [LoggerMessage(1801, LogLevel.Information, "The executions of {Days} days were counted into the trends")]
    private static partial void Counted(ILogger logger, int days);

    [LoggerMessage(1802, LogLevel.Error, "Counting executions into the trends failed; it is tried again")]
    private static partial void Failed(ILogger logger, Exception failure);
}
