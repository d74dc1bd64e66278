using System.Data.Common;
using System.Text;
using DataSync.Core.Access;
using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using DataSync.Core.Workflows;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Trends;

/// <summary>Reads roll-ups: whole days where it can, hours at the ends of a period and where these are asked for. Thread-safe.</summary>
public sealed class TrendReader(IDbContextFactory<DataSyncDbContext> factory, SiteCalendar calendar, TimeProvider time)
{
    /// <summary>In one text: with SQLite the driver takes as long for each number as for a text of all of them.</summary>
    private const string Numbers =
        "CONCAT_WS(' ', origin, success, failure, cancelled, retried, reported, resources_created, resources_updated, "
        + "resources_deleted, resources_failed, workflow_id)";

    /// <exception cref="RefusedException">Something of it cannot be answered.</exception>
    public async Task<Trend> ReadAsync(TrendQuery query, CancellationToken cancellation)
    {
        query.Check();
        await using var context = await factory.CreateDbContextAsync(cancellation);
        var checkpoint = await context.Checkpoints.AsNoTracking().SingleAsync(cancellation);
        // Where only days are kept, hours would look as if nothing had run.
        if (query.Bucket == TrendBucket.Hour && query.From < checkpoint.ExecutionsFrom)
            query = query with { Bucket = TrendBucket.Day };
        var (from, to) = Period(query, checkpoint.ExecutionsFrom);
        var workflows = await WorkflowsAsync(context, query, cancellation);
        var cells = await CellsAsync(context, query, from, to, workflows, cancellation);
        return new(cells)
        {
            From = from,
            To = to,
            Bucket = query.Bucket,
            Buckets = Buckets(query.Bucket, from, to),
            CountedFrom = checkpoint.RollupZone is null ? to : checkpoint.RollupsFrom,
            Workflows = workflows,
            Unseen = await UnseenAsync(context, from, to, cancellation),
        };
    }

    /// <param name="hoursFrom">Of what is older only days are kept.</param>
    private (DateTime From, DateTime To) Period(TrendQuery query, DateTime? hoursFrom)
    {
        var from = query.From < hoursFrom ? calendar.Day(query.From) : calendar.Hour(query.From);
        var last = query.To.AddTicks(-1);
        return (from, query.To < hoursFrom ? calendar.NextDay(last) : calendar.Hour(last).AddHours(1));
    }

    private List<DateTime> Buckets(TrendBucket bucket, DateTime from, DateTime to)
    {
        var starts = new List<DateTime>();
        for (var start = Start(bucket, from); start < to; start = Next(bucket, start))
            starts.Add(start);
        return starts;
    }

    private DateTime Start(TrendBucket bucket, DateTime time) =>
        bucket switch
        {
            TrendBucket.Hour => calendar.Hour(time),
            TrendBucket.Day => calendar.Day(time),
            _ => calendar.Week(time),
        };

    private DateTime Next(TrendBucket bucket, DateTime start) =>
        bucket switch
        {
            TrendBucket.Hour => calendar.Hour(start.AddHours(1)),
            TrendBucket.Day => calendar.NextDay(start),
            _ => calendar.Start(calendar.Date(start).AddDays(7)),
        };

