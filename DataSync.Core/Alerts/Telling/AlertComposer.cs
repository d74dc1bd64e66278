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
        var audience = AudienceOf(incident, kind, await RecipientsAsync(context, cancellation));
        var told = onlyNew ? await ToldAsync(context, incident, cancellation) : [];
        return Add(
            context,
            story,
            kind == AlertMessageKind.Recovery
                ? await SuccessAsync(context, incident, cancellation)
                : incident.LastExecutionId,
            audience.Select(one => one.Email).Where(email => !told.Contains(email)),
            [incident.Id]
        );
    }

    /// <summary>Several incidents at once: for each recipient one message, of those they asked for; none where nobody did.</summary>
    public async Task<IReadOnlyList<AlertMessage>> SummarizeAsync(
        DataSyncDbContext context,
        IReadOnlyList<Incident> incidents,
        CancellationToken cancellation
    )
    {
        var recipients = await RecipientsAsync(context, cancellation);
        return
        [
            .. incidents
                .SelectMany(incident =>
                    AudienceOf(incident, AlertMessageKind.Opened, recipients).Select(one => (one.Email, incident))
                )
                .GroupBy(pair => pair.Email, pair => pair.incident, StringComparer.OrdinalIgnoreCase)
                // Who is told of the same is told by the same message.
                .GroupBy(one => string.Join(',', one.Select(incident => incident.Id)), StringComparer.Ordinal)
                .Select(same =>
                {
                    var of = same.First().ToList();
                    var story = SummaryOf(of, AlertMessageKind.Summary);
                    return Add(context, story, null, same.Select(one => one.Key), of.Select(incident => incident.Id));
                }),
        ];
    }

    private ImmutableArray<RecipientView> AudienceOf(
        Incident incident,
        AlertMessageKind kind,
        IReadOnlyCollection<RecipientView> recipients
    ) =>
        Audience.Of(
            recipients,
            Audience.EventOf(kind, incident.Kind),
            [.. Concerned(incident, kind).Select(one => board.Current.Tile(one.WorkflowId)).OfType<WorkflowTile>()],
            isOfSystem: incident.Workflows.Count == 0
        );

    /// <summary>Of what is over all, else those that have not recovered.</summary>
    private static IEnumerable<IncidentWorkflow> Concerned(Incident incident, AlertMessageKind kind) =>
        incident.Workflows.Where(one => kind == AlertMessageKind.Recovery || one.RecoveredAt is null);

    public static AlertStory SummaryOf(IReadOnlyList<Incident> incidents, AlertMessageKind kind) =>
        new(
            kind,
            incidents.Count == 1 ? "One problem is open" : $"{incidents.Count} problems are open",
            AlertStory.Listed(incidents.Count),
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
                    .Take(AlertStory.MostItems)
                    .Select(one => new StoryItem(one.Id, one.Title, AlertPlan.Active(one), one.OpenedAt, one.IsOpen)),
            ]
        );

    /// <summary>What several mails would have told that could not go out.</summary>
    /// <param name="count">With those that are not among <paramref name="stories"/>.</param>
    public static AlertStory SummaryOf(IReadOnlyList<AlertStory> stories, int count)
    {
        var items = stories
            .SelectMany(story =>
                // Of a summary that waited itself, what it was to tell.
                story.Items.IsDefaultOrEmpty
                    ?
                    [
                        new(
                            story.IncidentId,
                            AlertMail.HeadlineOf(story),
                            story.WorkflowCount,
                            story.OpenedAt ?? default,
                            IsOpen: story.ResolvedAt is null
                        ),
                    ]
                    : story.Items
            )
            .ToList();
        var more = AlertStory.Listed(items.Count + count - stories.Count);
        return new(
            AlertMessageKind.Summary,
            $"What {count:N0} mails would have told",
            $"Mail could not go out for a while. This is what was to be said meanwhile. {more}".TrimEnd(),
            Items: [.. items.TakeLast(AlertStory.MostItems)]
        );
    }

    /// <summary>Adds a message to the outbox. Without addresses it stays as the note that nobody wanted it.</summary>
    public AlertMessage Add(
        DataSyncDbContext context,
        AlertStory story,
        string? executionId,
        IEnumerable<string> addresses,
        IEnumerable<int> incidentIds
    )
    {
        var now = time.UtcNow();
        var message = new AlertMessage
        {
            MessageId = Guid.NewGuid().ToString("N"),
            Kind = story.Kind,
            ExecutionId = executionId,
            Story = story.Write(),
            CreatedAt = now,
        };
        foreach (var address in addresses)
            message.Deliveries.Add(new() { Address = address, NotBefore = now });
        foreach (var incidentId in incidentIds)
            message.Incidents.Add(new() { IncidentId = incidentId });
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
        var active = Concerned(incident, kind).ToList();
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
        // What helped against another failure whose cause was not read says nothing of this one.
        var lastNote = incident.IsPending
            ? null
            : await context
                .Incidents.Where(row => row.CauseKey == incident.CauseKey && row.ResolvedAt != null && row.Note != null)
                .Where(row => row.Id != incident.Id)
                .OrderByDescending(row => row.ResolvedAt)
                .Select(row => row.Note)
                .FirstOrDefaultAsync(cancellation);
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
            var tile = board.Current.Tile(one.WorkflowId);
            var run = one.LastExecutionId is { } id ? runs.GetValueOrDefault(id) : null;
            return new(
                one.WorkflowId,
                tile?.Name ?? one.WorkflowId,
                tile?.Provider,
                tile?.Type,
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
            await ToldBy
                .Messages(context, incident.Id)
                .SelectMany(row => row.Deliveries)
                .Select(row => row.Address)
                .Distinct()
                .ToListAsync(cancellation)
        ).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The run that ended it.</summary>
    private static Task<string?> SuccessAsync(
        DataSyncDbContext context,
        Incident incident,
        CancellationToken cancellation
    )
    {
        var last = incident.Workflows.MaxBy(one => one.RecoveredAt)?.WorkflowId;
        return context
            .Executions.Where(row => row.WorkflowId == last && row.Status == ExecutionStatus.Success)
            .OrderByDescending(row => row.StartTime)
            .Select(row => row.ExecutionId)
            .FirstOrDefaultAsync(cancellation);
    }
}
