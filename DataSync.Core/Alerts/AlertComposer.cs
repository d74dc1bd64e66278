using System.Collections.Immutable;
using DataSync.Core.Executions;
using DataSync.Core.Live;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace DataSync.Core.Alerts;

/// <summary>Writes messages and who gets them into the transaction that decided them.</summary>
public sealed class AlertComposer(LiveBoard board, TimeProvider time)
{
    /// <summary>Of one incident, to all who want it.</summary>
    /// <param name="onlyNew">Leaves out whoever was told of it before.</param>
    public async Task<AlertMessage> TellAsync(
        DataSyncDbContext context,
        Incident incident,
        AlertMessageKind kind,
        bool onlyNew,
        CancellationToken cancellation
    )
    {
        var story = await StoryAsync(context, incident, kind, cancellation);
        var about = incident
            .Workflows.Where(one => kind == AlertMessageKind.Recovery || one.RecoveredAt is null)
            .Select(one => one.WorkflowId)
            .ToHashSet(StringComparer.Ordinal);
        var audience = Audience.Of(
            await RecipientsAsync(context, cancellation),
            Audience.EventOf(kind, incident.Kind),
            [.. board.Current.Tiles.Where(tile => about.Contains(tile.WorkflowId))],
            isOfSystem: incident.Workflows.Count == 0
        );
        var told = onlyNew ? await ToldAsync(context, incident, cancellation) : [];
        return Add(
            context,
            story,
            kind == AlertMessageKind.Recovery
                ? await SuccessAsync(context, about, cancellation)
                : incident.LastExecutionId,
            audience.Select(one => one.Email).Where(email => !told.Contains(email))
        );
    }

    /// <summary>One of several incidents; each recipient is told of all, whatever of them they asked for.</summary>
    public async Task<AlertMessage> SummarizeAsync(
        DataSyncDbContext context,
        IReadOnlyList<Incident> incidents,
        CancellationToken cancellation
    )
    {
        var recipients = await RecipientsAsync(context, cancellation);
        var audience = incidents
            .SelectMany(incident =>
            {
                var about = incident.Workflows.Select(one => one.WorkflowId).ToHashSet(StringComparer.Ordinal);
                return Audience.Of(
                    recipients,
                    Audience.EventOf(AlertMessageKind.Opened, incident.Kind),
                    [.. board.Current.Tiles.Where(tile => about.Contains(tile.WorkflowId))],
                    isOfSystem: incident.Workflows.Count == 0
                );
            })
            .Select(one => one.Email)
            .Distinct(StringComparer.OrdinalIgnoreCase);
        return Add(context, SummaryOf(incidents, AlertMessageKind.Summary), executionId: null, audience);
    }

    public static AlertStory SummaryOf(IReadOnlyList<Incident> incidents, AlertMessageKind kind) =>
        new(
            kind,
            incidents.Count == 1 ? "One problem is open" : $"{incidents.Count} problems are open",
            WorkflowCount: incidents
                .SelectMany(one => one.Workflows)
                .Where(one => one.RecoveredAt is null)
                .Select(one => one.WorkflowId)
                .Distinct(StringComparer.Ordinal)
                .Count(),
            Items:
            [
                .. incidents
                    .OrderByDescending(AlertPlan.Active)
                    .Select(one => new StoryItem(one.Id, one.Title, AlertPlan.Active(one), one.OpenedAt, one.IsOpen)),
            ]
        );

    /// <summary>Adds a message to the outbox. Without addresses it stays as the note that nobody wanted it.</summary>
    public AlertMessage Add(
        DataSyncDbContext context,
        AlertStory story,
        string? executionId,
        IEnumerable<string> addresses
    )
    {
        var now = time.UtcNow();
        var message = new AlertMessage
        {
            MessageId = Guid.NewGuid().ToString("N"),
            Kind = story.Kind,
            IncidentId = story.IncidentId,
            ExecutionId = executionId,
            Story = story.Write(),
            CreatedAt = now,
        };
        foreach (var address in addresses)
            message.Deliveries.Add(new() { Address = address, NotBefore = now });
        context.AlertMessages.Add(message);
        return message;
    }

    internal static async Task<List<RecipientView>> RecipientsAsync(
        DataSyncDbContext context,
        CancellationToken cancellation
    ) =>
        [
            .. (await context.Recipients.AsNoTracking().OrderBy(row => row.Email).ToListAsync(cancellation)).Select(
                RecipientView.Of
            ),
        ];

    private async Task<AlertStory> StoryAsync(
        DataSyncDbContext context,
        Incident incident,
        AlertMessageKind kind,
        CancellationToken cancellation
    )
    {
        var active = incident
            .Workflows.Where(one => kind == AlertMessageKind.Recovery || one.RecoveredAt is null)
            .ToList();
        var shown = active.OrderByDescending(one => one.Failures).Take(AlertStory.MostWorkflows).ToList();
        var runIds = shown.Select(one => one.LastExecutionId).OfType<string>().ToList();
        var runs = await context
            .Executions.AsNoTracking()
            .Where(row => runIds.Contains(row.ExecutionId))
            .Select(row => new
            {
                row.ExecutionId,
                row.N8nExecutionId,
                row.FailedNode,
            })
            .ToDictionaryAsync(row => row.ExecutionId, StringComparer.Ordinal, cancellation);
        var lastNote = await context
            .Incidents.Where(row => row.CauseKey == incident.CauseKey && row.ResolvedAt != null && row.Note != null)
            .Where(row => row.Id != incident.Id)
            .OrderByDescending(row => row.ResolvedAt)
            .Select(row => row.Note)
            .FirstOrDefaultAsync(cancellation);
        var tiles = board.Current.Tiles.ToDictionary(tile => tile.WorkflowId, StringComparer.Ordinal);
        return new(
            kind,
            incident.Title,
            incident.Sentence,
            incident.Id,
            incident.Kind,
            incident.OpenedAt,
            incident.ResolvedAt,
            incident.Failures,
            active.Count,
            [.. shown.Select(Workflow)],
            lastNote
        );

        StoryWorkflow Workflow(IncidentWorkflow one)
        {
            var tile = tiles.GetValueOrDefault(one.WorkflowId);
            var run = one.LastExecutionId is { } id ? runs.GetValueOrDefault(id) : null;
            return new(
                one.WorkflowId,
                tile?.Name ?? one.WorkflowId,
                tile is null ? "" : $"{EnumWords.Of(tile.Provider)} {EnumWords.Of(tile.Type)}",
                one.FailedAt,
                one.Failures,
                tile?.Settings.Owner,
                tile?.Settings.RunbookUrl,
                one.LastExecutionId,
                run?.N8nExecutionId,
                run?.FailedNode
            );
        }
    }

    private static async Task<HashSet<string>> ToldAsync(
        DataSyncDbContext context,
        Incident incident,
        CancellationToken cancellation
    ) =>
        (
            await context
                .AlertMessages.Where(row => row.IncidentId == incident.Id)
                .SelectMany(row => row.Deliveries)
                .Select(row => row.Address)
                .Distinct()
                .ToListAsync(cancellation)
        ).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The run that ended it.</summary>
    private static Task<string?> SuccessAsync(
        DataSyncDbContext context,
        IReadOnlyCollection<string> workflowIds,
        CancellationToken cancellation
    ) =>
        context
            .Executions.Where(row => workflowIds.Contains(row.WorkflowId) && row.Status == ExecutionStatus.Success)
            .OrderByDescending(row => row.StartTime)
            .Select(row => row.ExecutionId)
            .FirstOrDefaultAsync(cancellation);
}
