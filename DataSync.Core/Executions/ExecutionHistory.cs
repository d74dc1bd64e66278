using DataSync.Core.Access;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Executions;

/// <summary>What happened, newest start first. Thread-safe; a page costs the same wherever in the history it is.</summary>
public sealed partial class ExecutionHistory(IDbContextFactory<DataSyncDbContext> factory)
{
    public const int MostPerPage = 250;

    /// <summary>Reads what comes after <paramref name="cursor"/>, towards the past.</summary>
    /// <param name="cursor">Of an earlier page of the same filter; null: from the newest on.</param>
    /// <param name="limit">1 to <see cref="MostPerPage"/>.</param>
    /// <exception cref="RefusedException">Something of it cannot be answered.</exception>
    public async Task<ExecutionPage> PageAsync(
        ExecutionFilter filter,
        string? cursor,
        int limit,
        CancellationToken cancellation
    )
    {
        var from = Check(filter, cursor, limit);
        await using var context = await factory.CreateDbContextAsync(cancellation);
        var workflows = await WorkflowsAsync(context, filter, cancellation);
        var keys = new HistoryKeys(context, filter, workflows, from, older: true);
        // One more tells whether there is more.
        var (found, stopped) = await keys.ReadAsync(limit + 1, cancellation);
        var items = await RowsAsync(context, [.. found.Take(limit).Select(key => key.Id)], cancellation);
        if (from is null && await NamedAsync(context, filter, workflows, cancellation) is { } named)
            items.Insert(0, named);
        var next = found.Count > limit ? new ExecutionCursor(found[limit - 1].StartTime, found[limit - 1].Id) : stopped;
        return new(items, next?.ToString(), stopped?.StartTime);
    }

    /// <summary>What is newer than <paramref name="cursor"/> and nearest to it, newest first; for a list that is scrolled back.</summary>
    /// <inheritdoc cref="PageAsync"/>
    public async Task<IReadOnlyList<ExecutionSummary>> NewerAsync(
        ExecutionFilter filter,
        string cursor,
        int limit,
        CancellationToken cancellation
    )
    {
        var from = Check(filter, cursor, limit);
        await using var context = await factory.CreateDbContextAsync(cancellation);
        var workflows = await WorkflowsAsync(context, filter, cancellation);
        var keys = new HistoryKeys(context, filter, workflows, from, older: false);
        var (found, _) = await keys.ReadAsync(limit, cancellation);
        return await RowsAsync(context, [.. found.Select(key => key.Id)], cancellation);
    }

    private static ExecutionCursor? Check(ExecutionFilter filter, string? cursor, int limit)
    {
        filter.Check();
        if (limit is < 1 or > MostPerPage)
            throw RefusedException.Invalid("limit", $"It must be 1 to {MostPerPage}.");
        return cursor is null ? null : ExecutionCursor.Parse(cursor);
    }

    /// <summary>The workflows a filter allows, so that no page has to look at executions of others; null: all.</summary>
    private static async Task<IReadOnlyList<string>?> WorkflowsAsync(
        DataSyncDbContext context,
        ExecutionFilter filter,
        CancellationToken cancellation
    )
    {
        if (filter is { Providers.Count: 0, Types.Count: 0 })
            return filter.WorkflowId is { } one ? [one] : null;
        var rows = await context
            .Workflows.Where(row => filter.WorkflowId == null || row.WorkflowId == filter.WorkflowId)
            .Select(row => new
            {
                row.WorkflowId,
                row.Provider,
                row.WorkflowType,
                row.OtherCells,
            })
            .ToListAsync(cancellation);
        return
        [
            .. rows.Where(row =>
                    WorkflowSettings.Cells(row.Provider, row.WorkflowType, row.OtherCells).Any(filter.Covers)
                )
                .Select(row => row.WorkflowId),
        ];
    }

    /// <summary>The newest execution whose id is what was searched for, if the rest of the filter allows it.</summary>
    private static async Task<ExecutionSummary?> NamedAsync(
        DataSyncDbContext context,
        ExecutionFilter filter,
        IReadOnlyList<string>? workflows,
        CancellationToken cancellation
    )
    {
        if (filter.Search?.Trim() is not { Length: > 0 } id)
            return null;
        var rows = await Summaries(
                context,
                context.Executions.Where(row =>
                    (row.N8nExecutionId == id || row.ExecutionId == id)
                    && (filter.Fingerprint == null || row.ErrorFingerprint == filter.Fingerprint)
                )
            )
            .ToListAsync(cancellation);
        return rows.Where(row =>
                workflows?.Contains(row.WorkflowId, StringComparer.Ordinal) != false
                && (filter.Statuses.Count == 0 || filter.Statuses.Contains(row.Status))
                && !(filter.WithoutParts && RunOrigins.Of(row.Mode).IsPart())
                && !(row.StartTime < filter.From)
                && !(row.StartTime >= filter.To)
            )
            .MaxBy(row => row.StartTime);
    }

    /// <summary>Newest start first.</summary>
    private static async Task<List<ExecutionSummary>> RowsAsync(
        DataSyncDbContext context,
        IReadOnlyCollection<int> ids,
        CancellationToken cancellation
    )
    {
        if (ids.Count == 0)
            return [];
        var rows = await Summaries(context, context.Executions.Where(row => ids.Contains(row.Id)))
            .ToListAsync(cancellation);
        return [.. rows.OrderByDescending(row => row.StartTime).ThenByDescending(row => row.Id)];
    }

    private static IQueryable<ExecutionSummary> Summaries(
        DataSyncDbContext context,
        IQueryable<WorkflowExecution> executions
    ) =>
        executions
            .AsNoTracking()
            .Join(
                context.Workflows,
                row => row.WorkflowId,
                workflow => workflow.WorkflowId,
                (row, workflow) =>
                    new ExecutionSummary(
                        row.ExecutionId,
                        row.WorkflowId,
                        workflow.WorkflowName,
                        workflow.Provider,
                        workflow.WorkflowType,
                        row.Status,
                        row.N8nStatus,
                        row.Mode,
                        row.StartTime,
                        row.EndTime,
                        row.DurationMs,
                        row.ResourcesCreated,
                        row.ResourcesUpdated,
                        row.ResourcesDeleted,
                        row.ResourcesFailed,
                        row.ErrorMessage,
                        row.FailedNode
                    )
                    {
                        Id = row.Id,
                    }
            );
}