    private async Task<TrendCells> CellsAsync(
        DataSyncDbContext context,
        TrendQuery query,
        DateTime from,
        DateTime to,
        Dictionary<string, TrendWorkflow> workflows,
        CancellationToken cancellation
    )
    {
        var cells = new TrendCells();
        if (workflows.Count == 0)
            return cells;
        await context.Database.OpenConnectionAsync(cancellation);
        await using var command = context.NewCommand();
        command.CommandText = string.Join(
            " UNION ALL ",
            Stretches(query.Bucket, from, to)
                .Select(stretch =>
                    Select(stretch, query.Workflows, workflows.Keys, command, context.Database.IsMySql())
                )
        );
        var buckets = new Dictionary<object, DateTime>();
        var byId = workflows.GetAlternateLookup<ReadOnlySpan<char>>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            // As the database gives it: making a time of a text for every row would take longer than the rest.
            var start = reader.GetValue(0);
            if (!buckets.TryGetValue(start, out var bucket))
                buckets[start] = bucket = Start(query.Bucket, reader.Time(0)!.Value);
            if (TrendCell.Parse(bucket, reader.GetString(1), byId) is { } cell)
                cells.Add(cell, (byte[])reader.GetValue(2));
        }
        return cells;
    }

    /// <summary>Whole days as such, and what is left of others by the hour.</summary>
    private IEnumerable<(RollupGrain Grain, DateTime From, DateTime To)> Stretches(
        TrendBucket bucket,
        DateTime from,
        DateTime to
    )
    {
        var firstDay = calendar.Day(from) == from ? from : calendar.NextDay(from);
        var lastDay = calendar.Day(to);
        if (bucket == TrendBucket.Hour || firstDay >= lastDay)
        {
            yield return (RollupGrain.Hour, from, to);
            yield break;
        }
        if (from < firstDay)
            yield return (RollupGrain.Hour, from, firstDay);
        yield return (RollupGrain.Day, firstDay, lastDay);
        if (lastDay < to)
            yield return (RollupGrain.Hour, lastDay, to);
    }

    private static string Select(
        (RollupGrain Grain, DateTime From, DateTime To) stretch,
        ExecutionFilter filter,
        IEnumerable<string> workflows,
        DbCommand command,
        bool mySql
    )
    {
        var sql = new StringBuilder($"SELECT starts_at, {Numbers}, durations FROM execution_rollups WHERE grain = ")
            .AppendLiteral(EnumWords.Of(stretch.Grain), command, mySql)
            .Append(" AND starts_at >= ")
            .AppendLiteral(stretch.From, command, mySql)
            .Append(" AND starts_at < ")
            .AppendLiteral(stretch.To, command, mySql);
        if (filter != ExecutionFilter.None)
            sql.Append(" AND workflow_id IN (").Append(command.List(workflows)).Append(')');
        return sql.ToString();
    }

    private static async Task<Dictionary<string, TrendWorkflow>> WorkflowsAsync(
        DataSyncDbContext context,
        TrendQuery query,
        CancellationToken cancellation
    )
    {
        var filter = query.Workflows;
        var rows = await context
            .Workflows.AsNoTracking()
            .Where(row => filter.WorkflowId == null || row.WorkflowId == filter.WorkflowId)
            .Select(row => new
            {
                row.WorkflowId,
                row.WorkflowName,
                row.Provider,
                row.WorkflowType,
                row.OtherCells,
            })
            .ToListAsync(cancellation);
        return rows.Select(row => new TrendWorkflow(
                row.WorkflowId,
                row.WorkflowName,
                [.. WorkflowSettings.Cells(row.Provider, row.WorkflowType, row.OtherCells).Where(filter.Covers)]
            ))
            .Where(one => one.Cells.Count > 0)
            .ToDictionary(one => one.Id, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<Unseen>> UnseenAsync(
        DataSyncDbContext context,
        DateTime from,
        DateTime to,
        CancellationToken cancellation
    )
    {
        var now = time.UtcNow();
        var rows = await context
            .UnobservedIntervals.AsNoTracking()
            .Where(row => row.StartedAt < to && (row.EndedAt == null || row.EndedAt > from))
            .OrderBy(row => row.StartedAt)
            .ToListAsync(cancellation);
        return
        [
            .. rows.Select(row => new Unseen(
                    row.StartedAt < from ? from : row.StartedAt,
                    Min(row.EndedAt ?? now, to),
                    row.Reason
                ))
                .Where(one => one.From < one.To),
        ];
    }

    private static DateTime Min(DateTime a, DateTime b) => a < b ? a : b;
}
