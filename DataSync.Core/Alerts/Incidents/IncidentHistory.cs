using System.Globalization;
using DataSync.Core.Access;
using DataSync.Core.Executions;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Alerts;

/// <summary>Reads incidents and what was sent. Newest first, in pieces; a cursor is the last id.</summary>
/// <remarks>Addresses of recipients are whole for administrators only.</remarks>
public sealed partial class IncidentHistory(
    IDbContextFactory<DataSyncDbContext> contexts,
    AccessDirectory access,
    TimeProvider time
)
{
    public async Task<(IReadOnlyList<IncidentSummary> Items, string? NextCursor)> PageAsync(
        IncidentFilter filter,
        string? cursor,
        int limit,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = Filtered(context, filter);
        if (Parse(cursor) is { } below)
            rows = rows.Where(row => row.Id < below);
        var found = await Summaries(context, time.UtcNow(), rows.OrderByDescending(row => row.Id).Take(limit + 1))
            .ToListAsync(cancellation);
        return Cut(found, limit, row => row.Id);
    }

    public async Task<IncidentDetail?> FindAsync(Actor actor, int id, CancellationToken cancellation)
    {
        var mask = Mask(actor);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var summary = await Summaries(context, time.UtcNow(), context.Incidents.Where(row => row.Id == id))
            .SingleOrDefaultAsync(cancellation);
        if (summary is null)
            return null;
        var members = await (
            from member in context.IncidentWorkflows
            where member.IncidentId == id
            join workflow in context.Workflows on member.WorkflowId equals workflow.WorkflowId into known
            from workflow in known.DefaultIfEmpty()
            orderby member.RecoveredAt != null, member.FailedAt
            select new IncidentMember(
                member.WorkflowId,
                workflow == null ? member.WorkflowId : workflow.WorkflowName,
                member.FailedAt,
                member.Failures,
                member.RecoveredAt,
                member.LastExecutionId
            )
        ).ToListAsync(cancellation);
        if (summary.CredentialId is { } credential)
            members.AddRange(await SparedAsync(context, id, credential, cancellation));
        var timeline = await context
            .IncidentTransitions.AsNoTracking()
            .Where(row => row.IncidentId == id)
            .OrderByDescending(row => row.Id)
            .Take(MostShown)
            .ToListAsync(cancellation);
        var messages = await ToldBy
            .Messages(context, id)
            .AsNoTracking()
            .Include(row => row.Deliveries)
            .OrderByDescending(row => row.Id)
            .Take(MostShown)
            .ToListAsync(cancellation);
        return new(summary, [.. members], [.. timeline], [.. messages.Select(row => View(row, mask))]);
    }

    /// <summary>Those that use the credential, and that the incident has not hit.</summary>
    private static Task<List<IncidentMember>> SparedAsync(
        DataSyncDbContext context,
        int incident,
        string credential,
        CancellationToken cancellation
    ) =>
        context
            .Workflows.Where(row => row.VanishedAt == null && !row.IsArchived)
            .Where(row => row.Credentials.Any(one => one.CredentialId == credential))
            .Where(row =>
                !context.IncidentWorkflows.Any(one => one.IncidentId == incident && one.WorkflowId == row.WorkflowId)
            )
            .OrderBy(row => row.WorkflowName)
            .Take(MostShown)
            .Select(row => new IncidentMember(row.WorkflowId, row.WorkflowName, null, 0, null, null))
            .ToListAsync(cancellation);

    public async Task<(IReadOnlyList<AlertRow> Items, string? NextCursor)> AlertsAsync(
        Actor actor,
        string? cursor,
        int limit,
        CancellationToken cancellation
    )
    {
        var mask = Mask(actor);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = context.Alerts.AsNoTracking();
        if (Parse(cursor) is { } below)
            rows = rows.Where(row => row.Id < below);
        var found = await rows.OrderByDescending(row => row.Id)
            .Take(limit + 1)
            .Select(row => new AlertRow(
                row.Id,
                row.ExecutionId,
                row.AlertType,
                row.Recipients,
                row.SentAt,
                row.ResolvedAt
            ))
            .ToListAsync(cancellation);
        return Cut(found.ConvertAll(row => row with { Recipients = mask(row.Recipients) }), limit, row => row.Id);
    }

    private Func<string, string> Mask(Actor actor)
    {
        access.Demand(actor, Role.Viewer);
        return access.RoleOf(actor) == Role.Admin ? text => text : MaskedAddress.In;
    }

    /// <summary>
    /// How long it took from learning of an incident until its first mail had gone out, or until now while none has, over the newest
    /// of a time.
    /// </summary>
    /// <returns>Null: nobody was to be mailed.</returns>
    public async Task<ResponseTime?> ResponseAsync(DateTime since, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = context
            .Incidents.AsNoTracking()
            .Where(row => row.DetectedAt >= since && row.FirstToldAt != null)
            .OrderByDescending(row => row.Id)
            .Take(MostMeasured);
        var seconds = (await Summaries(context, time.UtcNow(), rows).ToListAsync(cancellation))
            .Select(one => one.SecondsToNotify)
            .OfType<double>()
            .Order()
            .ToList();
        if (seconds.Count == 0)
            return null;
        // Nearest rank.
        var p95 = seconds[(int)Math.Ceiling(0.95 * seconds.Count) - 1];
        return new(
            seconds.Count,
            p95,
            (double)seconds.Count(one => one <= ResponseTime.Target.TotalSeconds) / seconds.Count
        );
    }

    private const int MostMeasured = 1_000;
    private const int MostShown = 200;

    /// <summary>After all times at which a mail was sent.</summary>
    private static readonly DateTime Unsent = new(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static IQueryable<Incident> Filtered(DataSyncDbContext context, IncidentFilter filter)
    {
        var rows = context.Incidents.AsNoTracking();
        if (filter.IsOpen is { } open)
            rows = rows.Where(row => row.ResolvedAt == null == open);
        if (filter.Kinds is { Count: > 0 } kinds)
            rows = rows.Where(row => kinds.Contains(row.Kind));
        if (filter.WorkflowId is { } workflow)
            rows = rows.Where(row => row.Workflows.Any(one => one.WorkflowId == workflow));
        if (filter.From is { } from)
            rows = filter.Lasting
                ? rows.Where(row => row.ResolvedAt == null || row.ResolvedAt > from)
                : rows.Where(row => row.OpenedAt >= from);
        if (filter.To is { } to)
            rows = rows.Where(row => row.OpenedAt < to);
        if (filter.Search is { Length: > 0 } search)
            rows = rows.Where(row => EF.Functions.Like(row.Title, TextPart.Pattern(search), TextPart.Escape));
        return rows;
    }

    private static IQueryable<IncidentSummary> Summaries(
        DataSyncDbContext context,
        DateTime now,
        IQueryable<Incident> rows
    ) =>
        rows.Select(row => new
            {
                Row = row,
                Workflows = row.Workflows.Count,
                Failing = row.Workflows.Count(one => one.RecoveredAt == null),
                First = (
                    from member in row.Workflows
                    join workflow in context.Workflows on member.WorkflowId equals workflow.WorkflowId
                    orderby member.RecoveredAt != null, member.FailedAt, member.Id
                    select workflow.WorkflowName
                ).FirstOrDefault(),
                // From the incident on: the tables of what was sent grow for years.
                // Null: nobody was to be mailed.
                Mailed = context
                    .ToldIncidents.Where(told => told.IncidentId == row.Id)
                    .Join(
                        context.AlertDeliveries.Where(one => one.Channel == AlertChannel.Email),
                        told => told.AlertMessageId,
                        delivery => delivery.AlertMessageId,
                        (_, delivery) => (DateTime?)(delivery.SentAt ?? Unsent)
                    )
                    .Min(),
            })
            .Select(one => new IncidentSummary(
                one.Row.Id,
                one.Row.Kind,
                one.Row.Title,
                one.Row.Sentence,
                Word(one.Row.ErrorClass),
                one.Row.CredentialId,
                one.Row.OpenedAt,
                one.Row.DetectedAt,
                one.Row.ResolvedAt,
                one.Row.ResolvedBy,
                one.Row.AcknowledgedAt,
                one.Row.AcknowledgedBy,
                one.Row.SilencedUntil,
                one.Row.Note,
                one.Workflows,
                one.Failing,
                one.Row.Failures,
                Seconds(one.Row.OpenedAt, one.Row.DetectedAt)!.Value,
                Seconds(one.Row.DetectedAt, one.Mailed == Unsent ? now : one.Mailed),
                Seconds(one.Row.OpenedAt, one.Row.ResolvedAt),
                one.Mailed == Unsent ? null : one.Mailed,
                one.First
            ));

    private static string? Word(ErrorClass? kind) => kind is { } known ? EnumWords.Of(known) : null;

    // The clocks of n8n and of this machine may differ.
    private static double? Seconds(DateTime from, DateTime? to) =>
        to is { } end ? Math.Max(0, Math.Round((end - from).TotalSeconds, 3)) : null;

    private static MessageView View(AlertMessage row, Func<string, string> mask) =>
        new(
            row.Id,
            row.Kind,
            row.CreatedAt,
            [
                .. row
                    .Deliveries.OrderBy(one => one.Address, StringComparer.Ordinal)
                    .Select(one => new DeliveryView(
                        one.Channel,
                        mask(one.Address),
                        one.State,
                        one.Attempts,
                        one.SentAt,
                        one.Problem is { } problem ? mask(problem) : null
                    )),
            ]
        );

    private static int? Parse(string? cursor) =>
        cursor is null ? null
        : int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
        : throw RefusedException.Invalid("cursor", "It must be one that an earlier answer gave, unchanged.");

    private static (IReadOnlyList<T>, string?) Cut<T>(List<T> found, int limit, Func<T, int> id)
    {
        if (found.Count <= limit)
            return (found, null);
        found.RemoveAt(limit);
        return (found, id(found[^1]).ToString(CultureInfo.InvariantCulture));
    }
}
