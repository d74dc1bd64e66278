using DataSync.Core.Live;
using DataSync.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSync.Core.Alerts;

/// <summary>
/// Has the incidents looked at that follow from the board rather than from a run, and writes to the outbox what people are
/// to be told, when its time has come. Reads much and writes only where something is due.
/// </summary>
public sealed partial class AlertEvaluator : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly WriteTransaction writes;
    private readonly IDbContextFactory<DataSyncDbContext> contexts;
    private readonly AlertComposer composer;
    private readonly AlertNews news;
    private readonly BoardIncidents states;
    private readonly TriggerIncidents triggers;
    private readonly KeyIncidents keys;
    private readonly LiveBoard board;
    private readonly AlertDesk desk;
    private readonly DatabaseState database;
    private readonly bool hasWebhook;
    private readonly TimeZoneInfo zone;
    private readonly TimeProvider time;
    private readonly ILogger<AlertEvaluator> logger;

    public AlertEvaluator(
        WriteTransaction writes,
        IDbContextFactory<DataSyncDbContext> contexts,
        AlertComposer composer,
        AlertNews news,
        BoardIncidents states,
        TriggerIncidents triggers,
        KeyIncidents keys,
        LiveBoard board,
        AlertDesk desk,
        DatabaseState database,
        IOptions<AlertOptions> options,
        IOptions<SiteOptions> site,
        TimeProvider time,
        ILogger<AlertEvaluator> logger
    )
    {
        (this.writes, this.contexts, this.composer) = (writes, contexts, composer);
        (this.news, this.states, this.triggers, this.keys) = (news, states, triggers, keys);
        (this.board, this.desk, this.database, zone) = (board, desk, database, site.Value.Zone);
        (this.time, this.logger, hasWebhook) = (time, logger, options.Value.WebhookUrl is { Length: > 0 });
        writes.Committed += (_, _) => desk.ToTell.Give();
    }

    private DateTime Now => time.UtcNow();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await database.WhenReadyAsync(stoppingToken);
            try
            {
                desk.ToTell.Take();
                await StepAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                database.ReportFailure(failure);
                Failed(logger, failure);
            }
            await desk.ToTell.WaitAsync(Tick, time, stoppingToken);
        }
    }

    internal async Task StepAsync(CancellationToken cancellation)
    {
        // Who is told is decided by the workflows' clouds and types.
        if (!board.Current.System.Loaded)
            return;
        await states.LookAsync(cancellation);
        await triggers.LookAsync(cancellation);
        await keys.LookAsync(cancellation);
        if (await LookAsync(cancellation))
            await TellAsync(cancellation);
        if (await news.TellAsync(cancellation))
            desk.ToSend.Give();
    }

    /// <summary>Shows what is open.</summary>
    /// <returns>Whether something is due to be told.</returns>
    private async Task<bool> LookAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var incidents = await ConcernedAsync(context.Incidents.AsNoTracking(), cancellation);
        var now = Now;
        desk.Show([
            .. incidents
                .Where(one => one.IsOpen)
                .OrderByDescending(one => one.OpenedAt)
                .Select(one => new IncidentGlance(
                    one.Id,
                    one.Kind,
                    one.Title,
                    one.OpenedAt,
                    AlertPlan.Active(one),
                    one.AcknowledgedAt,
                    one.SilencedUntil,
                    one.IsPending && one.NotifyAt > now,
                    board.Current.Tile(First(one))?.Name
                )),
        ]);
        var open = incidents.Count(one => one.IsOpen);
        board.Update(picture =>
            picture.Figures.OpenIncidents == open
                ? picture
                : picture with
                {
                    Figures = picture.Figures with { OpenIncidents = open },
                }
        );
        desk.IsWatching = (hasWebhook && !desk.Mail.IsConfigured) || await context.Recipients.AnyAsync(cancellation);
        var rules = await RecipientService.RulesAsync(context, cancellation);
        return IsDue(incidents, rules);
    }

    private bool IsDue(List<Incident> incidents, AlertRules rules)
    {
        var now = Now;
        if (rules.IsQuiet(now, zone))
            return incidents.Exists(one => one is { IsOpen: true, InSummary: false } && one.Told != Told.Broken);
        var known = Tiles();
        return incidents.Exists(one =>
                AlertPlan.EndsUntold(one, rules)
                || (
                    HasTiles(one, known, now)
                    && (AlertPlan.Next(one, rules, now) is not null || IsWider(one, rules, now))
                )
            )
            || AlertPlan.Summary(incidents, rules, now).Count > 0;
    }

    private static bool IsWider(Incident incident, AlertRules rules, DateTime now) =>
        incident.IsOpen
        && incident.Told == Told.Broken
        && incident.Workflows.Count > incident.SeenWorkflows
        && !(incident.SilencedUntil > now)
        && !rules.Muted.Contains(incident.Kind);

    /// <summary>The board follows a commit within a second; a workflow it never shows holds nothing up for long.</summary>
    private static bool HasTiles(Incident incident, HashSet<string> known, DateTime now) =>
        now - incident.DetectedAt > TimeSpan.FromSeconds(30)
        || incident.Workflows.All(one => known.Contains(one.WorkflowId));

    private static string? First(Incident incident) =>
        incident
            .Workflows.Where(one => one.RecoveredAt is null)
            .OrderBy(one => one.FailedAt)
            .ThenBy(one => one.Id)
            .FirstOrDefault()
            ?.WorkflowId;

    private HashSet<string> Tiles() =>
        board.Current.Tiles.Select(tile => tile.WorkflowId).ToHashSet(StringComparer.Ordinal);

    private static Task<List<Incident>> ConcernedAsync(
        IQueryable<Incident> incidents,
        CancellationToken cancellation
    ) =>
        IncidentKeeper.WithWorkflowsAsync(
            incidents,
            row => row.ResolvedAt == null || row.Told == Told.Broken,
            cancellation
        );

    private async Task TellAsync(CancellationToken cancellation)
    {
        await writes.RunAsync(
            async (context, _, token) =>
            {
                var incidents = await ConcernedAsync(context.Incidents, token);
                var rules = await RecipientService.RulesAsync(context, token);
                var now = Now;
                if (rules.IsQuiet(now, zone))
                {
                    foreach (var one in incidents.Where(one => one.IsOpen && one.Told != Told.Broken))
                        one.InSummary = true;
                    return 0;
                }
                var known = Tiles();
                foreach (var incident in incidents)
                {
                    // Once its kind is told again that it is over is old news.
                    if (AlertPlan.EndsUntold(incident, rules))
                        incident.Told = Told.Recovered;
                    if (!HasTiles(incident, known, now))
                        continue;
                    if (AlertPlan.Next(incident, rules, now) is { } kind)
                        await TellAsync(context, incident, kind, AlertPlan.DueAt(incident, rules), token);
                    else if (IsWider(incident, rules, now))
                        await TellNewAsync(context, incident, token);
                }
                var together = AlertPlan.Summary(incidents, rules, now);
                if (together.Count > 0)
                {
                    var messages = await composer.SummarizeAsync(context, together, token);
                    foreach (var incident in together)
                    {
                        var of = messages.Where(one => one.Incidents.Any(told => told.IncidentId == incident.Id));
                        MarkTold(incident, AlertMessageKind.Summary, of.Sum(one => one.Deliveries.Count));
                    }
                }
                return 0;
            },
            cancellation
        );
        desk.ToSend.Give();
    }

    /// <summary>It hits more workflows than before: tells who was not told yet.</summary>
    private async Task TellNewAsync(DataSyncDbContext context, Incident incident, CancellationToken cancellation)
    {
        const AlertMessageKind Kind = AlertMessageKind.Opened;
        var message = await composer.TellAsync(context, incident, Kind, onlyNew: true, cancellation);
        incident.SeenWorkflows = incident.Workflows.Count;
        if (message.Deliveries.Count == 0)
            context.Entry(message).State = EntityState.Detached;
    }

    private async Task TellAsync(
        DataSyncDbContext context,
        Incident incident,
        AlertMessageKind kind,
        DateTime? dueAt,
        CancellationToken cancellation
    )
    {
        var message = await composer.TellAsync(context, incident, kind, onlyNew: false, cancellation);
        message.DueAt = kind == AlertMessageKind.Opened ? dueAt : null;
        MarkTold(incident, kind, message.Deliveries.Count);
        if (incident.ResolvedAt is not { } resolved)
            return;
        // From what told of it on: the table of alerts has a row for every run somebody was told of.
        var alerts = await ToldBy
            .Messages(context, incident.Id)
            .Where(one =>
                one.WorkflowAlertId != null
                && !context
                    .ToldIncidents.Where(told => told.AlertMessageId == one.Id)
                    .Join(context.Incidents, told => told.IncidentId, row => row.Id, (_, row) => row)
                    .Any(row => row.ResolvedAt == null)
            )
            .Select(one => one.WorkflowAlertId)
            .ToListAsync(cancellation);
        foreach (var row in await context.Alerts.Where(row => alerts.Contains(row.Id)).ToListAsync(cancellation))
            row.ResolvedAt ??= resolved;
    }

    private void MarkTold(Incident incident, AlertMessageKind kind, int recipients)
    {
        var now = Now;
        // A summary tells how many it hits, too.
        incident.FollowedUp |= kind is AlertMessageKind.FollowUp or AlertMessageKind.Summary;
        (incident.Told, incident.ToldAt) = (incident.IsOpen ? Told.Broken : Told.Recovered, now);
        incident.FirstToldAt ??= now;
        (incident.ToldWorkflows, incident.SeenWorkflows) = (AlertPlan.Active(incident), incident.Workflows.Count);
        incident.Transitions.Add(
            new()
            {
                At = now,
                Change = IncidentChange.Told,
                Text = recipients switch
                {
                    0 => "Nobody has asked for it.",
                    1 => "One recipient.",
                    var count => $"{count} recipients.",
                },
            }
        );
    }

    [LoggerMessage(2001, LogLevel.Error, "What people are to be told could not be written; it is tried again")]
    private static partial void Failed(ILogger logger, Exception failure);
}
